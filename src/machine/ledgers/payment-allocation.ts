import { allocate, type MinorUnits, sum } from '../money.ts';
import type { Order, Payment } from '../order.ts';
import { inFlight, isFailed } from './entry.ts';
import { busy, paymentBook } from './payment-book.ts';

/** The payments in the order in which they are charged: the terms' priorities first, then as they were added. */
export function inChargeOrder(order: Order): readonly Payment[] {
  const { paymentPriority } = order.terms;
  if (paymentPriority.length === 0) return order.payments;
  const rank = (payment: Payment) => {
    const place = paymentPriority.indexOf(payment.method);
    return place === -1 ? paymentPriority.length : place;
  };
  return [...order.payments].sort((a, b) => rank(a) - rank(b));
}

/** Money to be given back on one payment. */
export interface RefundPart {
  readonly payment: Payment;
  readonly amountMinor: MinorUnits;
}

/** What is left on a payment to be given back: captured, and neither given back, nor on its way, nor taken back by a bank. */
export function refundableMinor(payment: Payment): MinorUnits {
  const book = paymentBook(payment);
  return Math.max(
    0,
    book.capturedMinor - book.refundedMinor - underWayMinor(payment) - book.chargedBackMinor,
  );
}

function underWayMinor(payment: Payment): MinorUnits {
  const refunds = payment.transactions.filter((entry) => entry.kind === 'refund' && inFlight(entry));
  return sum(refunds.map((entry) => entry.amountMinor));
}

/** Whether a refund on this payment has failed and waits for a person. */
function isStuck(payment: Payment): boolean {
  return payment.transactions.some((entry) => entry.kind === 'refund' && isFailed(entry) && !entry.retried);
}

/**
 * The next part of an amount that is to be given back, by the terms' `refundAllocation`; `undefined`: it has to wait, or
 * nothing is left. One payment after the other (`last_first`, `first_first`), a payment on which something is under way
 * is waited for, one whose refund has failed is passed over. In proportion, each payment gives its own part, and no other
 * stands in for it.
 */
export function nextRefundPart(order: Order, amountMinor: MinorUnits): RefundPart | undefined {
  if (order.terms.refundAllocation === 'proportional') {
    return proportionalParts(order.payments, amountMinor).find(
      (part) => part.amountMinor > 0 && !busy(part.payment) && !isStuck(part.payment),
    );
  }
  const charged = inChargeOrder(order);
  const payments = order.terms.refundAllocation === 'last_first' ? [...charged].reverse() : charged;
  const payment = payments.find((entry) => refundableMinor(entry) > 0 && !isStuck(entry));
  if (!payment || busy(payment)) return undefined;
  return { payment, amountMinor: Math.min(amountMinor, refundableMinor(payment)) };
}

/**
 * Splits an amount over payments so that all that was ever given back is in proportion to what was captured of each: the
 * parts add up to the amount, to the minor unit. A payment that gave more than its part before gives nothing now, and none
 * gives more than is left of it; the others make up for both.
 */
function proportionalParts(payments: readonly Payment[], amountMinor: MinorUnits): readonly RefundPart[] {
  const parts = new Map<string, MinorUnits>();
  let sharing = payments.filter((payment) => refundableMinor(payment) > 0);
  let openMinor = amountMinor;
  while (sharing.length > 0 && openMinor > 0) {
    const shares = sharesOf(sharing, openMinor);
    const ahead = new Set(shares.filter((share) => share.amountMinor < 0).map(({ payment }) => payment.id));
    const short = shares.filter((share) => share.amountMinor > refundableMinor(share.payment));
    if (ahead.size === 0 && short.length === 0) {
      for (const { payment, amountMinor: part } of shares) parts.set(payment.id, part);
      break;
    }
    if (ahead.size > 0) {
      sharing = sharing.filter((payment) => !ahead.has(payment.id));
      continue;
    }
    for (const { payment } of short) parts.set(payment.id, refundableMinor(payment));
    openMinor -= sum(short.map(({ payment }) => refundableMinor(payment)));
    const full = new Set(short.map(({ payment }) => payment.id));
    sharing = sharing.filter((payment) => !full.has(payment.id));
  }
  return payments.map((payment) => ({ payment, amountMinor: parts.get(payment.id) ?? 0 }));
}

/** The parts that bring all that was given back, with the amount, in proportion to what was captured. */
function sharesOf(payments: readonly Payment[], amountMinor: MinorUnits): readonly RefundPart[] {
  const given = payments.map((payment) => paymentBook(payment).refundedMinor + underWayMinor(payment));
  const whole = allocate(
    sum([amountMinor, ...given]),
    payments.map((payment) => paymentBook(payment).capturedMinor),
  );
  return payments.map((payment, index) => ({
    payment,
    amountMinor: (whole[index] ?? 0) - (given[index] ?? 0),
  }));
}
