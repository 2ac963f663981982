import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { root } from '../../scripts/package/subpaths.ts';
import { type Step, stepsOf } from './tutorial-steps.ts';

const { tarball } = inject('installed');
const steps = stepsOf(await readFile(join(root, 'docs/tutorial.md'), 'utf8'));
const commands = steps.filter((step) => step.kind === 'command');

describe('The tutorial, followed word for word in an empty folder', () => {
  let folder: string;
  let printed: ReadonlyMap<Step, string>;

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'statecart-tutorial-')));
    await copyFile(tarball, join(folder, basename(tarball)));
    printed = await follow(folder);
  }, 300_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(commands)('prints what the page says for $line', (step) => {
    expect(printed.get(step)).toBe(step.output);
  });
});

it('The tutorial delivers, refuses, cancels, returns, and looks into Postgres', () => {
  const programs = ['deliver', 'refused', 'cancel', 'return', 'rows'].map((name) => `node ${name}.mjs`);
  expect(programs.filter((program) => !commands.some(({ line }) => line.startsWith(program)))).toEqual([]);
});

/** Writes the files and runs the commands, in the order of the page. One that fails ends it. */
async function follow(folder: string): Promise<ReadonlyMap<Step, string>> {
  const env = { ...process.env, NODE_OPTIONS: '', npm_config_prefer_offline: 'true' };
  const printed = new Map<Step, string>();
  for (const step of steps) {
    if (step.kind === 'file') {
      await writeFile(join(folder, step.name), step.text);
      continue;
    }
    const { stdout, stderr } = await promisify(execFile)('sh', ['-c', step.line], { cwd: folder, env });
    printed.set(step, stdout + stderr);
  }
  return printed;
}
