import { hasTag } from '../axes.ts';
import { isFailed } from '../ledgers/entry.ts';
import {
  capturable,
  openOf,
  orderBook,
  payableMinor,
  paymentBook,
  securedMinor,
} from '../ledgers/payment-book.ts';
import { format, sum } from '../money.ts';
import type { Order } from '../order.ts';
import { payloadRule, type Rule, stateRule } from './rule.ts';

const status = (order: Order) => order.axes.status;

/** The rules about payments and refunds. */
export const moneyRules: readonly Rule[] = [
  stateRule(
    'payment.add.open',
    ['payment.add'],
    'A way of paying can be added while something is still to be paid.',
    { codes: ['nothing_to_pay'], terms: [] },
    (order) => {
      const open = payableMinor(order) - securedMinor(order) - orderBook(order).writtenOffMinor;
      if (
        (status(order) === 'pending' || hasTag(status(order), 'released')) &&
        open > 0 &&
        order.cancellation?.state !== 'requested'
      )
        return null;
      return {
        code: 'nothing_to_pay',
        reason: `nothing more is to be paid while the order is \`${status(order)}\``,
        value: Math.max(0, open),
        limit: 1,
      };
    },
  ),
  stateRule(
    'payment.capture.open',
    ['payment.capture'],
    'Money can be captured while an authorization is good and nothing is under way on its payment.',
    { codes: ['nothing_to_capture'], terms: [] },
    (order) => {
      const live = hasTag(status(order), 'placed') && order.cancellation?.state !== 'requested';
      if (live && capturable(order, null)) return null;
      return {
        code: 'nothing_to_capture',
        reason: 'there is no open authorization that could be captured now',
        value: order.axes.payment,
        limit: ['authorized', 'partially_captured'],
      };
    },
  ),
  payloadRule(
    'payment.capture.amount',
    'payment.capture',
    'No more can be captured than was authorized.',
    { codes: ['nothing_to_capture', 'exceeds_authorization'], terms: [] },
    (order, event) => {
      const found = capturable(order, event.paymentId);
      if (!found)
        return {
          code: 'nothing_to_capture',
          reason: `payment ${event.paymentId ?? ''} has no open authorization`,
          value: event.paymentId,
          limit: null,
        };
      const open = openOf(found.payment, found.authorization);
      if (event.amountMinor === null || event.amountMinor <= open) return null;
      return {
        code: 'exceeds_authorization',
        reason: `only ${format(open, order.currency)} are authorized and not captured`,
        value: event.amountMinor,
        limit: open,
      };
    },
  ),
  stateRule(
    'payment.refund.captured',
    ['payment.refund'],
    'Money can be given back once some was captured; an order that was called off gives everything back by itself.',
    { codes: ['nothing_to_refund'], terms: [] },
    (order) => {
      const book = orderBook(order);
      const left = book.capturedMinor - book.refundedMinor - book.chargedBackMinor;
      if (hasTag(status(order), 'placed') && left > 0) return null;
      return {
        code: 'nothing_to_refund',
        reason: 'nothing was captured that could be given back',
        value: left,
        limit: 1,
      };
    },
  ),
  stateRule(
    'payment.refund.undisputed',
    ['payment.refund'],
    'Nothing is given back out of goodwill while a bank decides about a chargeback: the customer would have it twice.',
    { codes: ['chargeback_open'], terms: [] },
    (order) => {
      const open = order.payments
        .flatMap((payment) => payment.chargebacks)
        .find((chargeback) => chargeback.state === 'open');
      if (!open) return null;
      return {
        code: 'chargeback_open',
        reason: `chargeback ${open.reference} of ${format(open.amountMinor, order.currency)} is not decided yet`,
        value: open.reference,
        limit: null,
      };
    },
  ),
  payloadRule(
    'payment.refund.amount',
    'payment.refund',
    'No more can be given back than was captured and not given back yet.',
    { codes: ['exceeds_captured'], terms: [] },
    (order, event) => {
      const left = refundableMinor(order);
      if (event.amountMinor <= left) return null;
      return {
        code: 'exceeds_captured',
        reason: `only ${format(left, order.currency)} are left to give back`,
        value: event.amountMinor,
        limit: left,
      };
    },
  ),
  stateRule(
    'payment.retry.failed',
    ['payment.retry'],
    'A void or a refund can be tried again after it failed.',
    { codes: ['nothing_to_retry'], terms: [] },
    (order) =>
      retryable(order).length > 0
        ? null
        : {
            code: 'nothing_to_retry',
            reason: 'no void or refund has failed',
            value: order.axes.payment,
            limit: null,
          },
  ),
  payloadRule(
    'payment.retry.entry',
    'payment.retry',
    'The transaction must be a failed void or refund.',
    { codes: ['nothing_to_retry'], terms: [] },
    (order, event) =>
      retryable(order).includes(event.transactionId)
        ? null
        : {
            code: 'nothing_to_retry',
            reason: `transaction ${event.transactionId} is not a failed void or refund`,
            value: event.transactionId,
            limit: retryable(order),
          },
  ),
];

/** What was captured, and is neither given back nor promised. */
function refundableMinor(order: Order): number {
  const promised = sum(order.refunds.map((refund) => refund.amountMinor));
  const paidOut = sum(
    order.payments
      .flatMap((payment) => payment.transactions)
      .filter(
        (entry) => entry.kind === 'refund' && entry.state === 'succeeded' && entry.agreedRefundId !== null,
      )
      .map((entry) => entry.amountMinor),
  );
  const open = sum(
    order.payments
      .map((payment) => paymentBook(payment))
      .map((book) => book.capturedMinor - book.refundedMinor - book.chargedBackMinor),
  );
  return Math.max(0, open - Math.max(0, promised - paidOut));
}

function retryable(order: Order): string[] {
  return order.payments
    .flatMap((payment) => payment.transactions)
    .filter(
      (entry) => (entry.kind === 'void' || entry.kind === 'refund') && isFailed(entry) && !entry.retried,
    )
    .map((entry) => entry.id);
}
