import { type AxisState, hasTag } from '../axes.ts';
import type { Order, Transaction } from '../order.ts';
import { isFailed, isRequested, isUnknown } from './entry.ts';
import { openAuthorization, orderBook, payableMinor, securedMinor } from './payment-book.ts';
import { isFresh } from './payment-plan.ts';

const waiting = {
  refund: 'refunding',
  void: 'voiding',
  capture: 'capturing',
  authorization: 'authorizing',
} as const;

/**
 * The payment axis as its ledger says. What is under way comes first: `unknown`, then refunds, voids, captures,
 * authorizations; then what was refunded, captured, authorized; then how the last attempt ended.
 */
export function paymentSummary(order: Order): AxisState<'payment'> {
  const transactions = order.payments.flatMap((payment) => payment.transactions);
  if (transactions.some(isUnknown)) return 'unknown';
  const underWay = new Set(transactions.filter(isRequested).map((entry) => entry.kind));
  for (const kind of ['refund', 'void', 'capture', 'authorization'] as const)
    if (underWay.has(kind)) return waiting[kind];

  const book = orderBook(order);
  const payable = payableMinor(order);
  if (book.capturedMinor > 0) {
    if (book.refundedMinor >= book.capturedMinor) return 'refunded';
    if (book.refundedMinor > 0) return 'partially_refunded';
    return book.capturedMinor >= payable ? 'captured' : 'partially_captured';
  }
  if (book.openMinor > 0) return securedMinor(order) >= payable ? 'authorized' : 'partially_authorized';
  return withoutMoney(order, transactions);
}

function withoutMoney(order: Order, transactions: readonly Transaction[]): AxisState<'payment'> {
  if (transactions.some((entry) => entry.kind === 'void' && entry.state === 'succeeded')) return 'voided';
  const attempts = order.payments.filter((payment) => !isFresh(payment) && !openAuthorization(payment));
  if (order.totals.totalMinor === 0) return 'not_required';
  if (order.payments.some(isFresh) && !hasTag(order.axes.status, 'ended')) return 'awaiting';
  const last = attempts
    .at(-1)
    ?.transactions.filter((entry) => entry.kind === 'authorization' || entry.kind === 'capture')
    .at(-1);
  if (last && isFailed(last)) return 'failed';
  if (last?.expired) return 'expired';
  return hasTag(order.axes.status, 'ended') ? 'not_required' : 'awaiting';
}
