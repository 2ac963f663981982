import type { Return } from '../../../machine/index.ts';
import { ledgerTable } from './ledger-table.ts';
import type { RowOf } from './table.ts';

const columns = {
  id: 'text',
  state: 'text',
  reason: 'text',
  lines: 'jsonb',
  requested_at: 'timestamptz',
  received_at: 'timestamptz?',
} as const;

/** Goods on their way back. */
export const orderReturns = ledgerTable(
  'order_returns',
  'id',
  columns,
  (order) => order.returns,
  (order) =>
    order.returns.map((entry) => ({
      id: entry.id,
      state: entry.state,
      reason: entry.reason,
      lines: entry.lines,
      requested_at: entry.requestedAt,
      received_at: entry.receivedAt,
    })),
);

/** The ledger entry of a row. */
export function returnOf(row: RowOf<typeof columns>): Return {
  return {
    id: row.id,
    state: row.state as Return['state'],
    reason: row.reason,
    lines: row.lines as Return['lines'],
    requestedAt: row.requested_at,
    receivedAt: row.received_at,
  };
}
