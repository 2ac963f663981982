import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BrokenFile, readShopFile } from '../../examples/demo/file/read-file.ts';
import { deep, seed, spoilt } from './hostile-values.ts';

let folder: string;
let good: { shop: object; orders: readonly object[] };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'statecart-hostile-'));
  const whole = JSON.parse(await readFile('examples/data/orders.json', 'utf8')) as typeof good;
  good = { ...whole, orders: whole.orders.slice(0, 3) };
});
afterAll(() => rm(folder, { recursive: true }));

/** What the demo says to a file of this text: it takes it, or says what is wrong with it. */
async function read(text: string): Promise<string> {
  const path = join(folder, 'orders.json');
  await writeFile(path, text);
  const began = performance.now();
  const said = await readShopFile(path).then(
    () => 'taken',
    (error: unknown) => {
      if (error instanceof BrokenFile) return error.message;
      throw new Error(`no mistake with its place, but ${String(error)}`, { cause: error });
    },
  );
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  return said;
}

it(`A file of orders with something hostile in it is refused with its place (seed ${seed})`, async () => {
  expect(await read(JSON.stringify(good))).toBe('taken');
  await fc.assert(
    fc.asyncProperty(spoilt(good), async (file) => {
      let text: string | undefined;
      try {
        text = JSON.stringify(file);
      } catch {
        return;
      }
      await read(text ?? '');
    }),
    { seed, numRuns: 100 },
  );
});

it(`A file that is no JSON, or half of one, is refused with the line of its mistake (seed ${seed})`, async () => {
  const text = JSON.stringify(good, null, 2);
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length), fc.string({ unit: 'binary', maxLength: 5 }), async (at, junk) => {
      await read(text.slice(0, at) + junk + text.slice(at + junk.length));
    }),
    { seed, numRuns: 100 },
  );
  expect(await read(text.slice(0, -5))).toMatch(/line \d+, column \d+/);
});

it('A file that is nested without end is refused', async () => {
  const nested = JSON.stringify({ ...good, extra: 0 }).replace(
    '"extra":0',
    `"extra":${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  );
  expect(await read(nested)).toMatch(/mistake/);
  expect(await read('['.repeat(200_000))).toMatch(/mistake/);
  expect(await read(JSON.stringify({ ...good, orders: [{ ...good.orders[0], lines: deep(500) }] }))).toMatch(
    /mistake/,
  );
});
