import { sum, times } from '../money.ts';
import type { OrderLine, ShippingCharge, Totals } from '../order.ts';

/** What of a line counts for the totals. */
type Summed = Pick<
  OrderLine,
  'unitPriceMinor' | 'quantity' | 'discountMinor' | 'taxMinor' | 'includedTaxMinor' | 'totalMinor'
>;
/** What of delivery counts for the totals. */
type SummedCharge = Omit<ShippingCharge, 'discounts' | 'taxes'>;

/** The sums of an order. @throws OrderError `AMOUNT_OVERFLOW`. */
export function totalsOf(lines: readonly Summed[], charge: SummedCharge): Totals {
  const all = (field: 'discountMinor' | 'taxMinor' | 'includedTaxMinor', what: string) =>
    sum([...lines.map((line) => line[field]), charge[field]], what);
  return {
    subtotalMinor: sum(
      lines.map((line) => times(line.unitPriceMinor, line.quantity, 'the subtotal')),
      'the subtotal',
    ),
    discountMinor: all('discountMinor', 'the discount'),
    taxMinor: all('taxMinor', 'the tax'),
    includedTaxMinor: all('includedTaxMinor', 'the tax'),
    shippingMinor: charge.amountMinor,
    shippingTaxMinor: charge.taxMinor,
    totalMinor: sum([...lines.map((line) => line.totalMinor), charge.totalMinor], 'the total of the order'),
  };
}
