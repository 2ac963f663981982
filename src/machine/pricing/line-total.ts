import { exact, type MinorUnits, times } from '../money.ts';

/** What goes off a price and comes onto it. */
export interface PriceChanges {
  readonly discountMinor: MinorUnits;
  readonly taxMinor: MinorUnits;
  readonly includedTaxMinor: MinorUnits;
}

/** A price after its discount and with its tax: tax that is in the price adds nothing. @throws OrderError `AMOUNT_OVERFLOW`. */
export function totalOf(grossMinor: MinorUnits, changes: PriceChanges, what: string): MinorUnits {
  return exact(grossMinor - changes.discountMinor + (changes.taxMinor - changes.includedTaxMinor), what);
}

/** What a line costs before discount and tax. @throws OrderError `AMOUNT_OVERFLOW`. */
export function grossOf(line: {
  readonly id: string;
  readonly unitPriceMinor: number;
  readonly quantity: number;
}) {
  return times(line.unitPriceMinor, line.quantity, `the total of line ${line.id}`);
}
