import type { CreateInput } from 'statecart';

/** An order as a checkout would place it: `lines` lines, delivered to a guest, paid by card. */
export function orderInput(lines = 2): CreateInput {
  return {
    currency: 'EUR',
    customer: { kind: 'guest', email: 'ada@example.com' },
    lines: Array.from({ length: lines }, (_, n) => ({
      productId: `product-${n + 1}`,
      sku: `SKU-${n + 1}`,
      name: `Thing number ${n + 1}`,
      quantity: 1 + (n % 3),
      unitPriceMinor: 1_250 + n,
    })),
    shippingAddress: {
      name: 'Ada Lovelace',
      line1: 'Torstraße 1',
      city: 'Berlin',
      postalCode: '10119',
      country: 'DE',
    },
    payments: [{ method: 'card', token: 'tok_visa' }],
    shipping: { amountMinor: 490 },
  };
}
