import { hasTag } from '../axes.ts';
import { type MinorUnits, sum } from '../money.ts';
import type { Order, OrderLine, Payment, Transaction } from '../order.ts';
import { inFlight, isDone, isFailed } from './entry.ts';
import { physicalLines, worth } from './lines.ts';
import { packedUnits } from './packed-units.ts';
import {
  busy,
  declines,
  givenUpMinor,
  isCovered,
  keepMinor,
  openAuthorization,
  openOf,
  orderBook,
  payableMinor,
  paymentBook,
  securedMinor,
  shippingPrice,
  succeeded,
} from './payment-book.ts';
import { reviewIsClear } from './review.ts';
import { stockIsSecured } from './stock-book.ts';

/** The next operation that the money of an order is due for. */
export interface DuePayment {
  readonly kind: Transaction['kind'];
  readonly paymentId: string;
  readonly amountMinor: MinorUnits;
  readonly authorizationId: string | null;
  readonly agreedRefundId: string | null;
}

const undoing = (
  kind: 'void' | 'refund',
  payment: Payment,
  amountMinor: MinorUnits,
  authorizationId: string | null = null,
): DuePayment => ({
  kind,
  paymentId: payment.id,
  amountMinor,
  authorizationId,
  agreedRefundId: null,
});

/** An authorization to let go: of an order that has ended, or one that is not needed to get what the shop may keep. */
export function dueVoid(order: Order): DuePayment | undefined {
  const open = order.payments.filter((payment) => openAuthorization(payment));
  if (open.length === 0) return undefined;
  const superfluous = superfluousPayments(order, open);
  for (const payment of open) {
    const authorization = openAuthorization(payment);
    if (!authorization || busy(payment) || !superfluous.has(payment.id)) continue;
    const failed = payment.transactions.some(
      (entry) =>
        entry.kind === 'void' &&
        entry.authorizationId === authorization.id &&
        isFailed(entry) &&
        !entry.retried,
    );
    if (!failed) return undoing('void', payment, openOf(payment, authorization), authorization.id);
  }
  return undefined;
}

function superfluousPayments(order: Order, open: readonly Payment[]): ReadonlySet<string> {
  if (hasTag(order.axes.status, 'ended')) return new Set(open.map((payment) => payment.id));
  const book = orderBook(order);
  const kept = Math.min(book.capturedMinor - book.refundedMinor, keepByNowMinor(order));
  let excess = kept + book.openMinor - keepMinor(order);
  const superfluous = new Set<string>();
  for (const payment of [...open].reverse()) {
    const held = paymentBook(payment).openMinor;
    if (held > excess || held === 0) continue;
    excess -= held;
    superfluous.add(payment.id);
  }
  return superfluous;
}

/** Money to give back: of an order that has ended, of goods that came back or were lost, as agreed, or paid twice. The last payment first. */
export function dueRefund(order: Order): DuePayment | undefined {
  const book = orderBook(order);
  if (book.capturedMinor <= book.refundedMinor) return undefined;
  const underWay = amountUnderWay(order, 'refund');
  const settlement = book.capturedMinor - book.refundedMinor - underWay - keepByNowMinor(order);
  const agreed = unpaidAgreement(order);
  const due = Math.max(settlement, agreed?.leftMinor ?? 0);
  if (due <= 0) return undefined;
  const payment = [...order.payments]
    .reverse()
    .find((entry) => refundable(entry) > 0 && !busy(entry) && !refundStuck(entry));
  if (!payment) return undefined;
  const limit = agreed && agreed.leftMinor > 0 ? agreed.leftMinor : due;
  const amountMinor = Math.min(due, limit, refundable(payment));
  return {
    ...undoing('refund', payment, amountMinor),
    agreedRefundId: agreed && agreed.leftMinor > 0 ? agreed.id : null,
  };
}

function refundable(payment: Payment): MinorUnits {
  const book = paymentBook(payment);
  return book.capturedMinor - book.refundedMinor;
}

function refundStuck(payment: Payment): boolean {
  return payment.transactions.some((entry) => entry.kind === 'refund' && isFailed(entry) && !entry.retried);
}

function unpaidAgreement(order: Order): { readonly id: string; readonly leftMinor: MinorUnits } | undefined {
  const refunds = order.payments
    .flatMap((payment) => payment.transactions)
    .filter((entry) => entry.kind === 'refund' && (isDone(entry) || inFlight(entry)));
  return order.refunds
    .map((agreed) => ({
      id: agreed.id,
      leftMinor:
        agreed.amountMinor -
        sum(refunds.filter((entry) => entry.agreedRefundId === agreed.id).map((entry) => entry.amountMinor)),
    }))
    .find((agreed) => agreed.leftMinor > 0);
}

function amountUnderWay(order: Order, kind: Transaction['kind']): MinorUnits {
  const entries = order.payments
    .flatMap((payment) => payment.transactions)
    .filter((entry) => entry.kind === kind && inFlight(entry));
  return sum(entries.map((entry) => entry.amountMinor));
}

