import type { CommandRef } from '../commands.ts';
import type { EventOf } from '../events/index.ts';
import type { NextAction, Order, Payment, Timestamp, Transaction } from '../order.ts';
import { isCalledOff } from './cancellation.ts';
import { inFlight, nextEntry } from './entry.ts';
import { busy, outstandingMinor } from './payment-book.ts';
import { tellOfDecline } from './payment-charges.ts';
import { answered, blank, change, enter } from './payment-entries.ts';
import { attach, findTransaction, wrongCurrency } from './payment-matching.ts';
import { anomaly, applied, duplicate, says, type Taken, type Writers } from './taken.ts';

type AttemptFacts = 'payment.pending' | 'payment.action_required';

/** What the payment ledger makes of a try that waits for a bank, or for the customer. */
export const attemptWriters: Writers<AttemptFacts> = {
  'payment.pending': (order, event) => waits(order, event, null),
  'payment.action_required': (order, event) => waits(order, event, event.nextAction),
};

/** The try goes on: it is entered what it waits for, and until when. One that has ended already waits for nothing. */
function waits(order: Order, event: EventOf<AttemptFacts>, nextAction: NextAction | null): Taken {
  const mismatch = wrongCurrency(order, event.currency);
  if (mismatch) return mismatch;
  const found = findTransaction(order, event, ['authorization']);
  const known = found?.entry;
  if (found && known) {
    if (known.kind !== 'authorization' || !inFlight(known)) return duplicate;
    const answerBy = answerByOf(order, event, nextAction, known);
    const reference = event.reference ?? known.reference;
    if (saysNothingNew(known, nextAction, answerBy, reference)) return duplicate;
    const written = change(order, found.payment.id, known.id, (old) => ({
      ...old,
      state: 'requested',
      reference,
      nextAction,
      answerBy,
    }));
    return told(written, known.id, nextAction, sameAction(known.nextAction, nextAction));
  }
  if (found && busy(found.payment)) return duplicate;
  return begunElsewhere(order, event, nextAction, found?.payment);
}

/** A try that we did not ask for: the customer began it on a hosted page, or a front end did. */
function begunElsewhere(
  order: Order,
  event: EventOf<AttemptFacts>,
  nextAction: NextAction | null,
  payment: Payment | undefined,
): Taken {
  const amountMinor = event.amountMinor ?? payment?.amountMinor ?? outstandingMinor(order);
  if (amountMinor === 0)
    return anomaly(order, 'payment_unknown', 'a payment was begun that does not say of how much');
  const at = event.meta.receivedAt;
  const attached = payment ? { order, payment } : attach(order, { ...event, amountMinor }, at);
  const { order: numbered, id } = nextEntry(attached.order, 'authorization');
  const entry: Transaction = {
    ...blank(id, 'authorization', amountMinor, at),
    reference: event.reference,
    nextAction,
    answerBy: answerByOf(order, event, nextAction, undefined),
  };
  return told(enter(numbered, attached.payment.id, entry), id, nextAction, false);
}

/** Until when a try may wait. The same news again does not put it off. */
function answerByOf(
  order: Order,
  event: EventOf<AttemptFacts>,
  nextAction: NextAction | null,
  known: Transaction | undefined,
): Timestamp {
  if (event.expiresAt !== null) return event.expiresAt;
  if (known && known.answerBy !== null && sameAction(known.nextAction, nextAction)) return known.answerBy;
  const { paymentActionTtlMs, paymentPendingTtlMs } = order.terms;
  return event.meta.receivedAt + (nextAction ? paymentActionTtlMs : paymentPendingTtlMs);
}

function saysNothingNew(
  known: Transaction,
  nextAction: NextAction | null,
  answerBy: Timestamp,
  reference: string | null,
): boolean {
  return (
    known.state === 'requested' &&
    known.answerBy === answerBy &&
    known.reference === reference &&
    sameAction(known.nextAction, nextAction)
  );
}

function sameAction(a: NextAction | null, b: NextAction | null): boolean {
  return a?.type === b?.type && a?.url === b?.url;
}

/** The customer is told what to do, once for each thing; nobody is asked to pay for an order that is called off. */
function told(order: Order, id: string, nextAction: NextAction | null, before: boolean): Taken {
  if (!nextAction) return applied(order, says('order.payment_pending', id));
  const silent = before || order.timestamps.placedAt === null || isCalledOff(order);
  const tells: readonly CommandRef[] = silent
    ? []
    : [{ type: 'notification.send', ref: 'payment_action_required' }];
  return applied(order, says('order.payment_action_required', id), tells);
}

/** The time is over that a try had: it counts as failed. Money that comes of it later is taken as late money is. */
export function expireAttempt(order: Order, transactionId: string, at: Timestamp): Taken {
  for (const payment of order.payments) {
    const entry = payment.transactions.find((candidate) => candidate.id === transactionId);
    if (!entry) continue;
    if (!inFlight(entry)) return duplicate;
    const code = entry.nextAction ? 'action_expired' : 'pending_expired';
    const by = { meta: { receivedAt: at, actor: 'system' } };
    const written = change(order, payment.id, entry.id, (old) => answered(old, 'failed', by, { code }));
    return applied(written, says('order.payment_failed', entry.id), tellOfDecline(written));
  }
  return duplicate;
}
