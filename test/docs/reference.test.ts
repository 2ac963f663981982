import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { referencePages } from '../../scripts/reference/pages.ts';
import { allThrown } from '../../scripts/reference/thrown.ts';
import { errorCodes } from '../../src/errors/index.ts';
import { root } from './blocks.ts';

describe('the generated reference', () => {
  it.each([...referencePages()])('%s is what the code says today', (file, text) => {
    const fresh = readFileSync(root + file, 'utf8') === text;
    expect(fresh || 'stale: run `npm run reference`').toBe(true);
  });
});

describe('the codes of errors', () => {
  const thrown = allThrown();

  it('are all thrown somewhere in the sources', () => {
    const used = new Set(thrown.flatMap(({ codes }) => codes));
    expect(errorCodes.filter((code) => !used.has(code))).toEqual([]);
  });

  it('are read from every place that makes an error', () => {
    expect(thrown.length).toBeGreaterThan(errorCodes.length);
    expect(
      thrown.flatMap(({ codes }) => codes).filter((code) => !errorCodes.some((known) => known === code)),
    ).toEqual([]);
  });
});
