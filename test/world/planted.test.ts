import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bugs } from './planted/bugs.ts';
import { buildWith } from './planted/plant.ts';

const run = promisify(execFile);
const minutes = 60_000;

describe('the simulator finds a bug that was planted', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'statecart-planted-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(bugs.map((bug, index) => [bug.name, bug, index] as const))(
    '%s',
    async (_name, { edits, seeds, says }, index) => {
      const file = await buildWith(edits, join(folder, String(index)));
      const { stdout } = await run(process.execPath, [file, String(seeds)], { timeout: 2 * minutes });
      const found = JSON.parse(stdout) as { seed: number; broken: string[] } | null;
      console.log(`seed ${found?.seed}: ${found?.broken[0]}`);
      expect(found?.broken).toEqual(expect.arrayContaining([expect.stringMatching(says)]));
    },
    3 * minutes,
  );
});
