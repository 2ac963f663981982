import { createSeededRandom } from 'statecart/adapters/memory';
import { expect, it } from 'vitest';
import { backoffMs } from '../../src/runtime/backoff.ts';

const options = { baseMs: 500, maxMs: 10_000 };
const highest = { next: () => 0.999_999_9 };

it('doubles the longest wait with each attempt until the limit', () => {
  const waits = [1, 2, 3, 4, 5, 6, 7].map((attempt) => backoffMs(attempt, options, highest));
  expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
});

it('takes any share of the longest wait, so that callers who failed together come back apart', () => {
  const random = createSeededRandom(7);
  const waits = Array.from({ length: 1_000 }, () => backoffMs(3, options, random));
  expect(Math.min(...waits)).toBeLessThan(50);
  expect(Math.max(...waits)).toBeGreaterThan(1_950);
  expect(new Set(waits).size).toBeGreaterThan(500);
});

it('stays finite and within the limit for any number of attempts', () => {
  expect(backoffMs(10_000, options, highest)).toBe(10_000);
  expect(backoffMs(0, options, { next: () => 0 })).toBe(0);
});
