import { type MinorUnits, sum } from '../money.ts';
import type { Order, Payment, Transaction } from '../order.ts';
import { inFlight, isDone, isFailed } from './entry.ts';
import { physicalLines, worth } from './lines.ts';
import { deferredMinor } from './preorder.ts';
import { type Remembered, remembered, sameMoney, samePrice } from './remembered.ts';

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
  /**
   * What banks have taken back, or hold back while they decide. Never more than is left of what was captured: money that was
   * given back already, or is on its way, can't be taken back once more.
   */
  readonly chargedBackMinor: MinorUnits;
  /** That part of it which is gone for good. */
  readonly lostMinor: MinorUnits;
  /** What is missing of the price and counts as paid. */
  readonly writtenOffMinor: MinorUnits;
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

/** Whether nothing more is to be captured of an authorization. */
export function isSpent(payment: Payment, authorization: Transaction): boolean {
  return succeeded(payment, 'capture').some(
    (capture) => capture.authorizationId === authorization.id && capture.final,
  );
}

/** The authorization that a capture may draw on, the oldest first. */
export function capturableAuthorization(payment: Payment): Transaction | undefined {
  return succeeded(payment, 'authorization').find(
    (authorization) => openOf(payment, authorization) > 0 && !isSpent(payment, authorization),
  );
}

/** The sums of one payment. */
export function paymentBook(payment: Payment): PaymentBook {
  const authorizations = succeeded(payment, 'authorization');
  const authorizedMinor = amounts(authorizations);
  const openMinor = sum(authorizations.map((authorization) => openOf(payment, authorization)));
  const capturedMinor = amounts(succeeded(payment, 'capture'));
  const refundedMinor = amounts(succeeded(payment, 'refund'));
  const underWay = amounts(
    payment.transactions.filter((entry) => entry.kind === 'refund' && inFlight(entry)),
  );
  const leftMinor = Math.max(0, capturedMinor - refundedMinor - underWay);
  const disputed = (states: readonly string[]) =>
    Math.min(
      leftMinor,
      sum(
        payment.chargebacks.filter(({ state }) => states.includes(state)).map((entry) => entry.amountMinor),
      ),
    );
  return {
    authorizedMinor,
    openMinor,
    capturedMinor,
    voidedMinor: Math.max(0, authorizedMinor - openMinor - capturedMinor),
    refundedMinor,
    chargedBackMinor: disputed(['open', 'lost']),
    lostMinor: disputed(['lost']),
    writtenOffMinor: amounts(succeeded(payment, 'write_off')),
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
      chargedBackMinor: total('chargedBackMinor'),
      lostMinor: total('lostMinor'),
      writtenOffMinor: total('writtenOffMinor'),
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
      paymentId === null || payment.id === paymentId ? capturableAuthorization(payment) : undefined;
    if (authorization && !busy(payment)) return { payment, authorization };
  }
  return undefined;
}

/** Whether the order was cancelled or has failed: then nothing is to be paid for it. One that was refunded otherwise keeps its price. */
function isCalledOff(order: Order): boolean {
  return order.timestamps.cancelledAt !== null || order.axes.status === 'failed';
}

/** Whether everything that was to be sent was cancelled: then nobody delivers. */
export function nothingIsSent(order: Order): boolean {
  const lines = physicalLines(order);
  return lines.length > 0 && lines.every((line) => line.counts.cancelled === line.quantity);
}

/** What is to be paid for the order as a whole: its total less what was cancelled before it was shipped, and less delivery if nothing is sent. */
export const payableMinor: Remembered<MinorUnits> = remembered(samePrice, (order) =>
  isCalledOff(order)
    ? 0
    : order.totals.totalMinor -
      sum(order.lines.map((line) => worth(line, line.counts.cancelled))) -
      (nothingIsSent(order) ? shippingPrice(order) : 0),
);

/**
 * How much of the money the shop may keep: what is payable, less what came back, was lost, or was agreed to be given back.
 * Delivery is given back when nothing arrived, and when all came back as the terms say. A surplus is kept as they say, too.
 */
export const keepMinor: Remembered<MinorUnits> = remembered(sameMoney, (order) => {
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
  return Math.max(0, payableMinor(order) - back - shippingBack - agreed) + keptSurplusMinor(order);
});

