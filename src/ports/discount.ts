import * as z from 'zod';
import { type MinorUnits, eventParts as part } from '../machine/index.ts';
import type { PricedGoods, PriceOccasion } from './priced-goods.ts';

/** What is wrong with a code. */
export const discountRejections = [
  'unknown',
  'not_started',
  'expired',
  'used_up',
  'not_applicable',
  'minimum_not_reached',
  'not_combinable',
] as const;

const offer = z.strictObject({
  /** The discount's own id: its parts on the order's lines are known by it. */
  id: part.id,
  /** The code that it was asked for with; `null`: it comes by itself. */
  code: part.id.nullable().default(null),
  name: part.words,
  /** What it is taken off: single lines, the goods as a whole, or delivery. */
  scope: z.enum(['line', 'order', 'shipping']),
  /** The lines that it is for; `null`: all. */
  lineIds: z.array(part.id).max(part.maxLines).nullable().default(null),
  value: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('percentage'), ratePercent: part.rate }),
    z.strictObject({ kind: z.literal('fixed'), amountMinor: part.amount }),
  ]),
});

/** The discounts that an order gets, in the order in which they are taken off, and the codes that are good for none. */
export const discountAnswer = z.strictObject({
  discounts: z
    .array(offer)
    .max(part.maxPriceParts)
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'must name each discount once'),
  rejected: z
    .array(
      z.strictObject({
        code: part.id,
        reason: z.enum(discountRejections),
        /** For people; `null`: words of ours. */
        message: part.words.nullable().default(null),
      }),
    )
    .max(part.maxDiscountCodes)
    .default([]),
});

/** The discounts that an order gets, as an adapter writes them. */
export type DiscountAnswer = z.input<typeof discountAnswer>;
/** Why a code is good for nothing. */
export type DiscountRejection = (typeof discountRejections)[number];

/** An order to be, whose discounts are asked for. */
export interface DiscountRequest extends PriceOccasion {
  /** As the customer gave them. */
  readonly codes: readonly string[];
  readonly lines: readonly PricedGoods[];
  /** What delivery costs before discounts. */
  readonly shippingMinor: MinorUnits;
}

/**
 * The shop's discounts. Read before an order is loaded, never inside a transaction; it reserves nothing: a code that may be
 * used so many times is counted by whoever listens to `order.placed`.
 */
export interface DiscountPort {
  /** The discounts that come by themselves and those of the codes. What they come to is computed by the order's terms. */
  offers(request: DiscountRequest, call: { readonly signal: AbortSignal }): Promise<DiscountAnswer>;
}
