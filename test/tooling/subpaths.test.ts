import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readManifest, root, subpaths } from '../../scripts/package/subpaths.ts';
import build from '../../tsup.config.ts';

const manifest = readManifest();
const declared = subpaths(manifest);
const sources = Object.fromEntries(declared.map(({ entry }) => [entry, `src/${entry}.ts`]));

it('Every subpath that package.json exports is built from the source of the same name', () => {
  expect(build).toHaveProperty('entry', sources);
  expect(Object.values(sources).filter((file) => !existsSync(root + file))).toEqual([]);
});

it('Every subpath leads to its types by the old resolution too', () => {
  const below = declared.filter(({ entry }) => entry !== 'index');
  expect(manifest.typesVersions['*']).toEqual(
    Object.fromEntries(below.map(({ entry }) => [entry.replace(/\/index$/, ''), [`./dist/${entry}.d.cts`]])),
  );
});

it('Every subpath gives types and code of its kind to import and to require', () => {
  for (const { entry, files } of declared)
    expect(files).toEqual(['.d.ts', '.js', '.d.cts', '.cjs'].map((ending) => `./dist/${entry}${ending}`));
});

it('Every subpath is in the API documents', () => {
  const { entryPoints } = JSON.parse(readFileSync(`${root}typedoc.json`, 'utf8')) as {
    entryPoints: string[];
  };
  expect(entryPoints.toSorted()).toEqual(Object.values(sources).toSorted());
});
