import type { OrderUpgrade } from '../upgrade.ts';

/**
 * What version 2 knows of cancellation, for an order of version 1: nothing was cancelled by line, no warehouse was asked to
 * stop otherwise, and an order can be cancelled, for whatever reason, until goods leave.
 */
export const cancellation: OrderUpgrade = (order) => ({
  ...order,
  cancellation: order.cancellation && { ...order.cancellation, restock: true, overrideReason: null },
  lineCancellations: [],
  fulfillments: order.fulfillments.map((entry) => ({ ...entry, stop: null })),
  terms: { ...order.terms, cancelUntil: 'shipped', cancelWindowMs: null, cancelReasons: null },
});
