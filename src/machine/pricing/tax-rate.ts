import type { MinorUnits } from '../money.ts';
import type { Tax } from '../order.ts';

/** A tax that is due on a price, before anybody has computed what it comes to. */
export interface TaxRate extends Pick<Tax, 'name' | 'jurisdiction' | 'ratePercent' | 'included'> {
  /** What it comes to, where somebody else has computed it; `null`: by rate, as the terms say. */
  readonly amountMinor: MinorUnits | null;
}

/** A price that is taxed: a line, or delivery. */
export interface Taxable {
  /** After discounts; with the taxes in it, if there are any. */
  readonly priceMinor: MinorUnits;
  readonly quantity: number;
  readonly taxes: readonly TaxRate[];
}

/** How taxes are computed: two of the order's terms. */
export interface TaxRules {
  readonly rounding: 'half_up' | 'half_even' | 'half_down' | 'up' | 'down';
  readonly taxPer: 'line' | 'unit' | 'order';
}

/** Taxes with the same key are one tax: they are rounded together over an order, and listed once. */
export function taxKey({ name, jurisdiction, ratePercent, included }: Omit<TaxRate, 'amountMinor'>): string {
  return JSON.stringify([name, jurisdiction, ratePercent, included]);
}
