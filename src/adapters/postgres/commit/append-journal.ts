import type { JournalEntry } from '../../../machine/index.ts';
import type { Refusal } from '../../../ports/index.ts';
import type { Session } from '../session.ts';
import { uuids } from '../sql.ts';
import { insertFrom, type RowOf, type Table } from '../tables/table.ts';
import { isWritten, type Statement } from './statement.ts';
import type { ChangeWrite } from './write.ts';

const columns = {
  order_id: 'uuid',
  version: 'integer',
  type: 'text',
  outcome: 'text',
  meta: 'jsonb',
  data: 'jsonb',
  changes: 'jsonb',
  anomaly: 'jsonb?',
} as const;

/** Every event that was applied, recorded as an anomaly, or refused. Append-only. */
export const journal: Table<typeof columns> = { name: 'order_journal', columns };
/** A row of {@link journal}. */
export type JournalRow = RowOf<typeof columns>;

/** Adds what happened to the journal of orders. */
export function appendJournal(statement: Statement, changes: readonly ChangeWrite[]): void {
  const rows = changes.flatMap(({ orderId, change }) =>
    change.journal.map((entry) => journalRowOf({ orderId, entry })),
  );
  if (!statement.needs(rows)) return;
  statement.with(
    'journal',
    `${insertFrom(statement.schema, journal, statement.rows(rows))} where ${isWritten('r.order_id')}`,
  );
}

/** Adds refusals to the journal of orders that exist. */
export async function recordRefusals(session: Session, refusals: readonly Refusal[]): Promise<void> {
  if (refusals.length === 0) return;
  // No join: it may give the rows in any order, and their ids are to rise as they stand here.
  await session.query(
    `${insertFrom(session.schema, journal)}
     where r.order_id = any(array(select o.id from ${session.schema}.orders o where o.id = any($2::uuid[])))`,
    [JSON.stringify(refusals.map(journalRowOf)), uuids(refusals.map(({ orderId }) => orderId))],
  );
}

function journalRowOf({ orderId, entry }: Refusal): JournalRow {
  return {
    order_id: orderId,
    version: entry.version,
    type: entry.type,
    outcome: entry.outcome,
    meta: entry.meta,
    data: entry.data,
    changes: entry.changes,
    anomaly: entry.anomaly,
  };
}

/** The entry of a row. */
export function journalEntryOf(row: JournalRow): JournalEntry {
  return {
    version: row.version,
    type: row.type,
    outcome: row.outcome as JournalEntry['outcome'],
    meta: row.meta as JournalEntry['meta'],
    data: row.data as JournalEntry['data'],
    changes: row.changes as JournalEntry['changes'],
    anomaly: row.anomaly as JournalEntry['anomaly'],
  };
}
