import type { InboxMessage } from '../../ports/index.ts';
import { lockRef } from './commit/attach-parked.ts';
import { retried } from './retry.ts';
import type { Connection, Session } from './session.ts';
import { moment, uuids } from './sql.ts';

/** Keeps a message, for its order or parked until the order is there. */
export function receiveMessage(
  connection: Connection,
  message: InboxMessage,
  now: number,
): Promise<'stored' | 'duplicate' | 'conflict'> {
  return retried(() =>
    connection.transaction(async (session) => {
      const orderId = await orderFor(session, message.orderRef);
      if (!(await insertMessage(session, message, orderId, now))) return compare(session, message);
      if (orderId !== null) await markDue(session, orderId, now);
      return 'stored';
    }),
  );
}

/** The order that `ref` speaks of. If there is none, none can come until this transaction ends. */
async function orderFor(session: Session, ref: string): Promise<string | null> {
  const known = await findByRef(session, ref);
  if (known !== null) return known;
  await lockRef(session, ref);
  return findByRef(session, ref);
}

async function findByRef(session: Session, ref: string): Promise<string | null> {
  const [row] = await session.query<{ id: string }>(
    `select id::text as id from ${session.schema}.orders where order_number = $1 or id = any($2::uuid[])
     order by order_number = $1 limit 1`,
    [ref, uuids([ref])],
  );
  return row?.id ?? null;
}

async function insertMessage(
  session: Session,
  message: InboxMessage,
  orderId: string | null,
  now: number,
): Promise<boolean> {
  const { handler, messageId, bodyHash, orderRef, fact, meta } = message;
  const rows = await session.query(
    `insert into ${session.schema}.inbox (handler, message_id, body_hash, order_ref, order_id, fact, meta, attempts, received_at)
     values ($1, $2, $3, $4, $5::uuid, $6::jsonb, $7::jsonb, 0, ${moment('$8')})
     on conflict (handler, message_id) do nothing returning handler`,
    [handler, messageId, bodyHash, orderRef, orderId, JSON.stringify(fact), JSON.stringify(meta), now],
  );
  return rows.length === 1;
}

async function compare(
  session: Session,
  { handler, messageId, bodyHash }: InboxMessage,
): Promise<'duplicate' | 'conflict'> {
  const [known] = await session.query<{ hash: string }>(
    `select body_hash as hash from ${session.schema}.inbox where handler = $1 and message_id = $2`,
    [handler, messageId],
  );
  return known?.hash === bodyHash ? 'duplicate' : 'conflict';
}

/** Waits for whoever writes the order: their reckoning of when it is due has not seen the message. */
async function markDue(session: Session, orderId: string, now: number): Promise<void> {
  await session.query(
    `update ${session.schema}.orders set due_at = least(due_at, ${moment('$2')}) where id = $1::uuid`,
    [orderId, now],
  );
}
