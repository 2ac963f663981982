import type { ShippingCharge } from '../../machine/index.ts';
import type { DraftCharge } from './price-basis.ts';

/** The price of delivery of an order, as an edit writes it. */
export function chargeDraft(charge: ShippingCharge): DraftCharge {
  const { amountMinor, discountMinor, taxMinor, includedTaxMinor, discounts, taxes } = charge;
  return {
    amountMinor,
    discountMinor,
    taxMinor,
    includedTaxMinor,
    discounts: [...discounts],
    taxes: [...taxes],
  };
}