/** What counts as nothing in the order's currency: missing of the price, or beyond it. */
export function toleranceMinor(order: Order): MinorUnits {
  return order.terms.paymentToleranceMinor[order.currency] ?? 0;
}

/** What was paid beyond the price and may be kept. */
function keptSurplusMinor(order: Order): MinorUnits {
  if (order.terms.onSurplus === 'refund') return 0;
  const { capturedMinor, lostMinor } = orderBook(order);
  const surplus = capturedMinor - lostMinor - order.totals.totalMinor;
  return surplus > 0 && surplus <= toleranceMinor(order) ? surplus : 0;
}

/** What delivery costs, after its discount and with its tax. */
export function shippingPrice(order: Order): MinorUnits {
  return order.shippingCharge.totalMinor;
}

/**
 * What stands for the order: captured and not given back, or authorized and still good. What a bank has taken back for good
 * is gone; what it is still deciding about counts.
 */
export function securedMinor(order: Order): MinorUnits {
  return keptMinor(order) + orderBook(order).openMinor;
}

/** What was captured, and neither given back nor taken back for good. */
export function keptMinor(order: Order): MinorUnits {
  const book = orderBook(order);
  return book.capturedMinor - book.refundedMinor - book.lostMinor;
}

/** Whether a payment's money is collected when the goods arrive. */
export function isOnDelivery(order: Order, payment: Payment): boolean {
  return payment.origin === 'ours' && order.terms.payOnDeliveryMethods.includes(payment.method);
}

/** What is to be collected when the goods arrive; what is neither paid nor being paid otherwise. Zero once it could not be had. */
export function promisedMinor(order: Order): MinorUnits {
  const promising = order.payments.filter((payment) => isOnDelivery(order, payment) && !hasFailed(payment));
  if (promising.length === 0) return 0;
  const open = Math.max(0, priceLeftMinor(order) - securedMinor(order));
  if (promising.every((payment) => payment.amountMinor !== null)) {
    const fixed = promising.map((payment) =>
      Math.max(0, (payment.amountMinor ?? 0) - paymentBook(payment).capturedMinor),
    );
    return Math.min(open, sum(fixed));
  }
  const others = order.payments.filter((payment) => !isOnDelivery(order, payment));
  return Math.max(0, open - sum(others.map((payment) => expectedMinor(payment, open))));
}

/** What a payment that is still to be tried, or is being tried, may bring. */
function expectedMinor(payment: Payment, openMinor: MinorUnits): MinorUnits {
  const underWay = payment.transactions.filter((entry) => entry.kind === 'authorization' && inFlight(entry));
  if (underWay.length > 0) return amounts(underWay);
  return isFresh(payment) ? (payment.amountMinor ?? openMinor) : 0;
}

/** Whether the last try of a payment has failed. */
function hasFailed(payment: Payment): boolean {
  const last = payment.transactions.filter(isAttempt).at(-1);
  return last !== undefined && isFailed(last);
}

/** Whether a payment waits for its first attempt. */
export function isFresh(payment: Payment): boolean {
  return payment.transactions.every((entry) => entry.kind !== 'authorization' || entry.state === 'withdrawn');
}

/** What is to be paid, less what was rightly given back and what was written off. */
export function priceLeftMinor(order: Order): MinorUnits {
  const book = orderBook(order);
  const givenBack = Math.min(book.refundedMinor + book.lostMinor, givenUpMinor(order));
  return payableMinor(order) - givenBack - book.writtenOffMinor;
}

/** What nobody has paid or promised yet. */
export function outstandingMinor(order: Order): MinorUnits {
  return Math.max(0, priceLeftMinor(order) - securedMinor(order) - promisedMinor(order));
}

/** Whether money stands for all of the order. What was rightly given back is not asked for again. */
export function isCovered(order: Order): boolean {
  return outstandingMinor(order) === 0;
}

/** Whether the order is paid as far as its capture policy asks for before it is confirmed. */
export function paymentSecured(order: Order): boolean {
  if (order.terms.capturePolicy !== 'before_confirmation') return isCovered(order);
  const due = priceLeftMinor(order) - deferredMinor(order);
  return keptMinor(order) + promisedMinor(order) >= due && isCovered(order);
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

/** Whether an entry is a try to get money. */
export function isAttempt(transaction: Transaction): boolean {
  return transaction.kind === 'authorization' || transaction.kind === 'capture';
}
