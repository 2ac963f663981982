import type { Axes } from '../axes.ts';
import type { Order } from '../order.ts';
import { fulfillmentSummary } from './fulfillment-summary.ts';
import { paymentSummary } from './payment-summary.ts';
import { returnsSummary } from './returns.ts';
import { reviewSummary } from './review.ts';
import { stockSummary } from './stock-summary.ts';

/** The axes that are summaries of ledgers: all but the status. */
export type LedgerAxes = Omit<Axes, 'status'>;

const known = new WeakMap<Order, LedgerAxes>();

/** What the ledgers of an order say about its axes. Computed once an order: orders never change. */
export function summary(order: Order): LedgerAxes {
  const cached = known.get(order);
  if (cached) return cached;
  const axes: LedgerAxes = {
    payment: paymentSummary(order),
    stock: stockSummary(order),
    fulfillment: fulfillmentSummary(order),
    returns: returnsSummary(order),
    review: reviewSummary(order),
  };
  known.set(order, axes);
  return axes;
}
