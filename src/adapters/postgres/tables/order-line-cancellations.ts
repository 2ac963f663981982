import type { LineCancellation } from '../../../machine/index.ts';
import { ledgerTable } from './ledger-table.ts';
import type { RowOf } from './table.ts';

const columns = {
  id: 'text',
  lines: 'jsonb',
  state: 'text',
  reason: 'text',
  note: 'text?',
  actor: 'text?',
  notify: 'boolean',
  restock: 'boolean',
  override_reason: 'text?',
  requested_at: 'timestamptz',
  settled_at: 'timestamptz?',
} as const;

/** Wishes to cancel units of lines. */
export const orderLineCancellations = ledgerTable(
  'order_line_cancellations',
  'id',
  columns,
  (order) => order.lineCancellations,
  (order) =>
    order.lineCancellations.map((entry) => ({
      id: entry.id,
      lines: entry.lines,
      state: entry.state,
      reason: entry.reason,
      note: entry.note,
      actor: entry.actor,
      notify: entry.notify,
      restock: entry.restock,
      override_reason: entry.overrideReason,
      requested_at: entry.requestedAt,
      settled_at: entry.settledAt,
    })),
);

/** The ledger entry of a row. */
export function lineCancellationOf(row: RowOf<typeof columns>): LineCancellation {
  return {
    id: row.id,
    lines: row.lines as LineCancellation['lines'],
    state: row.state as LineCancellation['state'],
    reason: row.reason,
    note: row.note,
    actor: row.actor,
    notify: row.notify,
    restock: row.restock,
    overrideReason: row.override_reason,
    requestedAt: row.requested_at,
    settledAt: row.settled_at,
  };
}
