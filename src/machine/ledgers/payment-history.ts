import type { MinorUnits } from '../money.ts';
import type { Chargeback, Evidence, Order, Payment, Timestamp, Transaction } from '../order.ts';

/** One thing that happened to the money of an order. */
export interface PaymentHistoryEntry {
  readonly at: Timestamp;
  readonly paymentId: string;
  readonly method: string;
  readonly provider: string;
  /** The ledger entry: a transaction or a chargeback. */
  readonly entryId: string;
  readonly kind: Transaction['kind'] | 'chargeback';
  /** What became of it then. A transaction is `requested` first; a chargeback `open`. */
  readonly state: Transaction['state'] | Chargeback['state'];
  readonly amountMinor: MinorUnits;
  readonly reference: string | null;
  /** Why: a decline's code, a dispute's reason. */
  readonly code: string | null;
  /** Why money was given back, if that was agreed on. */
  readonly reason: string | null;
  /** Who asked for it, or said so; `null`: the order itself, or whoever it asked. */
  readonly by: string | null;
  readonly evidence: Evidence | null;
}

/** What happened to the money of an order, over all its payments, in the order of time: by whom, and with what proof. */
export function paymentHistory(order: Order): readonly PaymentHistoryEntry[] {
  return order.payments
    .flatMap((payment) => [
      ...payment.transactions.flatMap((entry) => transactionLines(order, payment, entry)),
      ...payment.chargebacks.flatMap((entry) => chargebackLines(payment, entry)),
    ])
    .sort((a, b) => a.at - b.at || rankOf(a) - rankOf(b) || numberOf(a) - numberOf(b));
}

/** Of one moment: what ended comes before what was begun because of it. */
function rankOf({ state }: PaymentHistoryEntry): number {
  return state === 'requested' || state === 'open' ? 1 : 0;
}

function numberOf({ entryId }: PaymentHistoryEntry): number {
  return Number(entryId.split(':').at(-1));
}

function transactionLines(
  order: Order,
  payment: Payment,
  entry: Transaction,
): readonly PaymentHistoryEntry[] {
  const agreed = order.refunds.find(({ id }) => id === entry.agreedRefundId);
  const line = {
    ...headOf(payment),
    entryId: entry.id,
    kind: entry.kind,
    amountMinor: entry.amountMinor,
    reference: entry.reference,
    reason: agreed?.reason ?? null,
  };
  const asked: PaymentHistoryEntry = {
    ...line,
    at: entry.requestedAt,
    state: 'requested',
    code: null,
    by: agreed?.agreedBy ?? null,
    evidence: null,
  };
  if (entry.state === 'requested') return [asked];
  const { state, code, settledBy: by, evidence } = entry;
  const ended: PaymentHistoryEntry = {
    ...line,
    at: entry.settledAt ?? entry.requestedAt,
    state,
    code,
    by,
    evidence,
  };
  return entry.settledAt === entry.requestedAt ? [ended] : [asked, ended];
}

function chargebackLines(payment: Payment, entry: Chargeback): readonly PaymentHistoryEntry[] {
  const line = {
    ...headOf(payment),
    entryId: entry.id,
    kind: 'chargeback' as const,
    amountMinor: entry.amountMinor,
    reference: entry.reference,
    code: entry.reasonCode,
    reason: null,
  };
  const { openedAt, openedBy, closedAt, closedBy, evidence } = entry;
  const opened: PaymentHistoryEntry = { ...line, at: openedAt, state: 'open', by: openedBy, evidence: null };
  if (closedAt === null) return [{ ...opened, evidence }];
  const over: PaymentHistoryEntry = { ...line, at: closedAt, state: entry.state, by: closedBy, evidence };
  return entry.closedAt === entry.openedAt ? [over] : [opened, over];
}

const headOf = ({ id, method, provider }: Payment) => ({ paymentId: id, method, provider });
