import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { root, subpaths } from '../../scripts/package/subpaths.ts';

const installed = join(inject('installed').bare, 'node_modules/statecart');

it('The tarball holds the build and what people read, and nothing else', () => {
  expect(readdirSync(installed).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'dist',
    'package.json',
  ]);
});

it('The tarball holds every file that exports name', () => {
  const files = subpaths().flatMap((subpath) => subpath.files);
  expect(files.filter((file) => !existsSync(join(installed, file)))).toEqual([]);
});

it('Nothing in the tarball tells where it was built', () => {
  const folder = join(installed, 'dist');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const texts = files.map(
    ({ parentPath, name }) => [name, readFileSync(join(parentPath, name), 'utf8')] as const,
  );
  expect(texts.length).toBeGreaterThan(0);
  expect(texts.filter(([, text]) => text.includes(root)).map(([name]) => name)).toEqual([]);
});
