import { execFile } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { root, subpaths } from '../../scripts/package/subpaths.ts';
import { runNode } from './node.ts';

const { bare } = inject('installed');
const compiler = join(root, 'node_modules/typescript/bin/tsc');
const execute = promisify(execFile);

/** How users set their compilers, and what kind of module comes of it. */
const MODES = [
  { mode: 'node16-esm', type: 'module', options: { module: 'node16' } },
  { mode: 'node16-cjs', type: 'commonjs', options: { module: 'node16' } },
  { mode: 'bundler', type: 'module', options: { module: 'esnext', moduleResolution: 'bundler' } },
  {
    mode: 'node10',
    type: 'commonjs',
    // The compiler warns of this resolution, which many still use.
    options: { module: 'commonjs', moduleResolution: 'node10', ignoreDeprecations: '6.0' },
  },
] as const;

describe.each(MODES)('TypeScript with $mode', ({ mode, type, options }) => {
  const folder = join(bare, mode);

  let said: string;

  beforeAll(async () => {
    const more = { 'subpaths.ts': everySubpath() };
    said = await complaints(folder, type, { ...options, skipLibCheck: true }, more);
  });

  it('compiles and takes an order to delivered', async () => {
    expect(said).toBe('');
    expect(await runNode(folder, ['out/order.js'])).toBe(
      'draft pending confirmed processing shipped delivered',
    );
  });

  it('finds every subpath, typed', async () => {
    expect(said).toBe('');
    const found = JSON.parse(await runNode(folder, ['out/subpaths.js'])) as Record<string, number>;
    expect(Object.keys(found)).toEqual(subpaths().map(({ specifier }) => specifier));
    expect(Math.min(...Object.values(found))).toBeGreaterThan(0);
  });
});

it('The declarations hold for a compiler that checks those of libraries, too', async () => {
  const options = { module: 'node16', skipLibCheck: false };
  expect(await complaints(join(bare, 'libraries-checked'), 'module', options)).toBe('');
});

/** What the compiler says of the program that runs an order, and of more, in a folder beside the consumer's node_modules. */
async function complaints(
  folder: string,
  type: 'module' | 'commonjs',
  options: Record<string, unknown>,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const base = {
    target: 'es2022',
    lib: ['es2023', 'dom'],
    types: [],
    strict: true,
    rootDir: '.',
    outDir: 'out',
  };
  const files = {
    ...more,
    'package.json': JSON.stringify({ type }),
    'tsconfig.json': JSON.stringify({ compilerOptions: { ...base, ...options } }),
  };
  await mkdir(folder);
  await copyFile(join(root, 'test/package/consumers/order.ts'), join(folder, 'order.ts'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return execute(process.execPath, [compiler, '-p', folder]).then(
    () => '',
    (error: { stdout: string }) => error.stdout,
  );
}

/** Imports each subpath, and makes a mistake on each that is one only if it has types. */
function everySubpath(): string {
  const all = subpaths().map(({ specifier }, index) => ({ specifier, name: `subpath${index}` }));
  return [
    ...all.map(({ specifier, name }) => `import * as ${name} from '${specifier}';`),
    ...all.flatMap(({ name }) => ['// @ts-expect-error No such name.', `void ${name}.noSuchName;`]),
    `console.log(JSON.stringify({ ${all.map(({ specifier, name }) => `'${specifier}': Object.keys(${name}).length`).join(', ')} }));`,
  ].join('\n');
}
