import type { Chargeback, Payment, Transaction } from '../../../machine/index.ts';
import { ledgerTable } from './ledger-table.ts';
import type { RowOf } from './table.ts';

const columns = {
  id: 'text',
  method: 'text',
  provider: 'text',
  token: 'text?',
  amount_minor: 'bigint?',
  origin: 'text',
  added_at: 'timestamptz',
} as const;
/** A row of {@link orderPayments}. */
export type PaymentRow = RowOf<typeof columns>;

/** The ways of paying. */
export const orderPayments = ledgerTable(
  'order_payments',
  'id',
  columns,
  (order) => order.payments,
  (order) =>
    order.payments.map((payment) => ({
      id: payment.id,
      method: payment.method,
      provider: payment.provider,
      token: payment.token,
      amount_minor: payment.amountMinor,
      origin: payment.origin,
      added_at: payment.addedAt,
    })),
);

/** The payment of a row, with its transactions and chargebacks. */
export function paymentOf(
  row: PaymentRow,
  transactions: readonly Transaction[],
  chargebacks: readonly Chargeback[],
): Payment {
  return {
    id: row.id,
    method: row.method,
    provider: row.provider,
    token: row.token,
    amountMinor: row.amount_minor,
    origin: row.origin as Payment['origin'],
    transactions,
    chargebacks,
    addedAt: row.added_at,
  };
}
