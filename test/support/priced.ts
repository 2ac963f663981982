import fc from 'fast-check';
import {
  type DiscountOffer,
  type DraftInput,
  type PricedLine,
  priceOrder,
  type TaxRate,
} from 'statecart/machine';

/** How the goods of an order are discounted and taxed. */
export interface Prices {
  readonly taxes: readonly TaxRate[];
  readonly shippingTaxes: readonly TaxRate[] | 'apportioned';
  readonly discounts: readonly DiscountOffer[];
  readonly taxPer: 'line' | 'unit' | 'order';
}

const tax = (name: string, ratePercent: string, included: boolean): TaxRate => ({
  name,
  jurisdiction: 'DE',
  ratePercent,
  included,
  amountMinor: null,
});
const off = (scope: DiscountOffer['scope'], value: DiscountOffer['value']): DiscountOffer => ({
  id: `${scope}-off`,
  code: scope === 'order' ? 'WELCOME' : null,
  name: scope,
  scope,
  lineIds: null,
  value,
});
const percent = (ratePercent: string) => ({ kind: 'percentage', ratePercent }) as const;

/** Prices of every sort: tax in them, on top of them, both, none; discounts on lines, on the order, on delivery. */
export const prices: fc.Arbitrary<Prices> = fc.record({
  taxes: fc.constantFrom(
    [],
    [tax('VAT', '19', true)],
    [tax('state', '6.25', false), tax('city', '2', false)],
    [tax('VAT', '20', true), tax('levy', '100/3', false)],
  ),
  shippingTaxes: fc.constantFrom('apportioned' as const, [], [tax('VAT', '7', true)]),
  discounts: fc.subarray([
    off('line', percent('10')),
    off('order', { kind: 'fixed', amountMinor: 777 }),
    off('shipping', percent('50')),
  ]),
  taxPer: fc.constantFrom('line', 'unit', 'order'),
});

function detailsOf({ discountMinor, taxMinor, includedTaxMinor, discounts, taxes }: PricedLine) {
  return { discountMinor, taxMinor, includedTaxMinor, discounts: [...discounts], taxes: [...taxes] };
}

/** Lines and delivery with these prices, as a draft gives them. */
export function priced<Line extends DraftInput['lines'][number]>(
  lines: readonly Line[],
  shippingMinor: number,
  { taxes, shippingTaxes, discounts, taxPer }: Prices,
) {
  const order = priceOrder({
    lines: lines.map(({ id, unitPriceMinor, quantity }) => ({ id, unitPriceMinor, quantity, taxes })),
    shipping: { amountMinor: shippingMinor, taxes: shippingTaxes },
    discounts,
    rules: { rounding: 'half_up', taxPer },
  });
  const { totalMinor: shippingTotalMinor, ...shipping } = order.shippingCharge;
  const copy = { discounts: [...shipping.discounts], taxes: [...shipping.taxes] };
  return {
    lines: lines.map((line, index) => ({ ...line, ...detailsOf(order.lines[index]!) })),
    shipping: { ...shipping, ...copy },
    lineTotals: order.lines.map((line) => line.totalMinor),
    shippingTotalMinor,
    totalMinor: order.totals.totalMinor,
  };
}
