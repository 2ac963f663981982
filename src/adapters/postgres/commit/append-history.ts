import type { StatusRecord } from '../../../machine/index.ts';
import type { Session } from '../session.ts';
import type { RowOf, Table } from '../tables/table.ts';
import { insertFrom } from '../tables/table.ts';

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
export async function appendHistory(
  session: Session,
  records: readonly { readonly orderId: string; readonly record: StatusRecord }[],
): Promise<void> {
  if (records.length === 0) return;
  const rows = records.map(
    ({ orderId, record }): HistoryRow => ({
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
    }),
  );
  await session.query(insertFrom(session.schema, statusHistory), [JSON.stringify(rows)]);
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
