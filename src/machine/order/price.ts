import type { MinorUnits } from '../money.ts';

/** A discount as a whole, or the part of it that a line or delivery has. */
export interface Discount {
  /** The discount's own id: parts with the same id belong together. */
  readonly id: string;
  /** The code that it was asked for with; `null`: it came by itself. */
  readonly code: string | null;
  readonly name: string;
  /** What it was taken off: single lines, the goods as a whole (a line then has its share), or delivery. */
  readonly scope: 'line' | 'order' | 'shipping';
  readonly amountMinor: MinorUnits;
}

/** One tax on a line or on delivery. */
export interface Tax {
  readonly name: string;
  /** Whose tax it is: a country, a state, a city. */
  readonly jurisdiction: string | null;
  /** In percent, as a decimal number or a fraction: `8.25`, `100/3`. */
  readonly ratePercent: string;
  /** What it was computed on: the price after discounts, without the taxes in it; `null`: not known. */
  readonly baseMinor: MinorUnits | null;
  readonly amountMinor: MinorUnits;
  /** Whether it is in the price; else it comes on top. */
  readonly included: boolean;
}

/** What delivery costs. `totalMinor = amountMinor − discountMinor + taxMinor − includedTaxMinor`. */
export interface ShippingCharge {
  /** Before its discount. */
  readonly amountMinor: MinorUnits;
  readonly discountMinor: MinorUnits;
  /** All its tax, whether it is in the price or on top of it. */
  readonly taxMinor: MinorUnits;
  /** The part of `taxMinor` that is in the price already. */
  readonly includedTaxMinor: MinorUnits;
  readonly totalMinor: MinorUnits;
  readonly discounts: readonly Discount[];
  readonly taxes: readonly Tax[];
}

/** The total as it was shown in another currency than the order's. Nothing is paid or given back by it. */
export interface Presentment {
  /** ISO 4217 code. */
  readonly currency: string;
  /** How much of that currency one of the order's currency is, in whole units of both, as a decimal number or a fraction. */
  readonly rate: string;
  /** In minor units of that currency. */
  readonly totalMinor: MinorUnits;
}

/** The sums of an order. `totalMinor = subtotalMinor − discountMinor + taxMinor − includedTaxMinor + shippingMinor`. */
export interface Totals {
  /** Sum of `unitPriceMinor × quantity`. */
  readonly subtotalMinor: MinorUnits;
  /** Taken off lines and delivery. */
  readonly discountMinor: MinorUnits;
  /** All tax of the lines and of delivery. */
  readonly taxMinor: MinorUnits;
  /** The part of `taxMinor` that is in the prices already. */
  readonly includedTaxMinor: MinorUnits;
  /** What delivery costs, before its discount and without tax on top. */
  readonly shippingMinor: MinorUnits;
  /** The tax on delivery; part of `taxMinor`. */
  readonly shippingTaxMinor: MinorUnits;
  readonly totalMinor: MinorUnits;
}
