import type { OldJournals, StoreUpkeep } from '../../ports/index.ts';
import { type HistoryRow, statusHistory, statusRecordOf } from './commit/append-history.ts';
import { type JournalRow, journal, journalEntryOf } from './commit/append-journal.ts';
import { retried } from './retry.ts';
import type { Connection, Session } from './session.ts';
import { jsonRows, moment } from './sql.ts';
import { isEnded } from './status-sql.ts';
import { selectList } from './tables/table.ts';

/** What can be forgotten of the schema, a batch at a time. Rows that others have locked are left for a later batch. */
export function upkeepOf(connection: Connection): StoreUpkeep {
  const { schema } = connection;
  return {
    dropDrafts: ({ before, limit }) =>
      inArchival(connection, async (session) => {
        const gone = await session.query<{ id: string }>(
          `delete from ${schema}.orders where id = any(array(
             select o.id from ${schema}.orders o
             where o.placed_at is null and ${isEnded('o.status')} and o.created_at < ${moment('$1')}
               and o.updated_at < ${moment('$1')} and ${isAtRest(schema)}
             order by o.created_at, o.id limit $2::bigint for update skip locked)) returning id::text as id`,
          [before, limit],
        );
        return gone.map(({ id }) => id);
      }),

    dropMessages: ({ before, limit }) =>
      retried(async () => {
        const gone = await connection.query(
          `delete from ${schema}.inbox m using (
             select handler, message_id from ${schema}.inbox where handled_at < ${moment('$1')}
             order by handled_at limit $2::bigint for update skip locked) old
           where m.handler = old.handler and m.message_id = old.message_id returning m.handler`,
          [before, limit],
        );
        return gone.length;
      }),

    buryParked: ({ before, limit, now }) =>
      retried(async () => {
        const letters = await connection.query<{ id: string }>(
          `with old as (
             select handler, message_id from ${schema}.inbox
             where order_id is null and handled_at is null and dead_at is null and received_at < ${moment('$1')}
             order by position limit $2::bigint for update skip locked
           ), dead as (
             update ${schema}.inbox m set dead_at = ${moment('$3')} from old
             where m.handler = old.handler and m.message_id = old.message_id returning m.*
           )
           insert into ${schema}.dead_letters (id, kind, order_id, type, data, meta, attempts, error, died_at)
           select 'message:' || handler || ':' || message_id, 'message', null,
             case when jsonb_typeof(fact->'type') = 'string' then fact->>'type' else handler end,
             fact, meta, attempts, 'no order ' || order_ref || ' has come since it was received', dead_at
           from dead order by position returning id`,
          [before, limit, now],
        );
        return letters.map(({ id }) => id);
      }),

    dropRefusals: ({ before, limit, after }) =>
      inArchival(connection, async (session) => {
        const [done] = await jsonRows<{ dropped: number; next: string | null }>(
          session,
          `with page as (
             select id, meta from ${schema}.order_journal where outcome = 'refused' and id > $3::bigint
             order by id limit $2::bigint
           ), gone as (
             delete from ${schema}.order_journal where id = any(array(
               select id from page where (meta->>'receivedAt')::bigint < $1::bigint)) returning id
           )
           select json_build_object('dropped', (select count(*) from gone),
             'next', (select case when count(*) = $2::bigint then max(id)::text end from page))::text as json`,
          [before, limit, after ?? '0'],
        );
        return done!;
      }),

    async oldJournals({ before, limit, after }) {
      const [page] = await jsonRows<{ ids: readonly string[]; next: string | null }>(
        connection,
        `with page as (
           select id, order_id from ${schema}.order_journal where id > $3::bigint order by id limit $2::bigint
         )
         select json_build_object('ids', (select coalesce(json_agg(o.id order by o.id), '[]') from ${schema}.orders o
             where o.id = any(array(select order_id from page)) and o.placed_at is not null
               and o.updated_at < ${moment('$1')} and ${isAtRest(schema)}),
           'next', (select case when count(*) = $2::bigint then max(id)::text end from page))::text as json`,
        [before, limit, after ?? '0'],
      );
      return { journals: await readJournals(connection, page!.ids), next: page!.next };
    },

    dropJournals: (read) =>
      inArchival(connection, async (session) => {
        const marks = read.map(({ orderId, mark }) => ({
          order_id: orderId,
          ...(JSON.parse(mark) as { entry: string; version: number }),
        }));
        const [done] = await jsonRows<{ gone: number }>(
          session,
          `with marks as (
             select * from jsonb_to_recordset($1::jsonb) as r(order_id uuid, entry bigint, version integer)
           ), entries as (
             delete from ${schema}.order_journal j using marks r where j.order_id = r.order_id and j.id <= r.entry returning 1
           ), edges as (
             delete from ${schema}.order_status_history h using marks r
             where h.order_id = r.order_id and h.version <= r.version returning 1
           )
           select json_build_object('gone', (select count(*) from entries) + (select count(*) from edges))::text as json`,
          [JSON.stringify(marks)],
        );
        return done!.gone;
      }),
  };
}

/** Nothing of the order is due, leased or dead. */
function isAtRest(schema: string): string {
  return `o.due_at is null and o.lease_token is null
    and not exists (select 1 from ${schema}.dead_letters d where d.order_id = o.id)`;
}

/** Runs `work` in a transaction that may delete from the journals. */
function inArchival<T>(connection: Connection, work: (session: Session) => Promise<T>): Promise<T> {
  return retried(() =>
    connection.transaction(async (session) => {
      await session.query(`set local statecart.archival = 'on'`);
      return work(session);
    }),
  );
}

async function readJournals(session: Session, ids: readonly string[]): Promise<readonly OldJournals[]> {
  if (ids.length === 0) return [];
  const { schema } = session;
  const rows = await jsonRows<{
    order_id: string;
    history: readonly HistoryRow[];
    journal: readonly JournalRow[];
    entry: string;
    version: number;
  }>(
    session,
    `select json_build_object('order_id', o.id,
       'history', (select coalesce(json_agg(r order by r.version, r.index), '[]') from (
         select ${selectList(statusHistory, 'h')} from ${schema}.order_status_history h where h.order_id = o.id) r),
       'journal', (select coalesce(json_agg(r order by r.id), '[]') from (
         select j.id, ${selectList(journal, 'j')} from ${schema}.order_journal j where j.order_id = o.id) r),
       'entry', (select coalesce(max(j.id), 0)::text from ${schema}.order_journal j where j.order_id = o.id),
       'version', (select coalesce(max(h.version), 0) from ${schema}.order_status_history h where h.order_id = o.id))::text as json
     from unnest($1::uuid[]) with ordinality as o(id, n) order by o.n`,
    [ids],
  );
  return rows.map(({ order_id: orderId, history, journal: entries, entry, version }) => ({
    orderId,
    history: history.map(statusRecordOf),
    journal: entries.map(journalEntryOf),
    mark: JSON.stringify({ entry, version }),
  }));
}
