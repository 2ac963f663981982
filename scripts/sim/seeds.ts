import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A world that once broke a promise: it is run first from then on. */
interface FailedSeed {
  readonly seed: number;
  readonly orders: number;
  readonly operations: number;
  readonly faults: number;
  /** What it found. */
  readonly found: string;
}

const file = fileURLToPath(new URL('../../test/world/seeds.json', import.meta.url));

/** Adds a seed to those that `npm test` runs first. */
export function keepSeed(failed: FailedSeed): void {
  const kept = JSON.parse(readFileSync(file, 'utf8')) as readonly FailedSeed[];
  writeFileSync(file, `${JSON.stringify([...kept, failed], null, 2)}\n`);
  console.error(`seed ${failed.seed} is in test/world/seeds.json from now on: say there what it found`);
}
