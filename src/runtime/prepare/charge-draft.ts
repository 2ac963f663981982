import type { ShippingCharge } from '../../machine/index.ts';
import type { DraftCharge } from './price-basis.ts';

/** The price of delivery of an order, as an edit writes it. */
export function chargeDraft({ totalMinor: _, discounts, taxes, ...sums }: ShippingCharge): DraftCharge {
  return { ...sums, discounts: [...discounts], taxes: [...taxes] };
}