/**
 * What ought to have been captured by now, under the order's capture policy. Money that would have to be given straight
 * back, for goods that came back or were lost before they were paid, is not taken.
 */
export function captureTargetMinor(order: Order): MinorUnits {
  const { capturePolicy } = order.terms;
  if (capturePolicy === 'manual') return 0;
  const target = capturePolicy === 'before_confirmation' ? payableMinor(order) : parcelsMinor(order);
  return Math.min(target, keepByNowMinor(order) + orderBook(order).refundedMinor);
}

/**
 * How much of the money the shop may keep by now. Where parcels are paid one by one, money is kept for goods that are in
 * no parcel yet only if it was taken in advance: what comes back of one parcel is not set off against the next.
 */
function keepByNowMinor(order: Order): MinorUnits {
  if (order.terms.capturePolicy !== 'on_shipment') return keepMinor(order);
  const taken = Math.max(parcelsMinor(order), orderBook(order).capturedMinor);
  return Math.max(0, keepMinor(order) - Math.max(0, order.totals.totalMinor - taken));
}

/** What the parcels that were packed so far are worth, those that were called back too: their goods, and delivery with the first. */
function parcelsMinor(order: Order): MinorUnits {
  if (order.timestamps.confirmedAt === null) return 0;
  const packed = packedUnits(order);
  const accounted = (line: OrderLine) =>
    line.counts.cancelled + (line.kind === 'digital' ? line.counts.shipped : (packed.get(line.id) ?? 0));
  const goods = sum(order.lines.map((line) => worth(line, Math.min(line.quantity, accounted(line)))));
  const physical = physicalLines(order);
  const shipping =
    physical.length === 0 || physical.some((line) => (packed.get(line.id) ?? 0) > 0)
      ? shippingPrice(order)
      : 0;
  return goods + shipping;
}

/** What is still to be captured now. */
function captureDueMinor(order: Order): MinorUnits {
  return captureTargetMinor(order) - orderBook(order).capturedMinor - amountUnderWay(order, 'capture');
}

/** A capture that is due. The oldest authorization first. */
export function dueCapture(order: Order): DuePayment | undefined {
  if (!hasTag(order.axes.status, 'placed') || order.failure !== null) return undefined;
  if (order.cancellation?.state === 'requested' || orderBook(order).openMinor === 0) return undefined;
  if (order.axes.status === 'pending' && !(stockIsSecured(order) && reviewIsClear(order) && isCovered(order)))
    return undefined;
  const due = captureDueMinor(order);
  if (due <= 0) return undefined;
  for (const payment of order.payments) {
    const authorization = openAuthorization(payment);
    if (!authorization || busy(payment)) continue;
    return {
      kind: 'capture',
      paymentId: payment.id,
      amountMinor: Math.min(due, openOf(payment, authorization)),
      authorizationId: authorization.id,
      agreedRefundId: null,
    };
  }
  return undefined;
}

/** An authorization that is due: of a payment that was not tried yet, or again of one that ran out, as the terms say. */
export function dueAuthorization(order: Order): DuePayment | undefined {
  const { status } = order.axes;
  if (status !== 'pending' && !hasTag(status, 'released')) return undefined;
  if (order.failure !== null || order.cancellation?.state === 'requested') return undefined;
  if (!stockIsSecured(order) || !reviewIsClear(order)) return undefined;
  const payment = order.payments.find(
    (entry) => !busy(entry) && (isFresh(entry) || mayReauthorize(order, entry)),
  );
  if (!payment) return undefined;
  const open =
    payableMinor(order) - securedMinor(order) - amountUnderWay(order, 'authorization') - givenUpMinor(order);
  if (open <= 0) return undefined;
  const amountMinor = Math.min(payment.amountMinor ?? open, open);
  return {
    kind: 'authorization',
    paymentId: payment.id,
    amountMinor,
    authorizationId: null,
    agreedRefundId: null,
  };
}

/** Whether a payment waits for its first attempt. */
export function isFresh(payment: Payment): boolean {
  return payment.transactions.every((entry) => entry.kind !== 'authorization' || entry.state === 'withdrawn');
}

/** Whether payment was declined as often as the terms allow, and nothing is left that could still succeed. */
export function attemptsAreUsedUp(order: Order): boolean {
  if (declines(order) < order.terms.maxPaymentAttempts) return false;
  if (isCovered(order)) return false;
  return !order.payments.some((payment) => busy(payment) || isFresh(payment));
}

function mayReauthorize(order: Order, payment: Payment): boolean {
  if (order.terms.expiredAuthorization !== 'reauthorize' || payment.origin === 'elsewhere') return false;
  if (declines(order) >= order.terms.maxPaymentAttempts) return false;
  const last = payment.transactions.filter((entry) => entry.kind === 'authorization').at(-1);
  return (
    last?.state === 'succeeded' &&
    last.expired &&
    succeeded(payment, 'void').every((entry) => entry.authorizationId !== last.id)
  );
}
