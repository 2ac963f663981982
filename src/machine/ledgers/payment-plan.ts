import { hasTag } from '../axes.ts';
import { type MinorUnits, sum } from '../money.ts';
import type { Order, OrderLine, Payment, Transaction } from '../order.ts';
import { isCalledOff } from './cancellation.ts';
import { inFlight, isDone, isFailed } from './entry.ts';
import { physicalLines, worth } from './lines.ts';
import { packedUnits } from './packed-units.ts';
import { inChargeOrder, nextRefundPart } from './payment-allocation.ts';
import {
  busy,
  capturableAuthorization,
  declines,
  givenUpMinor,
  isAttempt,
  isCovered,
  isFresh,
  isOnDelivery,
  isSpent,
  keepMinor,
  keptMinor,
  nothingIsSent,
  openAuthorization,
  openOf,
  orderBook,
  outstandingMinor,
  payableMinor,
  paymentBook,
  securedMinor,
  shippingPrice,
  succeeded,
  toleranceMinor,
} from './payment-book.ts';
import { deferredMinor, unreleasedMinor } from './preorder.ts';
import { reviewIsClear } from './review.ts';
import { stockIsSecured } from './stock-book.ts';

/** The next operation that the money of an order is due for. */
export interface DuePayment {
  readonly kind: Transaction['kind'];
  readonly paymentId: string;
  readonly amountMinor: MinorUnits;
  readonly authorizationId: string | null;
  readonly agreedRefundId: string | null;
  /** Of a capture: nothing more is to be captured of its authorization. */
  readonly final?: boolean;
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
    if (!authorization || busy(payment)) continue;
    if (!superfluous.has(payment.id) && !isSpent(payment, authorization) && !isGivenUp(order, authorization))
      continue;
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

/** Whether an authorization is let go because another payment was declined meanwhile, as the terms say. */
function isGivenUp(order: Order, authorization: Transaction): boolean {
  if (order.terms.onPartialDecline === 'wait' || order.axes.status !== 'pending') return false;
  if (isCovered(order) || order.payments.some((payment) => busy(payment) || isTryable(order, payment)))
    return false;
  return order.payments.some((payment) => {
    const last = payment.transactions.filter(isAttempt).at(-1);
    return last !== undefined && isFailed(last) && (last.settledAt ?? 0) >= authorization.requestedAt;
  });
}

function isTryable(order: Order, payment: Payment): boolean {
  return isFresh(payment) && !isOnDelivery(order, payment);
}

function superfluousPayments(order: Order, open: readonly Payment[]): ReadonlySet<string> {
  if (hasTag(order.axes.status, 'ended')) return new Set(open.map((payment) => payment.id));
  const book = orderBook(order);
  const kept = Math.min(keptMinor(order), keepByNowMinor(order));
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

/**
 * Money to give back: of an order that has ended, of goods that came back or were lost, as agreed, or paid twice. What a bank
 * has taken back counts as given back, also while it is deciding: nothing is given twice.
 */
export function dueRefund(order: Order): DuePayment | undefined {
  const book = orderBook(order);
  const leftMinor = book.capturedMinor - book.refundedMinor - book.chargedBackMinor;
  if (leftMinor <= 0) return undefined;
  const settlement = leftMinor - amountUnderWay(order, 'refund') - keepByNowMinor(order);
  const agreements = unpaidAgreements(order);
  const owed = agreements.find((agreed) => !isOvertaken(order, agreed));
  const due = Math.max(settlement, owed?.leftMinor ?? 0);
  if (due <= 0) return undefined;
  const agreed = owed ?? agreements[0];
  const part = nextRefundPart(order, Math.min(due, agreed?.leftMinor ?? due));
  if (!part) return undefined;
  return { ...undoing('refund', part.payment, part.amountMinor), agreedRefundId: agreed?.id ?? null };
}

/** Whether the customer has let the bank take money back since a refund was agreed on: then only the sum of both decides. */
function isOvertaken(order: Order, agreed: { readonly agreedAt: number }): boolean {
  return order.payments
    .flatMap((payment) => payment.chargebacks)
    .some((chargeback) => chargeback.state !== 'won' && chargeback.openedAt > agreed.agreedAt);
}

/** What of the agreed refunds is neither paid out nor on its way. */
function unpaidAgreements(
  order: Order,
): readonly { readonly id: string; readonly leftMinor: MinorUnits; readonly agreedAt: number }[] {
  const refunds = order.payments
    .flatMap((payment) => payment.transactions)
    .filter((entry) => entry.kind === 'refund' && (isDone(entry) || inFlight(entry)));
  return order.refunds
    .map((agreed) => ({
      id: agreed.id,
      agreedAt: agreed.agreedAt,
      leftMinor:
        agreed.amountMinor -
        sum(refunds.filter((entry) => entry.agreedRefundId === agreed.id).map((entry) => entry.amountMinor)),
    }))
    .filter((agreed) => agreed.leftMinor > 0);
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
  const { refundedMinor, writtenOffMinor } = orderBook(order);
  const target =
    capturePolicy === 'before_confirmation'
      ? payableMinor(order) - writtenOffMinor - deferredMinor(order)
      : Math.min(parcelsMinor(order), order.totals.totalMinor - writtenOffMinor);
  return Math.min(target, keepByNowMinor(order) + refundedMinor);
}

/**
 * How much of the money the shop may keep by now. Where parcels are paid one by one, money is kept for goods that are in
 * no parcel yet only if it was taken in advance: what comes back of one parcel is not set off against the next.
 */
function keepByNowMinor(order: Order): MinorUnits {
  if (order.terms.capturePolicy !== 'on_shipment') return keepMinor(order);
  const { capturedMinor, lostMinor } = orderBook(order);
  const taken = Math.max(parcelsMinor(order), capturedMinor - lostMinor);
  return Math.max(0, keepMinor(order) - Math.max(0, order.totals.totalMinor - taken));
}

/** What the parcels that were packed so far are worth, those that were called back too: their goods, and delivery with the first, or with what was cancelled last. */
function parcelsMinor(order: Order): MinorUnits {
  if (order.timestamps.confirmedAt === null) return 0;
  const packed = packedUnits(order);
  const accounted = (line: OrderLine) =>
    line.counts.cancelled + (line.kind === 'digital' ? line.counts.shipped : (packed.get(line.id) ?? 0));
  const goods = sum(order.lines.map((line) => worth(line, Math.min(line.quantity, accounted(line)))));
  const physical = physicalLines(order);
  const shipping =
    physical.length === 0 || physical.some((line) => (packed.get(line.id) ?? 0) > 0) || nothingIsSent(order)
      ? shippingPrice(order)
      : 0;
  return goods + shipping;
}

/** What is still to be captured now. */
function captureDueMinor(order: Order): MinorUnits {
  const target = captureTargetMinor(order) + replacedMinor(order);
  return target - orderBook(order).capturedMinor - amountUnderWay(order, 'capture');
}

/** What was authorized to replace money that a bank has taken back: on payments that were first tried since. */
function replacedMinor(order: Order): MinorUnits {
  const { lostMinor } = orderBook(order);
  if (lostMinor === 0) return 0;
  const losses = order.payments
    .flatMap((payment) => payment.chargebacks)
    .filter(({ state }) => state === 'lost')
    .map((chargeback) => chargeback.closedAt ?? chargeback.openedAt);
  const lostAt = Math.min(...losses);
  const since = order.payments.filter((payment) =>
    succeeded(payment, 'authorization').every((entry) => entry.requestedAt >= lostAt),
  );
  const open = since.flatMap((payment) =>
    succeeded(payment, 'authorization').map((entry) => openOf(payment, entry)),
  );
  return Math.min(lostMinor, sum(open));
}

/** Whether nothing is left whose money is taken later: with its parcel, or with its release. */
function nothingIsLeft(order: Order): boolean {
  return order.terms.capturePolicy === 'on_shipment'
    ? parcelsMinor(order) >= order.totals.totalMinor
    : deferredMinor(order) === 0;
}

/** A capture that is due. The payments in the order in which they are charged, of each the oldest authorization first. */
export function dueCapture(order: Order): DuePayment | undefined {
  if (!hasTag(order.axes.status, 'placed') || order.failure !== null) return undefined;
  if (order.cancellation?.state === 'requested' || orderBook(order).openMinor === 0) return undefined;
  if (order.axes.status === 'pending' && !(stockIsSecured(order) && reviewIsClear(order) && isCovered(order)))
    return undefined;
  const due = captureDueMinor(order);
  if (due <= 0) return undefined;
  for (const payment of inChargeOrder(order)) {
    const authorization = capturableAuthorization(payment);
    if (!authorization || busy(payment)) continue;
    const open = openOf(payment, authorization);
    return {
      kind: 'capture',
      paymentId: payment.id,
      amountMinor: Math.min(due, open),
      authorizationId: authorization.id,
      agreedRefundId: null,
      final: due >= open || nothingIsLeft(order),
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
  for (const payment of inChargeOrder(order)) {
    if (busy(payment) || isOnDelivery(order, payment)) continue;
    if (!isFresh(payment) && !mayReauthorize(order, payment)) continue;
    const amountMinor = toAuthorizeMinor(order, payment);
    if (amountMinor <= 0) continue;
    return {
      kind: 'authorization',
      paymentId: payment.id,
      amountMinor,
      authorizationId: null,
      agreedRefundId: null,
    };
  }
  return undefined;
}

/**
 * What is to be authorized on a payment: its fixed amount, or the rest, which is what no fixed amount is there for. What a
 * bank has taken back is asked for of a payment that was added for it, never again of the one that it was taken from.
 */
function toAuthorizeMinor(order: Order, payment: Payment): MinorUnits {
  const { lostMinor, writtenOffMinor } = orderBook(order);
  const open =
    payableMinor(order) -
    securedMinor(order) -
    amountUnderWay(order, 'authorization') -
    givenUpMinor(order) -
    writtenOffMinor -
    (isFresh(payment) ? 0 : lostMinor) -
    // An authorization that ran out while a pre-order waits is made again on its release, not before.
    (hasTag(order.axes.status, 'released') ? unreleasedMinor(order) : 0);
  const fixed = order.payments.filter(
    (entry) =>
      entry.id !== payment.id &&
      entry.amountMinor !== null &&
      (isFresh(entry) || isOnDelivery(order, entry)) &&
      (payment.amountMinor === null || isOnDelivery(order, entry)),
  );
  const reserved = fixed.map((entry) =>
    Math.max(0, (entry.amountMinor ?? 0) - paymentBook(entry).capturedMinor),
  );
  return Math.min(payment.amountMinor ?? open, open - sum(reserved));
}

/**
 * A shortfall within the terms' tolerance, to be written off on the last payment that brought something. Only when nothing is
 * left that could still bring it.
 */
export function dueWriteOff(order: Order): DuePayment | undefined {
  if (!hasTag(order.axes.status, 'placed') || isCalledOff(order) || order.failure !== null) return undefined;
  if (toleranceMinor(order) === 0 || securedMinor(order) <= 0) return undefined;
  const short = outstandingMinor(order);
  if (short === 0 || short + orderBook(order).writtenOffMinor > toleranceMinor(order)) return undefined;
  if (order.payments.some((payment) => busy(payment) || isTryable(order, payment))) return undefined;
  const payment = order.payments.filter((entry) => paymentBook(entry).authorizedMinor > 0).at(-1);
  return (
    payment && {
      kind: 'write_off',
      paymentId: payment.id,
      amountMinor: short,
      authorizationId: null,
      agreedRefundId: null,
    }
  );
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
