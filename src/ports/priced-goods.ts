import type { Address, Customer, JsonObject, LineKind, MinorUnits, Timestamp } from '../machine/index.ts';

/** What a price depends on besides the goods: who buys, where it goes, when. */
export interface PriceOccasion {
  /** ISO 4217 code; all amounts are in its minor units. */
  readonly currency: string;
  readonly customer: Customer | null;
  /** `null`: not known yet, or nothing is sent. */
  readonly shippingAddress: Address | null;
  readonly billingAddress: Address | null;
  /** The moment of asking. */
  readonly at: Timestamp;
  /** Whether the order is being placed; else it is a draft, which may lack what is to come. */
  readonly placing: boolean;
}

/** Goods that are to be priced. */
export interface PricedGoods {
  readonly lineId: string;
  readonly productId: string;
  readonly sku: string;
  readonly kind: LineKind;
  readonly quantity: number;
  readonly unitPriceMinor: MinorUnits;
  readonly metadata: JsonObject;
}
