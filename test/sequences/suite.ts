import fc from 'fast-check';
import { expect, test } from 'vitest';
import { start } from '../support/given.ts';
import { firstOrder, walks } from '../support/walk.ts';
import { operations } from './operations.ts';
import { emptyTally, runSequence, type Tally } from './run-sequence.ts';

/** How many operations a sequence has. */
const length = 50;

/** Which sequences are run; printed by each run. `STATECART_TEST_SEED` repeats one. */
const seed = Number(process.env['STATECART_TEST_SEED'] ?? Date.now() % 1_000_000_000);

/** Runs so many random sequences of operations on random orders. */
export function sequencesKeepEveryInvariant(count: number, offset = 0): void {
  test(`${count} random sequences of ${length} operations on random orders, in any order, with duplicates, break no invariant, and at least a third of the operations is accepted`, {
    timeout: 4 * 3_600_000,
  }, () => {
    const tally = emptyTally();
    const began = performance.now();
    const sequence = fc.record({
      walk: walks(0),
      chosen: fc.array(operations, { minLength: length, maxLength: length }),
    });
    fc.assert(
      fc.property(sequence, ({ walk, chosen }) => {
        runSequence(firstOrder(walk), chosen, start, tally);
      }),
      { numRuns: count, seed: seed + offset },
    );
    report(tally, performance.now() - began, seed + offset);
    expect(tally.applied).toBeGreaterThan(tally.sent / 3);
  });
}

function report({ types, ...counts }: Tally, ms: number, used: number): void {
  const kinds = [...types].sort(([, a], [, b]) => a - b);
  const rarest = kinds.slice(0, 5).map(([type, count]) => `${type} ${count}`);
  console.log(
    `seed ${used}: ${JSON.stringify(counts)}, ${Math.round((100 * counts.applied) / counts.sent)} % accepted, ` +
      `${kinds.length} types of event, the rarest ${rarest.join(', ')}; ${Math.round(ms / 1_000)} s`,
  );
}
