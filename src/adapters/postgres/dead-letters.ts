import { OrderError } from '../../errors/index.ts';
import type { DeadLetter, OrderStore } from '../../ports/index.ts';
import { enqueue } from './commit/enqueue.ts';
import { lockOrders } from './commit/lock-orders.ts';
import { refreshDue } from './due-at.ts';
import { retried } from './retry.ts';
import type { Connection, Session } from './session.ts';
import { jsonRows, moment, uuids } from './sql.ts';
import { type DeadLetterRow, deadLetterOf, deadLetters } from './tables/dead-letters.ts';
import { selectList } from './tables/table.ts';

/** Dead letters, oldest first. Paging goes on from the letter `after`; if it has been put back meanwhile, from the start. */
export async function listDeadLetters(
  session: Session,
  { orderId, after, limit }: Parameters<OrderStore['deadLetters']>[0],
): Promise<readonly DeadLetter[]> {
  const { schema } = session;
  const rows = await jsonRows<DeadLetterRow>(
    session,
    `select row_to_json(r)::text as json from (
       select ${selectList(deadLetters, 'd')} from ${schema}.dead_letters d
       where d.position > coalesce((select a.position from ${schema}.dead_letters a where a.id = $1), 0)
         ${orderId === undefined ? '' : 'and d.order_id = any($3::uuid[])'}
       order by d.position limit $2::bigint) r`,
    [after ?? null, limit, ...(orderId === undefined ? [] : [uuids([orderId])])],
  );
  return rows.map(deadLetterOf);
}

/** Puts a dead letter back as new. A command comes back as unknown: it may have happened before it was given up. */
export function redriveDeadLetter(connection: Connection, id: string, now: number): Promise<DeadLetter> {
  return retried(() =>
    connection.transaction(async (session) => {
      const orderId = await orderOf(session, id);
      if (orderId !== null) await lockOrders(session, [orderId]);
      const row = await take(session, id);
      if (row.kind === 'message') await reopenMessage(session, id, now);
      else await requeue(session, row, now);
      if (orderId !== null) await refreshDue(session, [orderId]);
      return deadLetterOf(row);
    }),
  );
}

/** Forgets a dead letter. */
export async function discardDeadLetter(session: Session, id: string): Promise<void> {
  await take(session, id);
}

async function orderOf(session: Session, id: string): Promise<string | null> {
  const [row] = await session.query<{ order_id: string | null }>(
    `select coalesce(d.order_id, m.order_id)::text as order_id from ${session.schema}.dead_letters d
     left join ${session.schema}.inbox m
       on d.order_id is null and d.kind = 'message' and 'message:' || m.handler || ':' || m.message_id = d.id
     where d.id = $1`,
    [id],
  );
  if (row === undefined) throw notFound(id);
  return row.order_id;
}

async function take(session: Session, id: string): Promise<DeadLetterRow> {
  const [row] = await jsonRows<DeadLetterRow>(
    session,
    `with gone as (delete from ${session.schema}.dead_letters where id = $1 returning *)
     select row_to_json(r)::text as json from (select ${selectList(deadLetters, 'd')} from gone d) r`,
    [id],
  );
  if (row === undefined) throw notFound(id);
  return row;
}

async function requeue(session: Session, row: DeadLetterRow, now: number): Promise<void> {
  const { id, kind, order_id, type, lane, sequence, occurred_at, data, meta } = row;
  await enqueue(session, [
    {
      id: id.slice(kind.length + 1),
      kind,
      order_id: order_id!,
      type,
      lane,
      sequence,
      occurred_at,
      data,
      meta,
      attempts: 0,
      run_at: now,
      first_tried_at: null,
      unknown: kind === 'command',
      last_error: null,
    },
  ]);
}

async function reopenMessage(session: Session, id: string, now: number): Promise<void> {
  await session.query(
    `update ${session.schema}.inbox set dead_at = null, attempts = 0, received_at = ${moment('$2')}
     where dead_at is not null and 'message:' || handler || ':' || message_id = $1`,
    [id, now],
  );
}

function notFound(id: string): OrderError {
  return new OrderError(
    'DEAD_LETTER_NOT_FOUND',
    `There is no dead letter "${id}": it was put back or discarded already, or never was. List those that there are with deadLetters().`,
    { details: { id } },
  );
}
