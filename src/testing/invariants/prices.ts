import {
  type Discount,
  type Order,
  type OrderLine,
  type ShippingCharge,
  sum,
  type Tax,
} from '../../machine/index.ts';

/** Prices add up: details to sums, sums to totals of lines and of delivery, those to the total of the order. */
export function pricesAddUp(order: Order): readonly string[] {
  const { lines, shippingCharge, totals } = order;
  return [
    ...lines.flatMap((line) => wrongIn(`line ${line.id}`, line.unitPriceMinor * line.quantity, line)),
    ...wrongIn('delivery', shippingCharge.amountMinor, shippingCharge),
    ...unequal({
      'the subtotal': [totals.subtotalMinor, sum(lines.map((line) => line.unitPriceMinor * line.quantity))],
      'the discount': [totals.discountMinor, over(order, 'discountMinor')],
      'the tax': [totals.taxMinor, over(order, 'taxMinor')],
      'the tax in prices': [totals.includedTaxMinor, over(order, 'includedTaxMinor')],
      'the price of delivery': [totals.shippingMinor, shippingCharge.amountMinor],
      'the tax on delivery': [totals.shippingTaxMinor, shippingCharge.taxMinor],
      'the total': [totals.totalMinor, over(order, 'totalMinor')],
      'the total, from the sums': [
        totals.totalMinor,
        totals.subtotalMinor -
          totals.discountMinor +
          totals.taxMinor -
          totals.includedTaxMinor +
          totals.shippingMinor,
      ],
    }),
    ...discountsAreWhole(order),
  ];
}

type Price = Pick<
  OrderLine & ShippingCharge,
  'discountMinor' | 'taxMinor' | 'includedTaxMinor' | 'totalMinor' | 'discounts' | 'taxes'
>;

const amounts = (parts: readonly (Discount | Tax)[]) => sum(parts.map((part) => part.amountMinor));

function over({ lines, shippingCharge }: Order, field: Exclude<keyof Price, 'discounts' | 'taxes'>): number {
  return sum([...lines.map((line) => line[field]), shippingCharge[field]]);
}

function wrongIn(what: string, grossMinor: number, price: Price): readonly string[] {
  const { discountMinor, taxMinor, includedTaxMinor, totalMinor, discounts, taxes } = price;
  const included = taxes.filter((tax) => tax.included);
  return [
    ...unequal({
      [`the total of ${what}`]: [totalMinor, grossMinor - discountMinor + taxMinor - includedTaxMinor],
      ...(discounts.length === 0
        ? {}
        : { [`the discounts of ${what}`]: [discountMinor, amounts(discounts)] }),
      ...(taxes.length === 0
        ? {}
        : {
            [`the taxes of ${what}`]: [taxMinor, amounts(taxes)],
            [`the taxes in ${what}`]: [includedTaxMinor, amounts(included)],
          }),
    }),
    ...(discountMinor > grossMinor
      ? [`${discountMinor} are taken off ${what}, which costs ${grossMinor}`]
      : []),
    ...(includedTaxMinor > grossMinor - discountMinor ? [`more of ${what} is tax than it costs`] : []),
  ];
}

function discountsAreWhole({ lines, shippingCharge, discounts }: Order): readonly string[] {
  const parts = [...lines.flatMap((line) => line.discounts), ...shippingCharge.discounts];
  const ids = new Set(discounts.map(({ id }) => id));
  const loose = parts
    .filter(({ id }) => !ids.has(id))
    .map(({ id }) => `a part of discount ${id} belongs to none`);
  return [
    ...loose,
    ...discounts.flatMap(({ id, amountMinor }) =>
      unequal({ [`discount ${id}`]: [amountMinor, amounts(parts.filter((part) => part.id === id))] }),
    ),
  ];
}

function unequal(pairs: { readonly [what: string]: readonly number[] }): readonly string[] {
  return Object.entries(pairs)
    .filter(([, [said, counted]]) => said !== counted)
    .map(([what, [said, counted]]) => `${what} is ${said}, and its parts add up to ${counted}`);
}
