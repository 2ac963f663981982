import * as z from 'zod';
import { type MinorUnits, eventParts as part } from '../machine/index.ts';
import type { PricedGoods, PriceOccasion } from './priced-goods.ts';

const taxRate = z.strictObject({
  name: part.words,
  /** Whose tax it is: a country, a state, a city. */
  jurisdiction: part.id.nullable().default(null),
  /** In percent, as a decimal number or a fraction, as text: `8.25`, `100/3`. */
  ratePercent: part.rate,
  /** Whether it is in the price; else it comes on top. */
  included: z.boolean(),
  /** What it comes to, if that is not for us to compute; `null`: by rate, as the order's terms say. */
  amountMinor: part.amount.nullable().default(null),
});
const taxRates = z
  .array(taxRate)
  .max(part.maxPriceParts)
  .refine(
    (all) =>
      new Set(all.map((tax) => JSON.stringify([tax.name, tax.jurisdiction, tax.ratePercent, tax.included])))
        .size === all.length,
    'must name each tax once',
  );

/** The taxes that are due on the lines and on delivery. */
export const taxAnswer = z.strictObject({
  /** Lines that are left out are not taxed. */
  lines: z.array(z.strictObject({ lineId: part.id, taxes: taxRates })).max(part.maxLines),
  /** `apportioned`: taxed as the goods are, in proportion to what they cost. */
  shipping: z.union([z.literal('apportioned'), taxRates]).default([]),
  /** Why the order can't be taxed, each with its path: `lines[0].sku`, `shippingAddress.region`. */
  problems: z
    .array(z.strictObject({ path: part.text, code: part.id, message: part.words }))
    .max(part.maxLines)
    .default([]),
});

/** The taxes that are due, as an adapter writes them. */
export type TaxAnswer = z.input<typeof taxAnswer>;

/** Goods that are to be taxed. */
export interface TaxedGoods extends PricedGoods {
  readonly discountMinor: MinorUnits;
  /** `unitPriceMinor × quantity − discountMinor`; what taxes are computed on, or what they are in. */
  readonly priceMinor: MinorUnits;
}

/** An order to be, whose taxes are asked for. */
export interface TaxRequest extends PriceOccasion {
  readonly lines: readonly TaxedGoods[];
  /** What delivery costs after discounts. */
  readonly shippingMinor: MinorUnits;
}

/** The taxes that are due. Read before an order is loaded, never inside a transaction; nothing is reported to an authority. */
export interface TaxPort {
  /** The taxes on each line and on delivery. */
  rates(request: TaxRequest, call: { readonly signal: AbortSignal }): Promise<TaxAnswer>;
}
