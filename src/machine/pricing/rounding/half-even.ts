import type { RoundingRule } from './rounding-rule.ts';

/** To the nearest minor unit; just half goes to the even one: 2.5 is 2, 3.5 is 4. */
export const halfEven: RoundingRule = ({ half, odd }) => half > 0 || (half === 0 && odd);
