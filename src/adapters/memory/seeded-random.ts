import type { Random } from '../../ports/index.ts';

/**
 * Makes a source of chance that is the same in every run with the same seed. For tests and simulations, not for secrets.
 *
 * The generator is mulberry32 by Tommy Ettinger (2017, public domain): 32 bits of state, every value once a period.
 *
 * @example
 * import { createSeededRandom } from 'statecart/adapters/memory';
 * const random = createSeededRandom(42);
 * random.next(); // the same number in [0, 1) every time
 */
export function createSeededRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
  };
}
