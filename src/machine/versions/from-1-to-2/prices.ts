import { chargeOf } from '../../pricing/price-order.ts';
import type { OrderUpgrade } from '../upgrade.ts';

/** Version 1 knew sums only, and tax only on top of prices. */
const noDetails = { includedTaxMinor: 0, discounts: [], taxes: [] };

/** What version 2 knows of prices, for an order of version 1. */
export const prices: OrderUpgrade = (order) => {
  const { shippingMinor, shippingTaxMinor } = order.totals;
  return {
    ...order,
    lines: order.lines.map((line) => ({ ...line, ...noDetails })),
    discountCodes: [],
    discounts: [],
    shippingCharge: chargeOf({
      ...noDetails,
      amountMinor: shippingMinor,
      discountMinor: 0,
      taxMinor: shippingTaxMinor,
    }),
    totals: { ...order.totals, includedTaxMinor: 0 },
    presentment: null,
    terms: { ...order.terms, rounding: 'half_up', taxPer: 'line' },
  };
};
