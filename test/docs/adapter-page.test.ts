import { readFileSync } from 'node:fs';
import * as testing from 'statecart/testing';
import { describe, expect, it } from 'vitest';
import { root } from './blocks.ts';

const read = (file: string): string => readFileSync(root + file, 'utf8');
const page = read('docs/how-to/write-an-adapter.md');

describe('write-an-adapter.md', () => {
  it.each(['examples/adapters/pay-co.ts', 'test/examples/pay-co.test.ts'])('shows %s as it runs', (file) => {
    expect(page.includes(`\n${read(file).trimEnd()}\n\`\`\``) || `the page shows another ${file}`).toBe(true);
  });

  it('names every contract that there is', () => {
    const contracts = Object.keys(testing).filter((name) => name.endsWith('Contract'));
    expect(contracts.length).toBeGreaterThan(15);
    expect(contracts.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
