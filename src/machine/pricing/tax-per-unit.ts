import { type MinorUnits, times } from '../money.ts';
import { by, fraction } from './fraction.ts';
import { includedIn, splitIncluded, withoutIncluded } from './included-tax.ts';
import { shareOf } from './rate.ts';
import { rounded } from './rounding/index.ts';
import type { Taxable, TaxRules } from './tax-rate.ts';

/** The taxes of one price, rounded on each of its units; with one unit, on the price as a whole. */
export function taxPerUnit(
  { priceMinor, taxes }: Taxable,
  units: number,
  rounding: TaxRules['rounding'],
): readonly MinorUnits[] {
  const price = fraction(priceMinor, units);
  const of = (exact: Parameters<typeof rounded>[0]) =>
    times(rounded(exact, rounding, 'the tax'), units, 'the tax');
  const inside = splitIncluded(Math.min(of(includedIn(price, taxes)), priceMinor), taxes);
  const base = withoutIncluded(price, taxes);
  return taxes.map(
    (tax, place) => tax.amountMinor ?? inside[place] ?? of(by(base, shareOf(tax.ratePercent))),
  );
}
