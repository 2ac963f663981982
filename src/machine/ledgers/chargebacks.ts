import { hasTag } from '../axes.ts';
import type { PublishedRef } from '../commands.ts';
import type { EventOf } from '../events/index.ts';
import { format, type MinorUnits } from '../money.ts';
import type { Chargeback, Order, Payment, Timestamp } from '../order.ts';
import { nextEntry, patch } from './entry.ts';
import { openUnits } from './lines.ts';
import { refundableMinor } from './payment-allocation.ts';
import { openHolds, placeHold, releaseHolds } from './review.ts';
import { anomaly, applied, duplicate, says, type Taken, type Writers } from './taken.ts';

type ChargebackFacts = 'chargeback.opened' | 'chargeback.won' | 'chargeback.lost';

/** What the payment ledger makes of disputes. They may come in any order; what the bank says last holds. */
export const chargebackWriters: Writers<ChargebackFacts> = {
  'chargeback.opened': (order, event) => {
    const known = findChargeback(order, event.reference);
    if (known) return postponed(order, known, event.evidenceDueAt);
    const { amountMinor, evidenceDueAt } = event;
    return entered(order, event, amountMinor, { state: 'open', evidenceDueAt });
  },
  'chargeback.won': (order, event) => closed(order, event, 'won'),
  'chargeback.lost': (order, event) => closed(order, event, 'lost'),
};

interface FoundChargeback {
  readonly payment: Payment;
  readonly chargeback: Chargeback;
}

function findChargeback(order: Order, reference: string): FoundChargeback | undefined {
  for (const payment of order.payments) {
    const chargeback = payment.chargebacks.find((entry) => entry.reference === reference);
    if (chargeback) return { payment, chargeback };
  }
  return undefined;
}

/** The payment that is disputed: the one that is named, the one whose charge it is, or the only one. */
function disputedPayment(order: Order, event: EventOf<ChargebackFacts>): Payment | undefined {
  if (event.paymentId !== null) return order.payments.find(({ id }) => id === event.paymentId);
  if (event.charge !== null)
    return order.payments.find(({ transactions }) =>
      transactions.some(({ reference }) => reference === event.charge),
    );
  return order.payments.length === 1 ? order.payments[0] : undefined;
}

/** The bank gives more time, or less. */
function postponed(order: Order, { payment, chargeback }: FoundChargeback, dueAt: Timestamp | null): Taken {
  if (chargeback.state !== 'open' || dueAt === null || dueAt === chargeback.evidenceDueAt) return duplicate;
  return applied(
    change(order, payment.id, chargeback.id, (old) => ({ ...old, evidenceDueAt: dueAt, remindedAt: null })),
  );
}

function closed(
  order: Order,
  event: EventOf<'chargeback.won' | 'chargeback.lost'>,
  state: 'won' | 'lost',
): Taken {
  const known = findChargeback(order, event.reference);
  if (!known) {
    if (event.amountMinor !== null)
      return entered(order, event, event.amountMinor, { state, evidenceDueAt: null });
    return anomaly(
      order,
      'chargeback_unknown',
      `chargeback ${event.reference} was ${state}, but this order does not know it, nor how much it was about`,
    );
  }
  if (known.chargeback.state === state) return duplicate;
  const written = change(order, known.payment.id, known.chargeback.id, (old) => ({
    ...old,
    state,
    closedAt: event.meta.receivedAt,
    closedBy: event.meta.actor,
    evidence: event.evidence ?? old.evidence,
  }));
  const held = state === 'won' ? letGo(written, event.meta.receivedAt) : holdGoods(written, event);
  return applied(held.order, [
    ...says(state === 'won' ? 'order.chargeback_won' : 'order.chargeback_lost', known.chargeback.id),
    ...held.published,
  ]);
}

