import { format, type MinorUnits } from '../money.ts';
import type { Order, Payment } from '../order.ts';
import { isDone, isFailed, nextEntry } from './entry.ts';
import { openAuthorization, openOf, paymentBook } from './payment-book.ts';
import { type Answer, answered, change, enterDone, saidBy } from './payment-entries.ts';
import { findTransaction } from './payment-matching.ts';
import { anomaly, applied, duplicate, says, type Taken, type Writers } from './taken.ts';

type UndoingFacts = 'payment.voided' | 'payment.void_failed' | 'payment.refunded' | 'payment.refund_failed';

/** What the payment ledger makes of facts about undoing: voids and refunds. */
export const undoingWriters: Writers<UndoingFacts> = {
  'payment.voided': (order, event) => {
    const at = event.meta.receivedAt;
    const found = findTransaction(order, event, ['void']);
    if (!found)
      return anomaly(order, 'payment_unknown', 'a payment was voided that this order does not know');
    const { payment, entry } = found;
    if (entry && entry.kind === 'void') {
      if (isDone(entry)) return duplicate;
      return applied(
        change(order, payment.id, entry.id, (old) => ({
          ...answered(old, 'succeeded', event, { reference: event.reference }),
          code: null,
        })),
        says('order.payment_voided', entry.id),
      );
    }
    const authorization = openAuthorization(payment);
    if (!authorization) return duplicate;
    const done = enterDone(
      order,
      payment.id,
      {
        kind: 'void',
        amountMinor: openOf(payment, authorization),
        reference: event.reference,
        authorizationId: authorization.id,
        ...saidBy(event),
      },
      at,
    );
    return applied(done.order, says('order.payment_voided', done.id));
  },

  'payment.void_failed': (order, event) => {
    const at = event.meta.receivedAt;
    const found = findTransaction(order, event, ['void']);
    const entry = found?.entry;
    if (!found || entry?.kind !== 'void')
      return anomaly(
        order,
        'payment_unknown',
        `a void failed that this order did not ask for (${event.code})`,
      );
    if (isFailed(entry)) return duplicate;
    if (isDone(entry))
      return anomaly(
        order,
        'late_failure',
        `void ${entry.id} succeeded, and is now reported as failed (${event.code})`,
      );
    const failed = change(order, found.payment.id, entry.id, (old) =>
      answered(old, 'failed', event, { code: event.code }),
    );
    const authorization = found.payment.transactions.find(
      (candidate) => candidate.id === entry.authorizationId,
    );
    const openMinor = authorization ? openOf(found.payment, authorization) : 0;
    if (event.code !== 'already_captured' || openMinor === 0)
      return applied(failed, says('order.payment_failed', entry.id));
    const amountMinor = Math.min(openMinor, event.capturedMinor ?? openMinor);
    const goesOn = amountMinor < openMinor;
    const done = enterDone(
      goesOn ? change(failed, found.payment.id, entry.id, (old) => ({ ...old, retried: true })) : failed,
      found.payment.id,
      {
        kind: 'capture',
        amountMinor,
        reference: null,
        authorizationId: entry.authorizationId,
        ...saidBy(event),
      },
      at,
    );
    return applied(done.order, says('order.payment_captured', done.id));
  },

  'payment.refunded': (order, event) => {
    const only = event.paymentId === null && order.payments.length === 1 ? order.payments[0] : undefined;
    const found =
      findTransaction(order, event, ['refund']) ??
      (only && findTransaction(order, { ...event, paymentId: only.id }, ['refund']));
    const entry = found?.entry;
    if (found && entry?.kind === 'refund') {
      if (isDone(entry)) return duplicate;
      const refused = change(order, found.payment.id, entry.id, (old) =>
        answered(old, 'failed', event, { reference: event.reference, code: 'exceeds_capture' }),
      );
      const written = change(order, found.payment.id, entry.id, (old) => ({
        ...answered(old, 'succeeded', event, { reference: event.reference }),
        amountMinor: event.amountMinor,
        code: null,
      }));
      return (
        overRefund(order, found.payment, event.amountMinor, refused) ??
        applied(written, says('order.payment_refunded', entry.id))
      );
    }
    const payment = found?.payment;
    if (!payment)
      return anomaly(
        order,
        'payment_unknown',
        'money was refunded on a payment that this order does not know',
      );
    return (
      overRefund(order, payment, event.amountMinor) ??
      refundedOutside(order, payment, event.amountMinor, event.reference, event)
    );
  },

  'payment.refund_failed': (order, event) => {
    const found = findTransaction(order, event, ['refund']);
    const entry = found?.entry;
    if (!found || entry?.kind !== 'refund')
      return anomaly(
        order,
        'payment_unknown',
        `a refund failed that this order does not know (${event.code})`,
      );
    if (isFailed(entry)) return duplicate;
    const written = change(order, found.payment.id, entry.id, (old) =>
      answered(old, 'failed', event, { code: event.code }),
    );
    return applied(written, says('order.refund_failed', entry.id));
  },
};

/** More was given back than was captured: it can't be, so it is not entered, and people are told. What we asked for ends as failed. */
function overRefund(
  order: Order,
  payment: Payment,
  amountMinor: MinorUnits,
  refused: Order = order,
): Taken | undefined {
  const book = paymentBook(payment);
  const leftMinor = book.capturedMinor - book.refundedMinor - book.chargedBackMinor;
  if (amountMinor <= leftMinor) return undefined;
  const [given, left] = [format(amountMinor, order.currency), format(leftMinor, order.currency)];
  return anomaly(
    refused,
    'refund_exceeds_capture',
    `a refund of ${given} was reported, but only ${left} are left of what was captured; it is not entered`,
  );
}

/** Somebody refunded at the provider: the ledger takes it as agreed. */
function refundedOutside(
  order: Order,
  payment: Payment,
  amountMinor: MinorUnits,
  reference: string | null,
  answer: Answer,
): Taken {
  const at = answer.meta.receivedAt;
  const next = nextEntry(order, 'agreed-refund');
  const reason = answer.evidence?.reason ?? 'refunded at the provider';
  const agreed = { id: next.id, amountMinor, reason, agreedAt: at, agreedBy: answer.meta.actor };
  const done = enterDone(
    { ...next.order, refunds: [...order.refunds, agreed] },
    payment.id,
    { kind: 'refund', amountMinor, reference, agreedRefundId: agreed.id, ...saidBy(answer) },
    at,
  );
  return applied(done.order, says('order.payment_refunded', done.id));
}
