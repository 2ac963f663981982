import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { runExample } from '../support/run-program.ts';

describe('the README’s first program', () => {
  it('is examples/quickstart.ts, and prints what the README says', async () => {
    const readme = await readFile('README.md', 'utf8');
    const [program, output] = [...readme.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)].map((match) => match[1]);
    expect(await readFile('examples/quickstart.ts', 'utf8')).toBe(program);
    expect(await runExample('examples/quickstart.ts')).toEqual({ code: 0, out: output, err: '' });
  });
});
