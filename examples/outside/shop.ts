import type { StockOnHand } from 'statecart/adapters/memory';
import type { Product } from 'statecart/ports';

/** What the example shop sells. */
export const products: readonly Product[] = [
  { productId: 'tea', sku: 'TEA-250', name: 'Green tea', currency: 'EUR', unitPriceMinor: 1290 },
  { productId: 'pot', sku: 'POT-1', name: 'Teapot', currency: 'EUR', unitPriceMinor: 4900 },
];

/** What is on the shelves when the shop opens for the first time. */
export const stock: readonly StockOnHand[] = [
  { warehouseId: 'berlin', sku: 'TEA-250', onHand: 1_000 },
  { warehouseId: 'berlin', sku: 'POT-1', onHand: 3 },
];
