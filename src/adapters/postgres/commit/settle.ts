import type { OrderWrite } from '../../../ports/index.ts';
import { moment } from '../sql.ts';
import { isWritten, type Statement } from './statement.ts';
import { goneOf } from './withdraw.ts';

/** Does with the work of orders what their workers say, beside what {@link removeGone} removes. */
export function settle(statement: Statement, writes: readonly OrderWrite[]): void {
  tryLater(statement, writes);
  markHandled(statement, writes);
  bury(statement, writes);
}

/** Outbox rows that are tried again, and when. */
export function laterOf(write: OrderWrite) {
  const gone = new Set(goneOf(write).map(({ id }) => id));
  const later = write.settlement?.later ?? [];
  return later
    .filter(({ id }) => !gone.has(id))
    .map(({ id, runAt, error, unknown, attempted = true }) => ({
      order_id: write.orderId,
      id,
      run_at: runAt,
      error,
      unknown,
      tries_not_made: attempted ? 0 : 1,
    }));
}

/** Messages that are applied. */
export function handledOf({ orderId, now, settlement }: OrderWrite) {
  const handled = settlement?.handled ?? [];
  return handled.map(({ handler, messageId }) => ({
    order_id: orderId,
    handler,
    message_id: messageId,
    at: now,
  }));
}

function tryLater(statement: Statement, writes: readonly OrderWrite[]): void {
  const rows = writes.flatMap(laterOf);
  if (!statement.needs(rows)) return;
  const ids = statement.value(rows.map(({ id }) => id));
  const keys = statement.value(rows.map((row) => `${row.order_id} ${row.id}`));
  const runAt = statement.value(rows.map((row) => row.run_at));
  const error = statement.value(rows.map((row) => row.error));
  const unknown = statement.value(rows.map((row) => row.unknown));
  const notMade = statement.value(rows.map((row) => row.tries_not_made));
  const place = `array_position(${ids}::text[], w.id)`;
  statement.with(
    'later',
    `update ${statement.schema}.outbox w set run_at = ${moment(`(${runAt}::bigint[])[${place}]`)},
       last_error = (${error}::text[])[${place}], unknown = (${unknown}::boolean[])[${place}],
       attempts = w.attempts - (${notMade}::integer[])[${place}],
       first_tried_at = case when w.attempts > (${notMade}::integer[])[${place}] then w.first_tried_at end
     where w.id = any(${ids}::text[]) and w.order_id || ' ' || w.id = any(${keys}::text[])
       and ${isWritten('w.order_id')}`,
  );
}

function markHandled(statement: Statement, writes: readonly OrderWrite[]): void {
  const rows = writes.flatMap(handledOf);
  if (!statement.needs(rows)) return;
  statement.with(
    'handled',
    `update ${statement.schema}.inbox m set handled_at = ${moment('r.at')}
     from jsonb_to_recordset(${statement.rows(rows)}::jsonb)
       as r(order_id uuid, handler text, message_id text, at bigint)
     where ${isWritten('m.order_id')} and m.handled_at is null and m.dead_at is null
       and m.handler = r.handler and m.message_id = r.message_id and m.order_id = r.order_id`,
  );
}

/** The outbox forgets what is dead; the inbox keeps the message as known, so that the same one again is a duplicate. */
function bury(statement: Statement, writes: readonly OrderWrite[]): void {
  const rows = writes.flatMap(({ orderId, now, settlement }) =>
    (settlement?.dead ?? []).map(({ at, ...letter }) => ({ ...letter, order_id: orderId, died_at: at, now })),
  );
  if (rows.length === 0) return;
  const { schema } = statement;
  statement.with(
    'letters',
    `select r.* from jsonb_to_recordset(${statement.rows(rows)}::jsonb) as r(
       id text, kind text, order_id uuid, type text, data jsonb, meta jsonb, attempts integer, error text, died_at bigint, now bigint)
     where ${isWritten('r.order_id')}`,
  );
  statement.with(
    'dead_rows',
    `delete from ${schema}.outbox w using letters r
     where w.order_id = r.order_id and w.kind = r.kind and r.id = w.kind || ':' || w.id
     returning r.id, w.lane, w.sequence, w.occurred_at`,
  );
  statement.with(
    'dead_messages',
    `update ${schema}.inbox m set dead_at = ${moment('r.now')} from letters r
     where m.order_id = r.order_id and r.kind = 'message' and r.id = 'message:' || m.handler || ':' || m.message_id
       and m.handled_at is null
     returning r.id, null::text as lane, null::integer as sequence, null::timestamptz as occurred_at`,
  );
  statement.with(
    'buried',
    `insert into ${schema}.dead_letters (id, kind, order_id, type, data, meta, attempts, error, died_at, lane, sequence, occurred_at)
     select r.id, r.kind, r.order_id, r.type, r.data, r.meta, r.attempts, r.error, ${moment('r.died_at')}, d.lane, d.sequence, d.occurred_at
     from letters r join (select * from dead_rows union all select * from dead_messages) d on d.id = r.id
     on conflict (id) do update set data = excluded.data, meta = excluded.meta, attempts = excluded.attempts,
       error = excluded.error, died_at = excluded.died_at, lane = excluded.lane, sequence = excluded.sequence, occurred_at = excluded.occurred_at`,
  );
}
