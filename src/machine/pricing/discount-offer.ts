import type { MinorUnits } from '../money.ts';
import type { Discount } from '../order.ts';

/** How much a discount takes off. */
export type DiscountValue =
  | {
      readonly kind: 'percentage';
      /** In percent, as a decimal number or a fraction: `10`, `33.5`, `100/3`. */
      readonly ratePercent: string;
    }
  | { readonly kind: 'fixed'; readonly amountMinor: MinorUnits };

/** A discount that an order gets, before anybody has computed what it comes to. */
export interface DiscountOffer extends Pick<Discount, 'id' | 'code' | 'name' | 'scope'> {
  /** The lines that it is for; `null`: all. Of no meaning for delivery. */
  readonly lineIds: readonly string[] | null;
  readonly value: DiscountValue;
}
