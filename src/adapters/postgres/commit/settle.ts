import type { ClaimSettlement } from '../../../ports/index.ts';
import type { Session } from '../session.ts';
import { moment } from '../sql.ts';

/** A settlement of one order whose lease has been checked. */
export interface Settled {
  readonly orderId: string;
  readonly now: number;
  readonly settlement: ClaimSettlement;
}

/** Does with the work of orders what their workers say. */
export async function settle(session: Session, settled: readonly Settled[]): Promise<void> {
  await remove(session, settled);
  await tryLater(session, settled);
  await markHandled(session, settled);
  await bury(session, settled);
}

async function remove(session: Session, settled: readonly Settled[]): Promise<void> {
  const rows = settled.flatMap(({ orderId, settlement: { done, published } }) => [
    ...done.map((id) => ({ order_id: orderId, kind: 'command', id })),
    ...published.map((id) => ({ order_id: orderId, kind: 'event', id })),
  ]);
  if (rows.length === 0) return;
  await session.query(
    `delete from ${session.schema}.outbox w using jsonb_to_recordset($1::jsonb) as r(order_id uuid, kind text, id text)
     where w.id = r.id and w.order_id = r.order_id and w.kind = r.kind`,
    [JSON.stringify(rows)],
  );
}

async function tryLater(session: Session, settled: readonly Settled[]): Promise<void> {
  const rows = settled.flatMap(({ orderId, settlement }) =>
    settlement.later.map(({ id, runAt, error, unknown }) => ({
      order_id: orderId,
      id,
      run_at: runAt,
      error,
      unknown,
    })),
  );
  if (rows.length === 0) return;
  await session.query(
    `update ${session.schema}.outbox w set run_at = ${moment('r.run_at')}, last_error = r.error, unknown = r.unknown
     from jsonb_to_recordset($1::jsonb) as r(order_id uuid, id text, run_at bigint, error text, unknown boolean)
     where w.id = r.id and w.order_id = r.order_id`,
    [JSON.stringify(rows)],
  );
}

async function markHandled(session: Session, settled: readonly Settled[]): Promise<void> {
  const rows = settled.flatMap(({ orderId, now, settlement }) =>
    settlement.handled.map(({ handler, messageId }) => ({
      order_id: orderId,
      handler,
      message_id: messageId,
      at: now,
    })),
  );
  if (rows.length === 0) return;
  await session.query(
    `update ${session.schema}.inbox m set handled_at = ${moment('r.at')}
     from jsonb_to_recordset($1::jsonb) as r(order_id uuid, handler text, message_id text, at bigint)
     where m.handler = r.handler and m.message_id = r.message_id and m.order_id = r.order_id`,
    [JSON.stringify(rows)],
  );
}

/** The outbox forgets what is dead; the inbox keeps the message as known, so that the same one again is a duplicate. */
async function bury(session: Session, settled: readonly Settled[]): Promise<void> {
  const rows = settled.flatMap(({ orderId, now, settlement }) =>
    settlement.dead.map(({ at, ...letter }) => ({ ...letter, order_id: orderId, died_at: at, now })),
  );
  if (rows.length === 0) return;
  const { schema } = session;
  await session.query(
    `with letters as (
       select * from jsonb_to_recordset($1::jsonb) as r(
         id text, kind text, order_id uuid, type text, data jsonb, meta jsonb, attempts integer, error text, died_at bigint, now bigint)
     ), gone as (
       delete from ${schema}.outbox w using letters r
       where w.order_id = r.order_id and w.kind = r.kind and r.id = w.kind || ':' || w.id
       returning r.id, w.lane, w.sequence, w.occurred_at
     ), left_out as (
       update ${schema}.inbox m set dead_at = ${moment('r.now')} from letters r
       where m.order_id = r.order_id and r.kind = 'message' and r.id = 'message:' || m.handler || ':' || m.message_id
         and m.handled_at is null
       returning r.id, null::text as lane, null::integer as sequence, null::timestamptz as occurred_at
     )
     insert into ${schema}.dead_letters (id, kind, order_id, type, data, meta, attempts, error, died_at, lane, sequence, occurred_at)
     select r.id, r.kind, r.order_id, r.type, r.data, r.meta, r.attempts, r.error, ${moment('r.died_at')}, d.lane, d.sequence, d.occurred_at
     from letters r join (select * from gone union all select * from left_out) d on d.id = r.id
     on conflict (id) do update set data = excluded.data, meta = excluded.meta, attempts = excluded.attempts,
       error = excluded.error, died_at = excluded.died_at, lane = excluded.lane, sequence = excluded.sequence, occurred_at = excluded.occurred_at`,
    [JSON.stringify(rows)],
  );
}
