import { parseAs } from '../../machine/index.ts';
import { type CatalogPort, type Product, product } from '../../ports/index.ts';
import { isolate } from './isolate.ts';

/** Products in memory. */
export interface MemoryCatalog extends CatalogPort {
  /** Adds a product, or replaces the one with this SKU and currency. @throws OrderError `VALIDATION_FAILED`. */
  set(product: Product): void;
  /** Forgets a SKU in every currency. */
  remove(sku: string): void;
}

/**
 * Makes a catalog in memory; a SKU may be priced in several currencies.
 *
 * @throws OrderError `VALIDATION_FAILED` for a product that is not valid.
 * @example
 * import { createMemoryCatalog } from 'statecart/adapters/memory';
 * const catalog = createMemoryCatalog([
 *   { productId: 'p-1', sku: 'MUG', name: 'Mug', currency: 'EUR', unitPriceMinor: 1250 },
 * ]);
 */
export function createMemoryCatalog(products: readonly Product[] = []): MemoryCatalog {
  const known = new Map<string, Map<string, Product>>();
  const set = (given: Product) => {
    const item = isolate(parseAs(product, given, 'the product'));
    const prices = known.get(item.sku) ?? new Map<string, Product>();
    known.set(item.sku, prices.set(item.currency, item));
  };
  for (const item of products) set(item);
  return {
    set,
    remove: (sku) => void known.delete(sku),
    async find(skus, currency) {
      return [...new Set(skus)].flatMap((sku) => known.get(sku)?.get(currency) ?? []);
    },
  };
}
