import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the repository stands. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A piece of TypeScript that people read in a page or in a docstring. */
export interface Block {
  /** The file it stands in, from the repository's root. */
  readonly file: string;
  /** The line of that file on which its first line stands; 1 is the first. */
  readonly line: number;
  readonly code: string;
  /** Why it is not to be compiled, by its info string: ` ```ts not-compiled: <reason> `. */
  readonly notCompiled: string | null;
}

/** Every ```ts block of the pages, and every `@example` of the sources. */
export function allBlocks(): readonly Block[] {
  const pages = ['README.md', 'CONTRIBUTING.md', ...filesBelow('docs', '.md')];
  return [
    ...pages.filter((file) => !file.startsWith('docs/api/')).flatMap(blocksOfPage),
    ...filesBelow('src', '.ts').flatMap(examplesOf),
  ];
}

function filesBelow(folder: string, ending: string): readonly string[] {
  return readdirSync(root + folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => `${folder}/${name}`)
    .toSorted();
}

const linesOf = (file: string): readonly string[] => readFileSync(root + file, 'utf8').split('\n');

/** The fenced blocks of a page whose language is `ts` or `typescript`. */
function blocksOfPage(file: string): readonly Block[] {
  return fencedBlocks(linesOf(file), file, 0);
}

function fencedBlocks(lines: readonly string[], file: string, above: number): readonly Block[] {
  const blocks: Block[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const fence = /^\s*(```+)(\S*)\s*(.*)$/.exec(lines[index] as string);
    if (fence === null) continue;
    const start = index + 1;
    const length = lines.slice(start).findIndex((line) => line.trim() === fence[1]);
    if (length < 0) throw new Error(`${file}:${above + index + 1}: the block that begins here has no end.`);
    index = start + length;
    if (!['ts', 'typescript'].includes(fence[2] as string)) continue;
    const code = lines.slice(start, start + length).join('\n');
    const reason = /^not-compiled:\s*(.*)$/.exec(fence[3] as string);
    blocks.push({ file, line: above + start + 1, code, notCompiled: reason?.[1] ?? null });
  }
  return blocks;
}

/** The examples of a source file's docstrings: what stands between `@example` and the next tag, or the docstring's end. */
function examplesOf(file: string): readonly Block[] {
  const lines = linesOf(file);
  return lines.flatMap((line, index) => {
    if (!/^\s*\*\s*@example\b/.test(line)) return [];
    const rest = lines.slice(index + 1);
    const length = rest.findIndex((next) => /^\s*\*\s*@\w|\*\//.test(next));
    const code = rest.slice(0, length).map((next) => next.replace(/^\s*\* ?/, ''));
    const fenced = fencedBlocks(code, file, index + 1);
    if (fenced.length > 0) return fenced;
    return [{ file, line: index + 2, code: code.join('\n'), notCompiled: null }];
  });
}
