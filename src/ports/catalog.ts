import { z } from 'zod';
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
});
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
