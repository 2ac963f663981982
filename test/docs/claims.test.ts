import { existsSync, readFileSync } from 'node:fs';
import { openPglite } from 'statecart/adapters/pglite';
import { describe, expect, it } from 'vitest';
import { root } from './blocks.ts';

const page = readFileSync(`${root}docs/explanation/how-it-fails.md`, 'utf8');

describe('how-it-fails.md', () => {
  it('names tests that there are', () => {
    const named = [...page.matchAll(/`(test\/[^`]+)`/g)].map(([, file]) => file as string);
    expect(named.length).toBeGreaterThan(0);
    expect([...new Set(named)].filter((file) => !existsSync(root + file))).toEqual([]);
  });

  it('gives queries that the schema answers', async () => {
    const queries = [...page.matchAll(/^```sql\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) =>
      block.split(';').filter((query) => query.trim() !== ''),
    );
    expect(queries.length).toBeGreaterThan(0);
    const { pglite, close } = await openPglite('memory://');
    try {
      for (const query of queries) expect((await pglite.query(query)).rows).toEqual([]);
    } finally {
      await close();
    }
  });
});
