import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { root, subpaths } from '../../scripts/package/subpaths.ts';
import { runNode, runSource } from './node.ts';

const { bare } = inject('installed');
const DELIVERED = 'draft pending confirmed processing shipped delivered';
const specifiers = subpaths().map(({ specifier }) => specifier);

beforeAll(async () => {
  for (const name of ['order.mjs', 'order.cjs'])
    await copyFile(join(root, 'test/package/consumers', name), join(bare, name));
});

describe('JavaScript that installed the tarball and nothing else', () => {
  it.each(['order.mjs', 'order.cjs'])('takes an order to delivered in %s', async (program) => {
    expect(await runNode(bare, [program])).toBe(DELIVERED);
  });

  it.each(specifiers)('finds the same names in %s by import and by require', async (specifier) => {
    const name = specifier.replaceAll('/', '-');
    const print = 'console.log(JSON.stringify(Object.keys(it).sort()))';
    const imported = await runSource<string[]>(
      bare,
      `${name}.mjs`,
      `import * as it from '${specifier}'; ${print}`,
    );
    const required = await runSource<string[]>(
      bare,
      `${name}.cjs`,
      `const it = require('${specifier}'); ${print}`,
    );
    expect(imported.length).toBeGreaterThan(0);
    expect(required).toEqual(imported);
  });
});
