import type { CommandRef } from '../commands.ts';
import type { EventOf } from '../events/index.ts';
import { format, type MinorUnits } from '../money.ts';
import type { Order, Payment, Timestamp, Transaction } from '../order.ts';
import { isDone, isFailed, nextEntry } from './entry.ts';
import { capturedOf, isAttempt, openAuthorization, openOf, paymentBook } from './payment-book.ts';
import { type Answer, answered, blank, change, enter, enterDone, saidBy } from './payment-entries.ts';
import { attach, findTransaction, isAnonymous, wrongCurrency } from './payment-matching.ts';
import { attemptsAreUsedUp } from './payment-plan.ts';
import { tellWhatIsOpen } from './payment-shortfall.ts';
import { anomaly, applied, duplicate, says, type Taken, type Writers } from './taken.ts';

type ChargeFacts = 'payment.authorized' | 'payment.captured' | 'payment.failed';

/** What the payment ledger makes of facts about charging: authorizations and captures. */
export const chargeWriters: Writers<ChargeFacts> = {
  'payment.authorized': (order, event) => {
    const at = event.meta.receivedAt;
    const mismatch = wrongCurrency(order, event.currency);
    if (mismatch) return mismatch;
    const found = findTransaction(order, event, ['authorization']);
    if (found?.entry && isDone(found.entry)) return duplicate;
    const expiresAt = event.expiresAt ?? at + order.terms.authorizationTtlMs;
    if (found?.entry?.kind === 'authorization') {
      const { payment, entry } = found;
      const written = change(order, payment.id, entry.id, (old) => ({
        ...answered(old, 'succeeded', event, { reference: event.reference }),
        amountMinor: event.amountMinor,
        expiresAt,
        code: null,
      }));
      return applied(written, says('order.payment_authorized', entry.id));
    }
    if (found && isAnonymous(event) && paymentBook(found.payment).authorizedMinor >= event.amountMinor)
      return duplicate;
    const attached = found ? { order, payment: found.payment } : attach(order, event, at);
    const done = enterDone(
      attached.order,
      attached.payment.id,
      {
        kind: 'authorization',
        amountMinor: event.amountMinor,
        reference: event.reference,
        expiresAt,
        ...saidBy(event),
      },
      at,
    );
    return applied(done.order, says('order.payment_authorized', done.id));
  },

  'payment.captured': (order, event) => {
    const at = event.meta.receivedAt;
    const mismatch = wrongCurrency(order, event.currency);
    if (mismatch) return mismatch;
    const found = findTransaction(order, event, ['capture', 'authorization']);
    if (found?.entry?.kind === 'capture') {
      const { payment, entry } = found;
      if (isDone(entry)) return duplicate;
      const written = change(order, payment.id, entry.id, (old) => ({
        ...answered(old, 'succeeded', event, { reference: event.reference }),
        amountMinor: event.amountMinor,
        code: null,
      }));
      return (
        overCapture(written, payment.id, entry.authorizationId) ??
        applied(written, says('order.payment_captured', entry.id), tellWhatIsOpen(written))
      );
    }
    const book = found && paymentBook(found.payment);
    if (
      book &&
      !found.entry &&
      isAnonymous(event) &&
      book.openMinor === 0 &&
      book.capturedMinor >= event.amountMinor
    )
      return duplicate;
    const attached = found ? { order, payment: found.payment } : attach(order, event, at);
    const authorized = coverCapture(
      attached.order,
      attached.payment,
      found?.entry,
      event.amountMinor,
      event.reference,
      event,
    );
    if (!authorized) return duplicate;
    const done = enterDone(
      authorized.order,
      attached.payment.id,
      {
        kind: 'capture',
        amountMinor: event.amountMinor,
        reference: event.reference,
        authorizationId: authorized.id,
        ...saidBy(event),
      },
      at,
    );
    return (
      overCapture(done.order, attached.payment.id, authorized.id) ??
      applied(done.order, says('order.payment_captured', done.id), tellWhatIsOpen(done.order))
    );
  },

  'payment.failed': (order, event) => {
    const at = event.meta.receivedAt;
    const found = findTransaction(order, event, ['capture', 'authorization']);
    if (!found)
      return anomaly(
        order,
        'payment_unknown',
        `a payment failed that this order does not know (${event.code})`,
      );
    const { payment } = found;
    const entry = found.entry ?? payment.transactions.filter(isAttempt).at(-1);
    if (!entry) return failFresh(order, payment, event, at);
    if (isFailed(entry)) return duplicate;
    if (isDone(entry)) {
      const amount = format(entry.amountMinor, order.currency);
      return anomaly(
        order,
        'late_failure',
        `${entry.kind} ${entry.id} of ${amount} succeeded, and is now reported as failed (${event.code}); the provider's books decide`,
      );
    }
    const failed = change(order, payment.id, entry.id, (old) =>
      answered(old, 'failed', event, { reference: event.reference, code: event.code }),
    );
    const dead = entry.kind === 'capture' && entry.authorizationId !== null;
    const written = dead
      ? change(failed, payment.id, entry.authorizationId ?? '', (old) => ({ ...old, expired: true }))
      : failed;
    return applied(written, says('order.payment_failed', entry.id), tellOfDecline(written));
  },
};

