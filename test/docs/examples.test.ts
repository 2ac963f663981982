import { beforeAll, describe, expect, it } from 'vitest';
import { allBlocks, type Block } from './blocks.ts';
import { mistakesIn } from './compile.ts';

const blocks = allBlocks();
const compiled = blocks.filter(({ notCompiled }) => notCompiled === null);

describe('TypeScript in pages and docstrings', () => {
  let mistakes: ReadonlyMap<Block, readonly string[]>;

  beforeAll(() => {
    mistakes = mistakesIn(compiled);
  });

  it.each(compiled)('compiles at $file:$line', (block) => {
    expect(mistakes.get(block)).toEqual([]);
  });

  it('says why, where it is not compiled', () => {
    expect(blocks.filter(({ notCompiled }) => notCompiled !== null && notCompiled.trim() === '')).toEqual([]);
  });

  it('is found in README.md and in the docstrings of createOrders', () => {
    const files = new Set(blocks.map(({ file }) => file));
    expect(files).toContain('README.md');
    expect(files).toContain('src/create-orders.ts');
  });
});

it('A mistake is told with its file and line', () => {
  const wrong = {
    file: 'docs/page.md',
    line: 10,
    code: `import { createOrders } from 'statecart';\n\ncreateOrders({ storage: 1 });`,
    notCompiled: null,
  };
  expect(mistakesIn([wrong]).get(wrong)).toEqual([expect.stringMatching(/^docs\/page\.md:12: .*storage/)]);
});
