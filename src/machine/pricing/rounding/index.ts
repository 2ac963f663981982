import { exact, type MinorUnits } from '../../money.ts';
import type { Fraction } from '../fraction.ts';
import { down } from './down.ts';
import { halfDown } from './half-down.ts';
import { halfEven } from './half-even.ts';
import { halfUp } from './half-up.ts';
import type { RoundingRule } from './rounding-rule.ts';
import { up } from './up.ts';

/** The rounding rules, by the names that the terms use. */
const roundingRules = {
  half_up: halfUp,
  half_even: halfEven,
  half_down: halfDown,
  up,
  down,
} as const satisfies Record<string, RoundingRule>;

/** The name of a rounding rule. */
export type Rounding = keyof typeof roundingRules;

/** An exact amount in whole minor units. @throws OrderError `AMOUNT_OVERFLOW`. */
export function rounded({ numerator, denominator }: Fraction, rule: Rounding, what?: string): MinorUnits {
  const towardsZero = numerator / denominator;
  const rest = numerator % denominator;
  if (rest === 0n) return exact(Number(towardsZero), what);
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const half = twice === denominator ? 0 : twice < denominator ? -1 : 1;
  const on = roundingRules[rule]({ half, odd: towardsZero % 2n !== 0n });
  return exact(Number(towardsZero + (on ? (rest < 0n ? -1n : 1n) : 0n)), what);
}