/** The authorization that a capture draws on; a capture without one implies it. `undefined`: the capture is known already. */
function coverCapture(
  order: Order,
  payment: Payment,
  entry: Transaction | undefined,
  amountMinor: MinorUnits,
  reference: string | null,
  answer: Answer,
): { readonly order: Order; readonly id: string } | undefined {
  if (entry && isDone(entry)) {
    return openOf(payment, entry) > 0 ? { order, id: entry.id } : undefined;
  }
  if (entry) {
    const written = change(order, payment.id, entry.id, (old) => ({
      ...answered(old, 'succeeded', answer, { reference }),
      amountMinor,
      code: null,
    }));
    return { order: written, id: entry.id };
  }
  const open = openAuthorization(payment);
  if (open) return { order, id: open.id };
  const implied = { kind: 'authorization', amountMinor, reference, ...saidBy(answer) } as const;
  return enterDone(order, payment.id, implied, answer.meta.receivedAt);
}

/** More was captured than was authorized: it is entered, the authorization is raised to what was taken, and people are told. */
function overCapture(order: Order, paymentId: string, authorizationId: string | null): Taken | undefined {
  const payment = order.payments.find((candidate) => candidate.id === paymentId);
  const authorization = payment?.transactions.find((candidate) => candidate.id === authorizationId);
  if (!payment || !authorization) return undefined;
  const taken = capturedOf(payment, authorization.id);
  if (taken <= authorization.amountMinor && isDone(authorization)) return undefined;
  const raised = change(order, paymentId, authorization.id, (old) => ({
    ...old,
    state: 'succeeded',
    amountMinor: Math.max(taken, old.amountMinor),
    code: null,
  }));
  const [was, is] = [format(authorization.amountMinor, order.currency), format(taken, order.currency)];
  return anomaly(
    raised,
    'over_capture',
    `${is} were captured of an authorization of ${was}; the ledger holds what was captured`,
  );
}

/** The customer is told of a decline while another way of paying can still be tried; the last one is told of as the order's failure. */
export function tellOfDecline(order: Order): readonly CommandRef[] {
  const goesOn = order.axes.status === 'pending' && !attemptsAreUsedUp(order);
  return goesOn ? [{ type: 'notification.send', ref: 'payment_failed' }] : [];
}

/** A payment that we never tried has failed elsewhere: a declined attempt on a hosted page. */
function failFresh(order: Order, payment: Payment, event: EventOf<'payment.failed'>, at: Timestamp): Taken {
  const { order: numbered, id } = nextEntry(order, 'authorization');
  const entry = answered(
    blank(id, 'authorization', payment.amountMinor ?? order.totals.totalMinor, at),
    'failed',
    event,
    { reference: event.reference, code: event.code },
  );
  const written = enter(numbered, payment.id, entry);
  return applied(written, says('order.payment_failed', id), tellOfDecline(written));
}
