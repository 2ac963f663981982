import type { Address, Customer, Draft, Terms } from '../../machine/index.ts';

/** A line with its prices, as a draft or an edit has it. */
export type DraftLine = Draft['lines'][number];
/** The price of delivery, as a draft or an edit has it. */
export type DraftCharge = Draft['shipping'];

/** What the prices of an order are asked for. */
export interface PriceBasis {
  readonly currency: string;
  readonly customer: Customer | null;
  readonly shippingAddress: Address | null;
  readonly billingAddress: Address | null;
  readonly lines: readonly DraftLine[];
  readonly shipping: DraftCharge;
  readonly discountCodes: readonly string[];
  readonly terms: Terms;
  /** Whether the order is being placed. */
  readonly placing: boolean;
}

/** The moment and the surroundings of a price, as ports are told them. */
export function occasionOf(basis: PriceBasis, at: number) {
  const { currency, customer, shippingAddress, billingAddress, placing } = basis;
  return { currency, customer, shippingAddress, billingAddress, placing, at };
}

/** A line, as ports are told it. */
export function goodsOf(line: DraftLine) {
  const { id: lineId, productId, sku, kind, quantity, unitPriceMinor, metadata } = line;
  return { lineId, productId, sku, kind, quantity, unitPriceMinor, metadata };
}
