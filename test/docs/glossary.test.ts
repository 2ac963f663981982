import { readFileSync } from 'node:fs';
import { openPglite } from 'statecart/adapters/pglite';
import { describe, expect, it } from 'vitest';
import { type Block, root } from './blocks.ts';
import { mistakesIn } from './compile.ts';

const file = 'docs/reference/glossary.md';
const rows = readFileSync(root + file, 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:word|---) /.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')));
const named = (column: number) => rows.flatMap((cells) => cells[column] || []);

describe('the glossary', () => {
  it('names types and fields that the package exports', () => {
    const names = named(3);
    const blocks = names.flatMap((name) =>
      ['statecart', 'statecart/ports', 'statecart/machine'].map(using(name)),
    );
    const mistakes = mistakesIn(blocks.map(({ block }) => block));
    const known = new Set(
      blocks.filter(({ block }) => mistakes.get(block)?.length === 0).map(({ name }) => name),
    );
    expect(names.length).toBeGreaterThan(40);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  it('names tables and columns that the schema has', async () => {
    const { pglite, close } = await openPglite('memory://');
    const { rows: columns } = await pglite.query<{ name: string }>(
      `select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'statecart'
       union select table_name from information_schema.tables where table_schema = 'statecart'`,
    );
    await close();
    const known = new Set(columns.map(({ name }) => name));
    expect(named(4).length).toBeGreaterThan(40);
    expect(named(4).filter((name) => !known.has(name))).toEqual([]);
  });

  it('defines each word once', () => {
    const words = named(1);
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  });
});

function using(name: string) {
  const [type = '', field] = name.split('.');
  const used = field === undefined ? type : `${type}['${field}']`;
  return (path: string): { readonly name: string; readonly block: Block } => ({
    name,
    block: {
      file,
      line: 1,
      notCompiled: null,
      code: `import type { ${type} } from '${path}';\nexport type It = ${used};`,
    },
  });
}
