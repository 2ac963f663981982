import { readFile } from 'node:fs/promises';
import { orderProblems } from './check-orders.ts';
import { fileSchema, type ShopFile } from './file-schema.ts';
import { findJsonMistake } from './json-mistake.ts';
import { type FileProblem, schemaProblems } from './problems.ts';

/** A file that can't be used, with every mistake in it. */
export class BrokenFile extends Error {
  constructor(path: string, problems: readonly string[]) {
    const count = problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`;
    super(
      `${path} has ${count}:\n${problems.map((problem) => `  ${problem}`).join('\n')}\nNothing was written.`,
    );
    this.name = 'BrokenFile';
  }
}

/** Reads and checks a file of orders. @throws BrokenFile with every mistake by its path. */
export async function readShopFile(
  path: string,
): Promise<{ readonly text: string; readonly file: ShopFile }> {
  const text = await readText(path);
  return { text, file: checkShopFile(path, parseJson(path, text)) };
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new BrokenFile(path, [`it can't be read: ${(error as Error).message}`]);
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    const { line, column, message } = findJsonMistake(text.replace(/^\uFEFF/, ''));
    throw new BrokenFile(path, [`line ${line}, column ${column}: ${message}`]);
  }
}

function looked(path: string, input: unknown) {
  try {
    const parsed = fileSchema.safeParse(input);
    const mistakes = parsed.success ? [] : schemaProblems(input, parsed.error);
    const problems: readonly FileProblem[] = [...mistakes, ...orderProblems(input)];
    return { file: parsed.data, problems };
  } catch (error) {
    if (error instanceof RangeError) throw new BrokenFile(path, ['it is nested too deeply to be read']);
    throw error;
  }
}

function checkShopFile(path: string, input: unknown): ShopFile {
  const { file, problems } = looked(path, input);
  if (file !== undefined && problems.length === 0) return file;
  throw new BrokenFile(
    path,
    problems.map((problem) =>
      problem.path === '' ? problem.message : `${problem.path}: ${problem.message}`,
    ),
  );
}
