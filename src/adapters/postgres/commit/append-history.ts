import type { StatusRecord } from '../../../machine/index.ts';
import { insertFrom, type RowOf, type Table } from '../tables/table.ts';
import { isWritten, type Statement } from './statement.ts';
import type { ChangeWrite } from './write.ts';

const columns = {
  order_id: 'uuid',
  version: 'integer',
  index: 'integer',
  from_status: 'text?',
  to_status: 'text',
  reason: 'text?',
  note: 'text?',
  changed_by: 'text?',
  changed_at: 'timestamptz',
  event_id: 'text',
} as const;

/** The edges that orders took. Append-only. */
export const statusHistory: Table<typeof columns> = { name: 'order_status_history', columns };
/** A row of {@link statusHistory}. */
export type HistoryRow = RowOf<typeof columns>;

/** Adds edges to the history of orders. */
export function appendHistory(statement: Statement, changes: readonly ChangeWrite[]): void {
  const rows = changes.flatMap(({ orderId, change }) =>
    change.history.map((record) => historyRowOf(orderId, record)),
  );
  if (!statement.needs(rows)) return;
  statement.with(
    'history',
    `${insertFrom(statement.schema, statusHistory, statement.rows(rows))} where ${isWritten('r.order_id')}`,
  );
}

function historyRowOf(orderId: string, record: StatusRecord): HistoryRow {
  return {
    order_id: orderId,
    version: record.version,
    index: record.index,
    from_status: record.from,
    to_status: record.to,
    reason: record.reason,
    note: record.note,
    changed_by: record.actor,
    changed_at: record.at,
    event_id: record.event,
  };
}

/** The edge of a row. */
export function statusRecordOf(row: HistoryRow): StatusRecord {
  return {
    version: row.version,
    index: row.index,
    from: row.from_status,
    to: row.to_status,
    reason: row.reason,
    note: row.note,
    actor: row.changed_by,
    at: row.changed_at,
    event: row.event_id,
  };
}
