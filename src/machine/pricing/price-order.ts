import type { MinorUnits } from '../money.ts';
import { sum } from '../money.ts';
import type { Discount, OrderLine, ShippingCharge, Tax, Totals } from '../order.ts';
import { applyDiscounts } from './apply-discounts.ts';
import { apportioned, mergeTaxes } from './apportion.ts';
import { computeTaxes } from './compute-taxes.ts';
import type { DiscountOffer } from './discount-offer.ts';
import { gatherDiscounts } from './gather-discounts.ts';
import { grossOf, totalOf } from './line-total.ts';
import type { Taxable, TaxRate, TaxRules } from './tax-rate.ts';
import { totalsOf } from './totals.ts';

/** A line to be priced. */
export interface LineToPrice extends Pick<OrderLine, 'id' | 'unitPriceMinor' | 'quantity'> {
  readonly taxes: readonly TaxRate[];
}

/** An order to be priced. */
export interface OrderToPrice {
  readonly lines: readonly LineToPrice[];
  readonly shipping: {
    readonly amountMinor: MinorUnits;
    /** `apportioned`: taxed as the goods are, in proportion to what they cost. */
    readonly taxes: readonly TaxRate[] | 'apportioned';
  };
  readonly discounts: readonly DiscountOffer[];
  /** Terms do. */
  readonly rules: TaxRules;
}

/** What a line comes to. */
export type PricedLine = Pick<
  OrderLine,
  | 'id'
  | 'unitPriceMinor'
  | 'quantity'
  | 'discountMinor'
  | 'taxMinor'
  | 'includedTaxMinor'
  | 'totalMinor'
  | 'discounts'
  | 'taxes'
>;

/** What an order comes to. */
export interface PricedOrder {
  readonly lines: readonly PricedLine[];
  readonly discounts: readonly Discount[];
  readonly shippingCharge: ShippingCharge;
  readonly totals: Totals;
}

/**
 * Prices an order: discounts first, then the taxes on what is left. Lines, delivery and totals add up to the minor unit.
 *
 * Pure, and what the runtime does with the answers of the tax and discount ports; so a cart can show what an order would
 * come to. Amounts are in minor units.
 *
 * @throws OrderError `AMOUNT_OVERFLOW`, `VALIDATION_FAILED` for a rate that is none.
 * @example
 * import { priceOrder } from 'statecart/machine';
 * const vat = { name: 'VAT', jurisdiction: 'GB', ratePercent: '20', included: true, amountMinor: null };
 * const { totals } = priceOrder({
 *   lines: [{ id: '1', unitPriceMinor: 12_000, quantity: 1, taxes: [vat] }],
 *   shipping: { amountMinor: 0, taxes: [] },
 *   discounts: [],
 *   rules: { rounding: 'half_up', taxPer: 'line' },
 * });
 * console.log(totals.totalMinor, totals.taxMinor); // 12000 2000
 */
export function priceOrder({ lines, shipping, discounts, rules }: OrderToPrice): PricedOrder {
  const gross = lines.map((line) => ({ id: line.id, grossMinor: grossOf(line) }));
  const off = applyDiscounts(
    { lines: gross, shippingMinor: shipping.amountMinor },
    discounts,
    rules.rounding,
  );
  const goods = lines.map(({ quantity, taxes }, index): Taxable => {
    const priceMinor = (gross[index]?.grossMinor ?? 0) - amountsOf(off.lines[index] ?? []);
    return { priceMinor, quantity, taxes };
  });
  const taxed = taxOrder(
    goods,
    { ...shipping, priceMinor: shipping.amountMinor - amountsOf(off.shipping) },
    rules,
  );
  const priced = lines.map(({ id, unitPriceMinor, quantity }, index): PricedLine => {
    const detail = detailOf(off.lines[index] ?? [], taxed.lines[index] ?? []);
    const totalMinor = totalOf(gross[index]?.grossMinor ?? 0, detail, `the total of line ${id}`);
    return { id, unitPriceMinor, quantity, totalMinor, ...detail };
  });
  const shippingCharge = chargeOf({
    amountMinor: shipping.amountMinor,
    ...detailOf(off.shipping, taxed.shipping),
  });
  return {
    lines: priced,
    discounts: gatherDiscounts([...priced.flatMap((line) => line.discounts), ...shippingCharge.discounts]),
    shippingCharge,
    totals: totalsOf(priced, shippingCharge),
  };
}

/** The taxes of goods and of their delivery. */
export function taxOrder(
  goods: readonly Taxable[],
  shipping: { readonly priceMinor: MinorUnits; readonly taxes: readonly TaxRate[] | 'apportioned' },
  rules: TaxRules,
): { readonly lines: readonly (readonly Tax[])[]; readonly shipping: readonly Tax[] } {
  const { priceMinor, taxes } = shipping;
  const delivery =
    taxes === 'apportioned' ? apportioned(priceMinor, goods) : [{ priceMinor, quantity: 1, taxes }];
  const computed = computeTaxes([...goods, ...delivery], rules);
  return { lines: computed.slice(0, goods.length), shipping: mergeTaxes(computed.slice(goods.length)) };
}

/** What discounts or taxes come to. */
function amountsOf(parts: readonly { readonly amountMinor: MinorUnits }[]): MinorUnits {
  return sum(parts.map((part) => part.amountMinor));
}

/** What discounts and taxes are, with their sums. */
export function detailOf(discounts: readonly Discount[], taxes: readonly Tax[]) {
  return {
    discountMinor: amountsOf(discounts),
    taxMinor: amountsOf(taxes),
    includedTaxMinor: amountsOf(taxes.filter(({ included }) => included)),
    discounts,
    taxes,
  };
}

/** What delivery costs, with its total. @throws OrderError `AMOUNT_OVERFLOW`. */
export function chargeOf(charge: Omit<ShippingCharge, 'totalMinor'>): ShippingCharge {
  const { amountMinor, discountMinor, taxMinor, includedTaxMinor, discounts, taxes } = charge;
  const totalMinor = totalOf(amountMinor, charge, 'the price of delivery');
  return { amountMinor, discountMinor, taxMinor, includedTaxMinor, totalMinor, discounts, taxes };
}
