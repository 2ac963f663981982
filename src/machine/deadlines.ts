import { hasTag } from './axes.ts';
import { reminderAt } from './ledgers/chargebacks.ts';
import { inFlight } from './ledgers/entry.ts';
import { count } from './ledgers/lines.ts';
import { silentAt, undecidedAt } from './ledgers/parcel-deadlines.ts';
import { isCovered, openOf, paymentSecured, succeeded } from './ledgers/payment-book.ts';
import { collectionDueAt } from './ledgers/payment-collection.ts';
import { reviewHolds, reviewIsClear } from './ledgers/review.ts';
import { goodsDeadlines } from './ledgers/shortfall-book.ts';
import { givenOf, isHeld } from './ledgers/stock-book.ts';
import type { Deadline, Order } from './order.ts';

/**
 * The moments at which an order wants to be woken: what its states and open operations declare, as it stands now.
 * Derived anew after each step, so a deadline never outlives what it belongs to.
 */
export function deadlinesOf(order: Order): readonly Deadline[] {
  const { status } = order.axes;
  const { terms, timestamps } = order;
  const deadlines: Deadline[] = [];
  const add = (name: Deadline['name'], ref: string, at: number | null) => {
    if (at !== null) deadlines.push({ name, ref, at });
  };
  // Asked for once: a parcel that is on its way keeps even a draft from being cancelled, and nothing is gained by asking again.
  if (status === 'draft' && order.cancellation === null) add('draft.expires', order.id, timestamps.expiresAt);
  if (status === 'pending') addWhilePending(order, add);
  if (!hasTag(status, 'ended') && status !== 'delivered') addAuthorizations(order, add);
  addPayments(order, add);
  goodsDeadlines(order, add);
  if (status === 'delivered' && timestamps.feedbackAt === null && timestamps.completedAt !== null) {
    add('feedback.due', order.id, timestamps.completedAt + terms.feedbackDelayMs);
  }
  for (const shipment of order.shipments) {
    add('parcel.silent', shipment.id, silentAt(order, shipment));
    for (const exception of shipment.exceptions)
      add('parcel.undecided', exception.id, undecidedAt(order, exception));
  }
  return deadlines.sort(byMoment);
}

/** By moment, then name, then ref. */
export function byMoment(a: Deadline, b: Deadline): number {
  return a.at - b.at || compare(a.name, b.name) || compare(a.ref, b.ref);
}

type Add = (name: Deadline['name'], ref: string, at: number | null) => void;

function addWhilePending(order: Order, add: Add): void {
  const { terms, timestamps } = order;
  if (order.cancellation === null)
    for (const hold of reviewHolds(order)) add('review.expires', hold.id, hold.placedAt + terms.reviewTtlMs);
  if (paymentSecured(order)) return;
  if (timestamps.payableFrom !== null && reviewIsClear(order))
    add(
      'payment.expires',
      order.id,
      Math.max(timestamps.payableFrom + terms.paymentTtlMs, pendingUntil(order)),
    );
  if (moneyIsOnItsWay(order)) return;
  for (const reservation of order.reservations)
    if (isHeld(reservation) && count(givenOf(reservation)) > 0)
      add('reservation.expires', reservation.id, reservation.expiresAt);
}

/** Whether a payment is being made, or stands for all that is to be paid: then its goods are not given away. */
function moneyIsOnItsWay(order: Order): boolean {
  return order.payments.some((payment) => payment.transactions.some(inFlight)) || isCovered(order);
}

/** A payment that a bank works on is waited for, whatever time the customer had: they have done what they could. */
function pendingUntil(order: Order): number {
  const pending = order.payments
    .flatMap((payment) => payment.transactions)
    .filter((entry) => inFlight(entry) && entry.nextAction === null);
  return Math.max(0, ...pending.map((entry) => entry.answerBy ?? 0));
}

/** What a payment waits for, whatever has become of the order: the customer, a bank, the carrier's money, proof. */
function addPayments(order: Order, add: Add): void {
  for (const payment of order.payments) {
    for (const entry of payment.transactions)
      if (inFlight(entry)) add('payment.attempt_expires', entry.id, entry.answerBy);
    for (const chargeback of payment.chargebacks)
      add('chargeback.evidence_due', chargeback.id, reminderAt(order, chargeback));
  }
  add('payment.collection_due', order.id, collectionDueAt(order));
}

function addAuthorizations(order: Order, add: Add): void {
  for (const payment of order.payments) {
    if (payment.transactions.some(inFlight)) continue;
    for (const entry of succeeded(payment, 'authorization'))
      if (openOf(payment, entry) > 0) add('authorization.expires', entry.id, entry.expiresAt);
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
