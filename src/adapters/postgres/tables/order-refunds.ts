import type { AgreedRefund } from '../../../machine/index.ts';
import { ledgerTable } from './ledger-table.ts';
import type { RowOf } from './table.ts';

const columns = {
  id: 'text',
  amount_minor: 'bigint',
  reason: 'text',
  agreed_at: 'timestamptz',
  agreed_by: 'text?',
} as const;

/** Refunds that were agreed on. */
export const orderRefunds = ledgerTable(
  'order_refunds',
  'id',
  columns,
  (order) => order.refunds,
  (order) =>
    order.refunds.map((refund) => ({
      id: refund.id,
      amount_minor: refund.amountMinor,
      reason: refund.reason,
      agreed_at: refund.agreedAt,
      agreed_by: refund.agreedBy,
    })),
);

/** The ledger entry of a row. */
export function agreedRefundOf(row: RowOf<typeof columns>): AgreedRefund {
  return {
    id: row.id,
    amountMinor: row.amount_minor,
    reason: row.reason,
    agreedAt: row.agreed_at,
    agreedBy: row.agreed_by,
  };
}
