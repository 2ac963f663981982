import { type AxisState, hasTag } from '../axes.ts';
import type { Order, Payment, Transaction } from '../order.ts';
import { isFailed, isRequested, isUnknown } from './entry.ts';
import {
  isAttempt,
  isFresh,
  isOnDelivery,
  openAuthorization,
  orderBook,
  payableMinor,
  promisedMinor,
  securedMinor,
} from './payment-book.ts';

const waiting = {
  refund: 'refunding',
  void: 'voiding',
  capture: 'capturing',
  authorization: 'authorizing',
} as const;

/**
 * The payment axis as its ledger says. What is under way comes first: `unknown`, then refunds, voids, captures, what the
 * customer has to do, authorizations; then what a bank is deciding about or has taken back; then what was refunded, captured,
 * authorized; then how the last attempt ended.
 */
export function paymentSummary(order: Order): AxisState<'payment'> {
  const transactions = order.payments.flatMap((payment) => payment.transactions);
  if (transactions.some(isUnknown)) return 'unknown';
  const underWay = transactions.filter(isRequested);
  for (const kind of ['refund', 'void', 'capture'] as const)
    if (underWay.some((entry) => entry.kind === kind)) return waiting[kind];
  if (underWay.some((entry) => entry.nextAction !== null)) return 'action_required';
  if (underWay.length > 0) return waiting.authorization;

  const book = orderBook(order);
  if (order.payments.some((payment) => payment.chargebacks.some(({ state }) => state === 'open')))
    return 'disputed';
  if (book.lostMinor > 0) return 'charged_back';
  const payable = payableMinor(order) - book.writtenOffMinor;
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
  const open = !hasTag(order.axes.status, 'ended');
  const untried = order.payments.filter(isFresh);
  if (open && untried.length > 0) return isCollectedLater(order, untried) ? 'not_required' : 'awaiting';
  const last = attempts.at(-1)?.transactions.filter(isAttempt).at(-1);
  if (last && isFailed(last)) return 'failed';
  if (last?.expired) return 'expired';
  return open ? 'awaiting' : 'not_required';
}

/** Whether all money is collected on delivery, and nothing has arrived yet: until then none is required. */
function isCollectedLater(order: Order, untried: readonly Payment[]): boolean {
  return (
    untried.every((payment) => isOnDelivery(order, payment)) &&
    promisedMinor(order) >= payableMinor(order) &&
    order.lines.every((line) => line.counts.delivered === 0)
  );
}
