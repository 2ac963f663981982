import type { Terms } from '../../terms.ts';
import type { OrderUpgrade } from '../upgrade.ts';

/** The policies on goods that version 1 went by without saying so. */
const policies = {
  allocation: 'fewest_warehouses',
  warehousePriority: [],
  backorder: 'never',
  shipBackordered: 'split',
  backorderTtlMs: 30 * 86_400_000,
  preorderCapture: 'on_placement',
  onShortfall: 'refund',
  shortfallTtlMs: 3 * 86_400_000,
} satisfies Partial<Terms>;

/** What version 2 knows of stock, for an order of version 1: nothing waits, nothing is pre-ordered, what is reserved is sent. */
export const stock: OrderUpgrade = (order) => ({
  ...order,
  lines: order.lines.map((line) => ({ ...line, backorder: null, releaseAt: null, released: true })),
  reservations: order.reservations.map((entry) => ({ ...entry, short: [], shortfallId: null })),
  shortfalls: [],
  terms: { ...order.terms, ...policies },
});
