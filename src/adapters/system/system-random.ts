import type { Random } from '../../ports/index.ts';

/** Chance for jitter, from `Math.random`: not for secrets. */
export const systemRandom: Random = { next: () => Math.random() };
