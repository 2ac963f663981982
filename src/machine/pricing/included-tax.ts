import type { MinorUnits } from '../money.ts';
import { by, type Fraction, fraction, one, over, plus, zero } from './fraction.ts';
import { shareOf } from './rate.ts';
import { rounded } from './rounding/index.ts';
import type { TaxRate } from './tax-rate.ts';

/** The sum of the rates that are in a price. */
function includedShare(taxes: readonly TaxRate[]): Fraction {
  return taxes
    .filter(({ included }) => included)
    .reduce((all, tax) => plus(all, shareOf(tax.ratePercent)), zero);
}

/** A price without the taxes that are in it: `price ÷ (1 + rates)`. */
export function withoutIncluded(price: Fraction, taxes: readonly TaxRate[]): Fraction {
  return over(price, plus(one, includedShare(taxes)));
}

/** What the taxes in a price come to, those whose amount is given left out. */
export function includedIn(price: Fraction, taxes: readonly TaxRate[]): Fraction {
  const computed = taxes.filter(({ amountMinor }) => amountMinor === null);
  return by(withoutIncluded(price, taxes), includedShare(computed));
}

/**
 * Shares an amount out over taxes by their rates; taxes that are not in the price, or whose amount is given, get `null`.
 * The shares are differences of rounded running sums, so they add up to the amount, and none is below zero.
 */
export function splitIncluded(amountMinor: MinorUnits, taxes: readonly TaxRate[]): (MinorUnits | null)[] {
  const whole = includedShare(taxes.filter((tax) => tax.amountMinor === null));
  let soFar = zero;
  let given = 0;
  return taxes.map((tax) => {
    if (!tax.included || tax.amountMinor !== null) return null;
    if (whole.numerator === 0n) return 0;
    soFar = plus(soFar, shareOf(tax.ratePercent));
    const upToHere = rounded(by(fraction(amountMinor), over(soFar, whole)), 'half_up');
    const share = upToHere - given;
    given = upToHere;
    return share;
  });
}
