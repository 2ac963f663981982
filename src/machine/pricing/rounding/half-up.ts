import type { RoundingRule } from './rounding-rule.ts';

/** To the nearest minor unit; just half goes away from zero: 2.5 is 3, −2.5 is −3. */
export const halfUp: RoundingRule = ({ half }) => half >= 0;
