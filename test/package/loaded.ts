import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Every file that a run of Node.js loads as code, as V8 itself lists them, be they ESM or CommonJS. */
export async function filesLoaded(
  folder: string,
  run: (env: NodeJS.ProcessEnv) => Promise<unknown>,
): Promise<readonly string[]> {
  const lists = await mkdtemp(join(folder, 'loaded-'));
  try {
    await run({ NODE_V8_COVERAGE: lists });
    const reports = await Promise.all(
      (await readdir(lists)).map(async (name) => readFile(join(lists, name), 'utf8')),
    );
    return reports
      .flatMap((report) => (JSON.parse(report) as { result: { url: string }[] }).result)
      .filter(({ url }) => url.startsWith('file:'))
      .map(({ url }) => fileURLToPath(url));
  } finally {
    await rm(lists, { recursive: true, force: true });
  }
}

/** The package that a loaded file belongs to; `null` for a consumer's own. */
export function packageOf(file: string): string | null {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? null;
}
