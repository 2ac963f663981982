import type { HistoryPage } from '../../ports/index.ts';
import { type HistoryRow, statusHistory, statusRecordOf } from './commit/append-history.ts';
import { type JournalRow, journal, journalEntryOf } from './commit/append-journal.ts';
import type { Session } from './session.ts';
import { jsonRows, uuids } from './sql.ts';
import { selectList } from './tables/table.ts';

/** The type of the event of this id that was not refused. */
export async function appliedAs(session: Session, orderId: string, eventId: string): Promise<string | null> {
  const [found] = await jsonRows<{ type: string }>(
    session,
    `select json_build_object('type', j.type)::text as json from ${session.schema}.order_journal j
     where j.order_id = any($1::uuid[]) and j.meta->>'id' = $2 and j.outcome <> 'refused' order by j.id limit 1`,
    [uuids([orderId]), eventId],
  );
  return found?.type ?? null;
}

/** The journals of an order, oldest first. */
export async function readHistory(session: Session, orderId: string): Promise<HistoryPage> {
  const { schema } = session;
  const [page] = await jsonRows<{ history: readonly HistoryRow[]; journal: readonly JournalRow[] }>(
    session,
    `select json_build_object(
       'history', (select coalesce(json_agg(r order by r.version, r.index), '[]') from (
         select ${selectList(statusHistory, 'h')} from ${schema}.order_status_history h where h.order_id = any($1::uuid[])) r),
       'journal', (select coalesce(json_agg(r order by r.id), '[]') from (
         select j.id, ${selectList(journal, 'j')} from ${schema}.order_journal j where j.order_id = any($1::uuid[])) r)
     )::text as json`,
    [uuids([orderId])],
  );
  return { history: page!.history.map(statusRecordOf), journal: page!.journal.map(journalEntryOf) };
}
