import { simulate } from '../../../src/testing/world/simulate.ts';

/** Runs so many seeds until one fails, and tells which: a process of its own, since a planted bug may do anything. */
const seeds = Number(process.argv[2]);
let found: { readonly seed: number; readonly broken: readonly string[] } | null = null;
for (let seed = 1; seed <= seeds && found === null; seed += 1) {
  const { broken } = await simulate({ seed, orders: 3, operations: 20, faults: 30, shrinkRuns: 0 });
  if (broken.length > 0) found = { seed, broken };
}
console.log(JSON.stringify(found));
