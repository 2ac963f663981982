import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './blocks.ts';

const below = (folder: string): readonly string[] =>
  readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.startsWith('api/') && !name.includes('node_modules'))
    .map((name) => `${folder}/${name}`);

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  ...below('docs'),
  ...below('examples'),
];

it.each(pages)('%s links to files and headings that there are', (page) => {
  const broken = linksOf(page).filter((target) => !isThere(page, target));
  expect(broken).toEqual([]);
});

it('A link to a heading that is not there is found', () => {
  expect(isThere('docs/README.md', '../README.md#the-picture')).toBe(true);
  expect(isThere('docs/README.md', '../README.md#no-such-heading')).toBe(false);
});

/** The targets within the repository, of links and of pictures. */
function linksOf(page: string): readonly string[] {
  const text = readFileSync(root + page, 'utf8').replaceAll(/^```[\s\S]*?^```$/gm, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target as string)
    .filter((target) => !/^[a-z]+:/.test(target));
}

function isThere(page: string, target: string): boolean {
  const [path = '', heading] = target.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  if (!existsSync(root + file)) return false;
  return heading === undefined || headingsOf(file).includes(heading);
}

/** The anchors that GitHub gives to the headings of a page. */
function headingsOf(page: string): readonly string[] {
  return [...readFileSync(root + page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
