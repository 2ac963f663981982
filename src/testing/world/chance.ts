import { createSeededRandom } from '../../adapters/memory/index.ts';

/** Chance with a few words for what is drawn. */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  /** A whole number from `min` to `max`, both of them possible. */
  whole(min: number, max: number): number;
  /** One of a list that is not empty. */
  of<T>(list: readonly T[]): T;
  /** True with this probability. */
  is(probability: number): boolean;
}

/** Chance that a seed decides. */
export function chanceOf(seed: number): Chance {
  const random = createSeededRandom(seed);
  const whole = (min: number, max: number) => min + Math.floor(random.next() * (max - min + 1));
  return {
    next: () => random.next(),
    whole,
    of<T>(list: readonly T[]): T {
      const one = list[whole(0, list.length - 1)];
      if (one === undefined) throw new RangeError('there is nothing to choose from');
      return one;
    },
    is: (probability) => random.next() < probability,
  };
}
