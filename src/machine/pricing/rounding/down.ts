import type { RoundingRule } from './rounding-rule.ts';

/** Any remainder is dropped: 2.9 is 2, −2.9 is −2. */
export const down: RoundingRule = () => false;
