import type { EventMeta } from '../events/index.ts';
import type { MinorUnits } from '../money.ts';
import type { Evidence, Order, Payment, Timestamp, Transaction } from '../order.ts';
import { inFlight, nextEntry, patch, requested, settled } from './entry.ts';
import { succeeded } from './payment-book.ts';
import type { DuePayment } from './payment-plan.ts';

/** Adds a way of paying. */
export function addPayment(
  order: Order,
  draft: {
    readonly method: string;
    readonly provider: string;
    readonly token: string | null;
    readonly amountMinor: MinorUnits | null;
  },
  addedAt: Timestamp,
  as: { readonly id?: string; readonly origin?: Payment['origin'] } = {},
): { readonly order: Order; readonly payment: Payment } {
  const next = nextEntry(order, 'payment');
  const payment: Payment = {
    id: as.id ?? next.id,
    method: draft.method,
    provider: draft.provider,
    token: draft.token,
    amountMinor: draft.amountMinor,
    origin: as.origin ?? 'ours',
    transactions: [],
    chargebacks: [],
    addedAt,
  };
  return { order: { ...next.order, payments: [...order.payments, payment] }, payment };
}

/** Enters an operation that is due: its command is sent with the same id. */
export function beginPayment(
  order: Order,
  due: DuePayment,
  at: Timestamp,
): { readonly order: Order; readonly id: string } {
  const { order: numbered, id } = nextEntry(order, due.kind);
  const entry: Transaction = {
    ...blank(id, due.kind, due.amountMinor, at),
    authorizationId: due.authorizationId,
    agreedRefundId: due.agreedRefundId,
    final: due.final ?? false,
  };
  return { order: enter(numbered, due.paymentId, entry), id };
}

/** Writes off what is missing of the price: nothing is asked of the outside for it. */
export function beginWriteOff(
  order: Order,
  due: DuePayment,
  at: Timestamp,
): { readonly order: Order; readonly id: string } {
  return enterDone(
    order,
    due.paymentId,
    { kind: 'write_off', amountMinor: due.amountMinor, reference: null, settledBy: 'system' },
    at,
  );
}

/** How a fact says that a transaction ended. */
export interface Answer {
  readonly meta: Pick<EventMeta, 'receivedAt' | 'actor'>;
  readonly evidence?: Evidence | null | undefined;
}

/** Who said so, and what they showed for it. */
export function saidBy(answer: Answer): Pick<Transaction, 'settledBy' | 'evidence'> {
  return { settledBy: answer.meta.actor, evidence: answer.evidence ?? null };
}

/** A transaction as an answer ends it: nobody waits for the customer or a bank any more. */
export function answered(
  entry: Transaction,
  state: 'succeeded' | 'failed',
  answer: Answer,
  more: { readonly reference?: string | null; readonly code?: string | null } = {},
): Transaction {
  return {
    ...settled(entry, state, answer.meta.receivedAt, more),
    nextAction: null,
    answerBy: null,
    ...saidBy(answer),
  };
}

/** A transaction that was just asked for. */
export function blank(
  id: string,
  kind: Transaction['kind'],
  amountMinor: MinorUnits,
  at: Timestamp,
): Transaction {
  return {
    ...requested(id, at),
    kind,
    amountMinor,
    authorizationId: null,
    expiresAt: null,
    expired: false,
    agreedRefundId: null,
    retried: false,
    final: false,
    nextAction: null,
    answerBy: null,
    settledBy: null,
    evidence: null,
  };
}

/** Adds a transaction to a payment. */
export function enter(order: Order, paymentId: string, entry: Transaction): Order {
  return {
    ...order,
    payments: patch(order.payments, paymentId, (payment) => ({
      ...payment,
      transactions: [...payment.transactions, entry],
    })),
  };
}

/** The order with one transaction changed. */
export function change(
  order: Order,
  paymentId: string,
  transactionId: string,
  by: (entry: Transaction) => Transaction,
): Order {
  return {
    ...order,
    payments: patch(order.payments, paymentId, (payment) => ({
      ...payment,
      transactions: patch(payment.transactions, transactionId, by),
    })),
  };
}

/** Enters something that was done at the provider, without our asking. */
export function enterDone(
  order: Order,
  paymentId: string,
  entry: Pick<Transaction, 'kind' | 'amountMinor' | 'reference'> & Partial<Transaction>,
  at: Timestamp,
): { order: Order; id: string } {
  const { order: numbered, id } = nextEntry(order, entry.kind);
  const full: Transaction = {
    ...settled(blank(id, entry.kind, entry.amountMinor, at), 'succeeded', at),
    ...entry,
  };
  return { order: enter(numbered, paymentId, full), id };
}

/** Marks an authorization as run out. */
export function expireAuthorization(order: Order, transactionId: string): Order | undefined {
  for (const payment of order.payments) {
    const entry = succeeded(payment, 'authorization').find((candidate) => candidate.id === transactionId);
    if (entry)
      return entry.expired
        ? undefined
        : change(order, payment.id, entry.id, (old) => ({ ...old, expired: true }));
  }
  return undefined;
}

/** Settles the transaction with this id as withdrawn or unknown, if it is under way. */
export function settleTransaction(
  order: Order,
  transactionId: string,
  state: 'withdrawn' | 'unknown',
  at: Timestamp,
): Order | undefined {
  for (const payment of order.payments) {
    const entry = payment.transactions.find((candidate) => candidate.id === transactionId);
    // What the customer or a bank works on was attempted, whoever asked for it.
    if (state === 'withdrawn' && entry && entry.answerBy !== null) return undefined;
    if (entry)
      return inFlight(entry) && entry.state !== state
        ? change(order, payment.id, entry.id, (old) => settled(old, state, at))
        : undefined;
  }
  return undefined;
}
