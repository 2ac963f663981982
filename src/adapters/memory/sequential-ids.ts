import type { Ids } from '../../ports/index.ts';

/**
 * Makes ids that are the same in every run: valid UUIDs of version 7, one after the other. The first 48 bits count, the
 * last 48 are the seed, so generators with different seeds never meet, and later ids sort later.
 *
 * @param seed A whole number from 0 to 2^48 − 1. @defaultValue 0
 * @example
 * import { createSequentialIds } from 'statecart/adapters/memory';
 * createSequentialIds(7).next(); // '00000000-0001-7000-8000-000000000007'
 */
export function createSequentialIds(seed = 0): Ids {
  const tail = hex(seed);
  let count = 0;
  return {
    next() {
      count += 1;
      const head = hex(count);
      return `${head.slice(0, 8)}-${head.slice(8)}-7000-8000-${tail}`;
    },
  };
}

/** 48 bits as twelve digits. */
function hex(value: number): string {
  return (Math.abs(Math.trunc(value)) % 2 ** 48).toString(16).padStart(12, '0');
}
