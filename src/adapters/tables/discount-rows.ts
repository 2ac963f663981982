import * as z from 'zod';
import { type DiscountOffer, type DiscountValue, eventParts as part } from '../../machine/index.ts';
import { type Validity, validity } from './validity.ts';

/** A discount, and when an order gets it. */
export interface DiscountTableRow extends Validity {
  /** Unique in the table: the parts of it on an order's lines are known by it. */
  readonly id: string;
  /** The code that asks for it, in any case; several rows may have the same. @defaultValue none: it comes by itself */
  readonly code?: string | null;
  readonly name: string;
  /** What it is taken off: single lines, the goods as a whole, or delivery. */
  readonly scope: DiscountOffer['scope'];
  /** A fixed amount is taken off each line, off the goods once, or off delivery, as `scope` says. */
  readonly value: DiscountValue;
  /** Only orders in this currency get it. To be given with a fixed amount or a minimum amount. @defaultValue any */
  readonly currency?: string | null;
  /** The goods that it is for, by SKU. @defaultValue all, unless `productIds` says otherwise */
  readonly skus?: readonly string[];
  /** The goods that it is for, by product. @defaultValue all, unless `skus` says otherwise */
  readonly productIds?: readonly string[];
  /** What the goods that it is for have to come to before any discount, and how many they have to be. @defaultValue nothing */
  readonly minimum?: { readonly subtotalMinor?: number; readonly quantity?: number };
  /** Whether it stands alone: see {@link createDiscountTable}. @defaultValue false */
  readonly alone?: boolean;
}

const value = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('percentage'),
    ratePercent: part.rate.refine(isShare, 'must be at most 100'),
  }),
  z.strictObject({ kind: z.literal('fixed'), amountMinor: part.positiveAmount }),
]);

function isShare(ratePercent: string): boolean {
  const [numerator, denominator = '1'] = ratePercent.split('/');
  return Number(numerator) <= 100 * Number(denominator);
}

const row = z
  .strictObject({
    id: part.id,
    code: part.id.nullable().default(null),
    name: part.words,
    scope: z.enum(['line', 'order', 'shipping']),
    value,
    currency: part.currency.nullable().default(null),
    skus: z.array(part.id).default([]),
    productIds: z.array(part.id).default([]),
    minimum: z
      .strictObject({ subtotalMinor: part.amount.default(0), quantity: part.quantity.default(1) })
      .prefault({}),
    alone: z.boolean().default(false),
    ...validity,
  })
  .refine((given) => given.from === null || given.until === null || given.from < given.until, {
    path: ['until'],
    message: 'must be later than from',
  })
  .refine(
    (given) =>
      given.currency !== null || (given.value.kind === 'percentage' && given.minimum.subtotalMinor === 0),
    { path: ['currency'], message: 'must be given with a fixed amount, or with a minimum amount' },
  );

/** The rows of a table. */
export const discountRowsSchema = z
  .array(row)
  .refine(
    (rows) => new Set(rows.map(({ id }) => id)).size === rows.length,
    'must give each row an id of its own',
  );

/** A row, read. */
export type DiscountRow = z.output<typeof row>;
