import { exponentOf } from '../currency.ts';
import type { MinorUnits } from '../money.ts';
import { by, fraction } from './fraction.ts';
import { rateOf } from './rate.ts';
import { type Rounding, rounded } from './rounding/index.ts';

/**
 * An amount in another currency, rounded to that currency's minor unit. The rate says how much of the other currency one of
 * this is, in whole units of both: dollars to a euro, not cents to a cent.
 *
 * @throws OrderError `AMOUNT_OVERFLOW`, `CURRENCY_UNKNOWN`, `VALIDATION_FAILED` for a rate that is none.
 * @example
 * import { presented } from 'statecart/machine';
 * presented(1_250, { from: 'EUR', to: 'JPY', rate: '163.4' }); // 2043: 12.50 EUR are 2 042.5 JPY
 */
export function presented(
  amountMinor: MinorUnits,
  { from, to, rate }: { readonly from: string; readonly to: string; readonly rate: string },
  rounding: Rounding = 'half_up',
): MinorUnits {
  const shift = exponentOf(to) - exponentOf(from);
  const scale = fraction(10n ** BigInt(Math.max(shift, 0)), 10n ** BigInt(Math.max(-shift, 0)));
  return rounded(by(by(fraction(amountMinor), rateOf(rate)), scale), rounding, 'the presented total');
}
