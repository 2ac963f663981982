import type { RoundingRule } from './rounding-rule.ts';

/** To the nearest minor unit; just half goes towards zero: 2.5 is 2, −2.5 is −2. */
export const halfDown: RoundingRule = ({ half }) => half > 0;
