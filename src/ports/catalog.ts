import * as z from 'zod';
import { eventParts as part } from '../machine/index.ts';

/** A product, as the shop sells it now. */
export const product = z.strictObject({
  productId: part.id,
  sku: part.id,
  name: part.words,
  /** A line that says otherwise is refused. */
  kind: z.enum(['physical', 'digital']).default('physical'),
  currency: part.currency,
  unitPriceMinor: part.amount,
  /** A pre-order: not before this moment is it reserved or sent. */
  releaseAt: part.timestamp.nullable().default(null),
  /** Whether units that nobody has may wait for goods to come in; `null`: as the line or the terms say. */
  backorder: z.enum(['never', 'allow']).nullable().default(null),
});
/** A product as an adapter writes it: `kind`, `releaseAt` and `backorder` may be left out. */
export type Product = z.input<typeof product>;

/** The shop's products. Read before an order is loaded, never inside a transaction. */
export interface CatalogPort {
  /** The products among `skus` that exist, priced in `currency`; the others are left out. */
  find(
    skus: readonly string[],
    currency: string,
    call: { readonly signal: AbortSignal },
  ): Promise<readonly Product[]>;
}
