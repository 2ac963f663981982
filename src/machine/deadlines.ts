import { hasTag } from './axes.ts';
import { inFlight } from './ledgers/entry.ts';
import { silentAt, undecidedAt } from './ledgers/parcel-deadlines.ts';
import { isCovered, openOf, paymentSecured, succeeded } from './ledgers/payment-book.ts';
import { reviewIsClear, riskHold } from './ledgers/review.ts';
import { isHeld } from './ledgers/stock-book.ts';
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
  if (status === 'draft') add('draft.expires', order.id, timestamps.expiresAt);
  if (status === 'pending') addWhilePending(order, add);
  if (!hasTag(status, 'ended') && status !== 'delivered') addAuthorizations(order, add);
  if (status === 'delivered' && timestamps.feedbackAt === null && timestamps.completedAt !== null) {
    add('feedback.due', order.id, timestamps.completedAt + terms.feedbackDelayMs);
  }
  for (const shipment of order.shipments) {
    add('parcel.silent', shipment.id, silentAt(order, shipment));
    for (const exception of shipment.exceptions)
      add('parcel.undecided', exception.id, undecidedAt(order, exception));
  }
  return deadlines.sort((a, b) => a.at - b.at || compare(a.name, b.name) || compare(a.ref, b.ref));
}

type Add = (name: Deadline['name'], ref: string, at: number | null) => void;

function addWhilePending(order: Order, add: Add): void {
  const { terms, timestamps } = order;
  const hold = riskHold(order);
  if (hold) add('review.expires', hold.id, hold.placedAt + terms.reviewTtlMs);
  if (paymentSecured(order)) return;
  if (timestamps.payableFrom !== null && reviewIsClear(order))
    add('payment.expires', order.id, timestamps.payableFrom + terms.paymentTtlMs);
  if (moneyIsOnItsWay(order)) return;
  for (const reservation of order.reservations)
    if (isHeld(reservation)) add('reservation.expires', reservation.id, reservation.expiresAt);
}

/** Whether a payment is being made, or stands for all that is to be paid: then its goods are not given away. */
function moneyIsOnItsWay(order: Order): boolean {
  return order.payments.some((payment) => payment.transactions.some(inFlight)) || isCovered(order);
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
