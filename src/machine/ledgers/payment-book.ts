import { type MinorUnits, sum } from '../money.ts';
import type { Order, Payment, Transaction } from '../order.ts';
import { inFlight, isDone } from './entry.ts';
import { worth } from './lines.ts';
import { type Remembered, remembered, samePrice } from './remembered.ts';

/** The sums of one payment, or of all payments of an order. */
export interface PaymentBook {
  /** Everything that was ever authorized; a capture without an authorization implies one. */
  readonly authorizedMinor: MinorUnits;
  /** What could still be captured. */
  readonly openMinor: MinorUnits;
  readonly capturedMinor: MinorUnits;
  /** What was let go or ran out. */
  readonly voidedMinor: MinorUnits;
  readonly refundedMinor: MinorUnits;
}

const amounts = (transactions: readonly Transaction[]) =>
  sum(transactions.map((transaction) => transaction.amountMinor));

/** Transactions of a kind that succeeded. */
export function succeeded(payment: Payment, kind: Transaction['kind']): readonly Transaction[] {
  return payment.transactions.filter((transaction) => transaction.kind === kind && isDone(transaction));
}

/** What has been captured of an authorization. */
export function capturedOf(payment: Payment, authorizationId: string): MinorUnits {
  return amounts(
    succeeded(payment, 'capture').filter((capture) => capture.authorizationId === authorizationId),
  );
}

/** What could still be captured of an authorization. */
export function openOf(payment: Payment, authorization: Transaction): MinorUnits {
  if (!isDone(authorization) || authorization.expired) return 0;
  if (succeeded(payment, 'void').some((entry) => entry.authorizationId === authorization.id)) return 0;
  return Math.max(0, authorization.amountMinor - capturedOf(payment, authorization.id));
}

/** The authorization of a payment that can still be captured, the oldest first. */
export function openAuthorization(payment: Payment): Transaction | undefined {
  return succeeded(payment, 'authorization').find((authorization) => openOf(payment, authorization) > 0);
}

/** The sums of one payment. */
export function paymentBook(payment: Payment): PaymentBook {
  const authorizations = succeeded(payment, 'authorization');
  const authorizedMinor = amounts(authorizations);
  const openMinor = sum(authorizations.map((authorization) => openOf(payment, authorization)));
  const capturedMinor = amounts(succeeded(payment, 'capture'));
  return {
    authorizedMinor,
    openMinor,
    capturedMinor,
    voidedMinor: Math.max(0, authorizedMinor - openMinor - capturedMinor),
    refundedMinor: amounts(succeeded(payment, 'refund')),
  };
}

/** The sums of all payments of an order. */
export const orderBook: Remembered<PaymentBook> = remembered(
  (a, b) => a.payments === b.payments,
  (order) => {
    const books = order.payments.map(paymentBook);
    const total = (field: keyof PaymentBook) => sum(books.map((book) => book[field]));
    return {
      authorizedMinor: total('authorizedMinor'),
      openMinor: total('openMinor'),
      capturedMinor: total('capturedMinor'),
      voidedMinor: total('voidedMinor'),
      refundedMinor: total('refundedMinor'),
    };
  },
);

/** Whether an operation of this payment is under way: then no other begins. */
export function busy(payment: Payment): boolean {
  return payment.transactions.some(inFlight);
}

/** The payment whose authorization can be captured now: the one that is named, or the first with nothing under way. */
export function capturable(
  order: Order,
  paymentId: string | null,
): { readonly payment: Payment; readonly authorization: Transaction } | undefined {
  for (const payment of order.payments) {
    const authorization =
      paymentId === null || payment.id === paymentId ? openAuthorization(payment) : undefined;
    if (authorization && !busy(payment)) return { payment, authorization };
  }
  return undefined;
}

/** Whether the order was cancelled or has failed: then nothing is to be paid for it. One that was refunded otherwise keeps its price. */
function isCalledOff(order: Order): boolean {
  return order.timestamps.cancelledAt !== null || order.axes.status === 'failed';
}

/** What is to be paid for the order as a whole: its total less what was cancelled before it was shipped. */
export const payableMinor: Remembered<MinorUnits> = remembered(samePrice, (order) =>
  isCalledOff(order)
    ? 0
    : order.totals.totalMinor - sum(order.lines.map((line) => worth(line, line.counts.cancelled))),
);

/**
 * How much of the money the shop may keep: what is payable, less what came back, was lost, or was agreed to be given back.
 * Delivery is given back when nothing arrived, and when all came back as the terms say.
 */
export const keepMinor: Remembered<MinorUnits> = remembered(samePrice, (order) => {
  if (isCalledOff(order)) return 0;
  const back = sum(
    order.lines.map((line) =>
      worth(line, line.counts.returned + line.counts.writtenOff, line.counts.cancelled),
    ),
  );
  const nothingKept = order.lines.every(
    (line) => line.counts.returned + line.counts.writtenOff + line.counts.cancelled === line.quantity,
  );
  const allReturned = order.lines.some((line) => line.counts.returned > 0);
  const shippingBack =
    nothingKept && (!allReturned || order.terms.refundShipping === 'full_return') ? shippingPrice(order) : 0;
  const agreed = sum(order.refunds.map((refund) => refund.amountMinor));
  return Math.max(0, payableMinor(order) - back - shippingBack - agreed);
});

/** What delivery costs, after its discount and with its tax. */
export function shippingPrice(order: Order): MinorUnits {
  return order.shippingCharge.totalMinor;
}

/** What stands for the order: captured and not given back, or authorized and still good. */
export function securedMinor(order: Order): MinorUnits {
  const book = orderBook(order);
  return book.capturedMinor - book.refundedMinor + book.openMinor;
}

/** Whether money stands for all of the order. What was rightly given back is not asked for again. */
export function isCovered(order: Order): boolean {
  return securedMinor(order) >= payableMinor(order) - rightlyGivenBack(order);
}

/** Whether the order is paid as far as its capture policy asks for before it is confirmed. */
export function paymentSecured(order: Order): boolean {
  if (order.terms.capturePolicy !== 'before_confirmation') return isCovered(order);
  const { capturedMinor, refundedMinor } = orderBook(order);
  return capturedMinor - refundedMinor >= payableMinor(order) - rightlyGivenBack(order);
}

function rightlyGivenBack(order: Order): MinorUnits {
  return Math.min(orderBook(order).refundedMinor, givenUpMinor(order));
}

/** How much of what was payable the shop may not keep: for goods that came back or were lost, or as agreed. */
export function givenUpMinor(order: Order): MinorUnits {
  return Math.max(0, payableMinor(order) - keepMinor(order));
}

/** Authorizations that were declined, and captures that failed. */
export function declines(order: Order): number {
  return order.payments
    .flatMap((payment) => payment.transactions)
    .filter((transaction) => transaction.state === 'failed' && isAttempt(transaction)).length;
}

function isAttempt(transaction: Transaction): boolean {
  return transaction.kind === 'authorization' || transaction.kind === 'capture';
}
