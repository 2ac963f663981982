import { nextEntry } from './entry.ts';
import { capturable, openOf } from './payment-book.ts';
import { addPayment, beginPayment, change } from './payment-entries.ts';
import type { DuePayment } from './payment-plan.ts';
import { anomaly, applied, type Writers } from './taken.ts';

type PaymentRequests = 'payment.add' | 'payment.capture' | 'payment.refund' | 'payment.retry';

/** What the payment ledger makes of requests. */
export const paymentRequestWriters: Writers<PaymentRequests> = {
  'payment.add': (order, event) => applied(addPayment(order, event, event.meta.receivedAt).order),

  'payment.capture': (order, event) => {
    const found = capturable(order, event.paymentId);
    if (!found) return anomaly(order, 'nothing_to_capture', 'there is no open authorization to capture');
    const { payment, authorization } = found;
    const due: DuePayment = {
      kind: 'capture',
      paymentId: payment.id,
      amountMinor: event.amountMinor ?? openOf(payment, authorization),
      authorizationId: authorization.id,
      agreedRefundId: null,
      final:
        event.final || event.amountMinor === null || event.amountMinor === openOf(payment, authorization),
    };
    const begun = beginPayment(order, due, event.meta.receivedAt);
    return applied(begun.order, [], [{ type: 'payment.capture', ref: begun.id }]);
  },

  'payment.refund': (order, event) => {
    const next = nextEntry(order, 'agreed-refund');
    const agreed = {
      id: next.id,
      amountMinor: event.amountMinor,
      reason: event.reason,
      agreedAt: event.meta.receivedAt,
      agreedBy: event.meta.actor,
    };
    return applied({ ...next.order, refunds: [...order.refunds, agreed] });
  },

  'payment.retry': (order, event) => {
    const payment = order.payments.find((entry) =>
      entry.transactions.some((transaction) => transaction.id === event.transactionId),
    );
    if (!payment)
      return anomaly(order, 'transaction_unknown', `there is no transaction ${event.transactionId}`);
    return applied(change(order, payment.id, event.transactionId, (entry) => ({ ...entry, retried: true })));
  },
};
