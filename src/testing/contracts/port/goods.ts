import type { PricedGoods, PriceOccasion } from '../../../ports/index.ts';

/** The occasion on which a contract asks for discounts and taxes, at a place that its set-up knows. */
export function sampleOccasion(more: Partial<PriceOccasion> = {}): PriceOccasion {
  return {
    currency: 'EUR',
    customer: null,
    shippingAddress: null,
    billingAddress: null,
    at: Date.UTC(2026, 6, 1),
    placing: true,
    ...more,
  };
}

/** Goods that are to be priced: a line for each SKU. */
export function sampleGoods(skus: readonly string[]): readonly PricedGoods[] {
  return skus.map((sku, index) => ({
    lineId: `line-${index + 1}`,
    productId: `product-of-${sku}`,
    sku,
    kind: 'physical',
    quantity: 2,
    unitPriceMinor: 1_000,
    metadata: {},
  }));
}
