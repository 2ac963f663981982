import { defaultTerms } from '../../terms.ts';
import type { OrderUpgrade } from '../upgrade.ts';

/**
 * What version 2 knows of stock, for an order of version 1: nothing waits, nothing is pre-ordered, what is reserved is sent.
 * The terms are the defaults: under them an order does what it did.
 */
export const stock: OrderUpgrade = (order) => {
  const {
    allocation,
    warehousePriority,
    backorder,
    shipBackordered,
    backorderTtlMs,
    preorderCapture,
    onShortfall,
    shortfallTtlMs,
  } = defaultTerms;
  const known = {
    allocation,
    warehousePriority,
    backorder,
    shipBackordered,
    backorderTtlMs,
    preorderCapture,
    onShortfall,
    shortfallTtlMs,
  };
  return {
    ...order,
    lines: order.lines.map((line) => ({ ...line, backorder: null, releaseAt: null, released: true })),
    reservations: order.reservations.map((entry) => ({ ...entry, short: [], shortfallId: null })),
    shortfalls: [],
    terms: { ...order.terms, ...known },
  };
};
