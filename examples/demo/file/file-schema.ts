import { draftSchema, eventParts as part, type TermsInput, termsSchema } from 'statecart/machine';
import { z } from 'zod';
import { deedSchema } from './deed-schema.ts';
import { duration } from './durations.ts';
import { outsideSchema } from './rule-schema.ts';

const title = z
  .string()
  .min(1)
  .max(80)
  .regex(/^\P{Cc}+$/u, 'must be one line of text');
/** Terms without their defaults: what a file leaves out is left to the shop, or to the library. */
const terms = z.strictObject(
  Object.fromEntries(
    Object.entries(termsSchema.shape).map(([name, term]) => [name, term.unwrap().optional()]),
  ),
) as unknown as z.ZodType<TermsInput, TermsInput>;
const draft = draftSchema.shape;

/** Units on the shelves, by warehouse and SKU. */
const stockSchema = z.record(part.id, z.record(part.id, z.number().int().min(0).max(part.maxQuantity)));

const lineSchema = part.lineDraft.omit({ id: true, productId: true }).extend({
  /** Left out: its place in the order, `1`, `2`, `3`… */
  id: part.id.optional(),
  /** Left out: the SKU. */
  productId: part.id.optional(),
  /** May be said again here; it must be the order's. */
  currency: part.currency.optional(),
});

/** One order, with what happens to it. */
export const orderSchema = z.strictObject({
  /** Names the order within the file: `--only` asks for it. */
  key: z
    .string()
    .max(40)
    .regex(
      /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
      'must be words in small letters joined by hyphens, such as late-payment',
    ),
  title,
  /** How long after the shop opened it is placed. */
  placed: duration,
  /** A checkout that was begun, and is submitted by a later `order.submit`, or never. */
  draft: z.boolean().default(false),
  currency: part.currency,
  customer: draft.customer,
  lines: z
    .array(lineSchema)
    .min(1)
    .max(part.maxLines)
    .transform((lines) => lines.map((line, index) => ({ ...line, id: line.id ?? String(index + 1) })))
    .refine(
      (lines) => new Set(lines.map((line) => line.id)).size === lines.length,
      'must give each line an id of its own',
    ),
  shippingAddress: draft.shippingAddress,
  billingAddress: draft.billingAddress,
  payments: draft.payments,
  shipping: draft.shipping,
  notes: draft.notes,
  /** What differs from the shop's terms. */
  terms: terms.default({}),
  // oxlint-disable-next-line unicorn/no-thenable -- a list, as a person would write it in such a file; no function
  then: z.array(deedSchema).max(50).default([]),
  outside: outsideSchema.prefault({}),
});

/** A shop, and the orders of its days. */
export const fileSchema = z.strictObject({
  shop: z.strictObject({
    name: title,
    /** The moment that the orders' times count from. */
    opens: z.iso.datetime().transform((text) => Date.parse(text)),
    terms: terms.default({}),
    stock: stockSchema,
  }),
  orders: z.array(orderSchema).min(1).max(1_000),
});

/** One order, with what happens to it. */
export type ShopOrder = z.output<typeof orderSchema>;
/** A shop, and the orders of its days. */
export type ShopFile = z.output<typeof fileSchema>;