/** Enters a dispute that was not heard of before. One over money that was given back already is entered too, and people are told. */
function entered(
  order: Order,
  event: EventOf<ChargebackFacts>,
  amountMinor: MinorUnits,
  as: Pick<Chargeback, 'state' | 'evidenceDueAt'>,
): Taken {
  const payment = disputedPayment(order, event);
  if (!payment)
    return anomaly(
      order,
      'payment_unknown',
      `chargeback ${event.reference} is about a payment that this order does not know`,
    );
  const { receivedAt: at, actor } = event.meta;
  const leftMinor = refundableMinor(payment);
  const { order: numbered, id } = nextEntry(order, 'chargeback');
  const isOpen = as.state === 'open';
  const chargeback: Chargeback = {
    id,
    reference: event.reference,
    ...as,
    amountMinor,
    reasonCode: event.reasonCode,
    openedAt: at,
    remindedAt: null,
    closedAt: isOpen ? null : at,
    openedBy: actor,
    closedBy: isOpen ? null : actor,
    evidence: event.evidence,
  };
  const written: Order = {
    ...numbered,
    payments: patch(numbered.payments, payment.id, (old) => ({
      ...old,
      chargebacks: [...old.chargebacks, chargeback],
    })),
  };
  const held = as.state === 'won' ? { order: written, published: [] } : holdGoods(written, event);
  const published = [...says(`order.chargeback_${isOpen ? 'opened' : as.state}`, id), ...held.published];
  if (amountMinor <= leftMinor || as.state === 'won') return applied(held.order, published);
  const [asked, left] = [format(amountMinor, order.currency), format(leftMinor, order.currency)];
  return {
    ...anomaly(
      held.order,
      'chargeback_exceeds_capture',
      `chargeback ${event.reference} is about ${asked}, but only ${left} of what was captured are not given back already; show the bank the refund`,
    ),
    published,
  };
}

function change(
  order: Order,
  paymentId: string,
  chargebackId: string,
  by: (entry: Chargeback) => Chargeback,
): Order {
  return {
    ...order,
    payments: patch(order.payments, paymentId, (payment) => ({
      ...payment,
      chargebacks: patch(payment.chargebacks, chargebackId, by),
    })),
  };
}

interface Held {
  readonly order: Order;
  readonly published: readonly PublishedRef[];
}

/** Goods that have not left are held for a person, as the terms say. */
function holdGoods(order: Order, event: EventOf<ChargebackFacts>): Held {
  const going = hasTag(order.axes.status, 'open') && hasTag(order.axes.status, 'placed');
  const held = openHolds(order).some((hold) => hold.kind === 'chargeback');
  if (order.terms.onChargeback === 'continue' || !going || held || openUnits(order) === 0)
    return { order, published: [] };
  const reason = `chargeback ${event.reference}: ${event.reasonCode}`;
  return {
    order: placeHold(order, 'chargeback', reason, 'system', event.meta.receivedAt),
    published: says('order.hold_placed'),
  };
}

/** The goods go on once no bank holds or has taken money any more. */
function letGo(order: Order, at: Timestamp): Held {
  const still = order.payments.some((payment) => payment.chargebacks.some(({ state }) => state !== 'won'));
  if (still || !openHolds(order).some((hold) => hold.kind === 'chargeback')) return { order, published: [] };
  return {
    order: releaseHolds(order, (hold) => hold.kind === 'chargeback', {
      outcome: 'released',
      by: 'system',
      at,
    }),
    published: says('order.hold_released'),
  };
}

/** When people are to be told that a bank waits for proof; `null`: it does not, or they were. */
export function reminderAt(order: Order, chargeback: Chargeback): Timestamp | null {
  const { state, evidenceDueAt, remindedAt, openedAt } = chargeback;
  if (state !== 'open' || evidenceDueAt === null || remindedAt !== null) return null;
  return Math.max(openedAt, evidenceDueAt - order.terms.evidenceReminderMs);
}

/** People are told that a bank waits for proof. */
export function remindOfEvidence(order: Order, chargebackId: string, at: Timestamp): Taken {
  const payment = order.payments.find(({ chargebacks }) => chargebacks.some(({ id }) => id === chargebackId));
  const chargeback = payment?.chargebacks.find(({ id }) => id === chargebackId);
  if (!payment || !chargeback || reminderAt(order, chargeback) === null) return duplicate;
  return applied(
    change(order, payment.id, chargebackId, (old) => ({ ...old, remindedAt: at })),
    says('order.chargeback_evidence_due', chargebackId),
  );
}
