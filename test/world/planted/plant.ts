import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import type { Edit } from './bugs.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Builds the simulator with a mistake in it, as one file in `folder`; the sources stay as they are. Returns the file.
 * @throws Error when a text that is to be written otherwise is not there exactly once: then the bug has to be planted anew.
 */
export async function buildWith(edits: readonly Edit[], folder: string): Promise<string> {
  const planted = await Promise.all(
    edits.map(async (edit) => [join(root, edit.file), await edited(edit)] as const),
  );
  const contents = new Map(planted);
  await build({
    config: false,
    silent: true,
    entry: { simulator: join(root, 'test/world/planted/program.ts') },
    outDir: folder,
    format: ['esm'],
    outExtension: () => ({ js: '.mjs' }),
    platform: 'node',
    target: 'node20',
    dts: false,
    clean: false,
    noExternal: [/.*/],
    esbuildPlugins: [
      {
        name: 'planted',
        setup(esbuild) {
          esbuild.onLoad({ filter: /\.ts$/ }, ({ path }) => {
            const text = contents.get(path);
            return text === undefined ? undefined : { contents: text, loader: 'ts' };
          });
        },
      },
    ],
  });
  return join(folder, 'simulator.mjs');
}

async function edited({ file, from, to }: Edit): Promise<string> {
  const text = await readFile(join(root, file), 'utf8');
  const times = text.split(from).length - 1;
  if (times !== 1)
    throw new Error(`${file} has "${from}" ${times} times, expected once: plant this bug anew`);
  return text.replace(from, () => to);
}
