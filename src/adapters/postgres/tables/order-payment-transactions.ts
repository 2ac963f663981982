import type { Transaction } from '../../../machine/index.ts';
import { ledgerTable } from './ledger-table.ts';
import type { RowOf } from './table.ts';

const columns = {
  id: 'text',
  payment_id: 'text',
  kind: 'text',
  state: 'text',
  amount_minor: 'bigint',
  requested_at: 'timestamptz',
  settled_at: 'timestamptz?',
  reference: 'text?',
  code: 'text?',
  authorization_id: 'text?',
  expires_at: 'timestamptz?',
  expired: 'boolean',
  agreed_refund_id: 'text?',
  retried: 'boolean',
  is_final: 'boolean',
  next_action: 'jsonb?',
  answer_by: 'timestamptz?',
  settled_by: 'text?',
  evidence: 'jsonb?',
} as const;
/** A row of {@link orderPaymentTransactions}. */
export type TransactionRow = RowOf<typeof columns>;

/** The ledger of the money. Positions count over all payments of the order. */
export const orderPaymentTransactions = ledgerTable(
  'order_payment_transactions',
  'id',
  columns,
  (order) => order.payments,
  (order) =>
    order.payments.flatMap((payment) =>
      payment.transactions.map((transaction) => transactionRowOf(payment.id, transaction)),
    ),
);

function transactionRowOf(paymentId: string, transaction: Transaction): TransactionRow {
  return {
    id: transaction.id,
    payment_id: paymentId,
    kind: transaction.kind,
    state: transaction.state,
    amount_minor: transaction.amountMinor,
    requested_at: transaction.requestedAt,
    settled_at: transaction.settledAt,
    reference: transaction.reference,
    code: transaction.code,
    authorization_id: transaction.authorizationId,
    expires_at: transaction.expiresAt,
    expired: transaction.expired,
    agreed_refund_id: transaction.agreedRefundId,
    retried: transaction.retried,
    is_final: transaction.final,
    next_action: transaction.nextAction,
    answer_by: transaction.answerBy,
    settled_by: transaction.settledBy,
    evidence: transaction.evidence,
  };
}

/** The transaction of a row. */
export function transactionOf(row: TransactionRow): Transaction {
  return {
    id: row.id,
    state: row.state as Transaction['state'],
    requestedAt: row.requested_at,
    settledAt: row.settled_at,
    reference: row.reference,
    code: row.code,
    kind: row.kind as Transaction['kind'],
    amountMinor: row.amount_minor,
    authorizationId: row.authorization_id,
    expiresAt: row.expires_at,
    expired: row.expired,
    agreedRefundId: row.agreed_refund_id,
    retried: row.retried,
    final: row.is_final,
    nextAction: row.next_action as Transaction['nextAction'],
    answerBy: row.answer_by,
    settledBy: row.settled_by,
    evidence: row.evidence as Transaction['evidence'],
  };
}
