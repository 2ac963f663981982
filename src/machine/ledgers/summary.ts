import type { Axes } from '../axes.ts';
import type { Order } from '../order.ts';
import { fulfillmentSummary } from './fulfillment-summary.ts';
import { paymentSummary } from './payment-summary.ts';
import { remembered, sameMoney, sameWay } from './remembered.ts';
import { returnsSummary } from './returns.ts';
import { reviewSummary } from './review.ts';
import { stockSummary } from './stock-summary.ts';

/** The axes that are summaries of ledgers: all but the status. */
export type LedgerAxes = Omit<Axes, 'status'>;

/** What the ledger of each axis says about it, with its memory. */
export const summaries = {
  payment: remembered(sameMoney, paymentSummary),
  stock: remembered(
    (a, b) =>
      a.axes.status === b.axes.status &&
      a.lines === b.lines &&
      a.reservations === b.reservations &&
      a.shipments === b.shipments &&
      a.shortfalls === b.shortfalls,
    stockSummary,
  ),
  fulfillment: remembered(
    (a, b) =>
      a.axes.status === b.axes.status &&
      a.lines === b.lines &&
      a.cancellation === b.cancellation &&
      sameWay(a, b),
    fulfillmentSummary,
  ),
  returns: remembered((a, b) => a.lines === b.lines && a.returns === b.returns, returnsSummary),
  review: remembered(
    (a, b) =>
      a.axes.status === b.axes.status &&
      a.holds === b.holds &&
      a.screening === b.screening &&
      a.terms === b.terms &&
      a.timestamps === b.timestamps,
    reviewSummary,
  ),
} as const;

/** What the ledger of one axis says about it. */
export function summaryOf<A extends keyof LedgerAxes>(order: Order, axis: A): LedgerAxes[A] {
  return summaries[axis](order) as LedgerAxes[A];
}

/** What the ledgers of an order say about its axes. */
export function summary(order: Order): LedgerAxes {
  return {
    payment: summaries.payment(order),
    stock: summaries.stock(order),
    fulfillment: summaries.fulfillment(order),
    returns: summaries.returns(order),
    review: summaries.review(order),
  };
}

/** The same, computed anew: for checks. */
export function summaryAnew(order: Order): LedgerAxes {
  return {
    payment: paymentSummary(order),
    stock: stockSummary(order),
    fulfillment: fulfillmentSummary(order),
    returns: returnsSummary(order),
    review: reviewSummary(order),
  };
}
