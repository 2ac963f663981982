import type { InboxMessage } from '../../ports/index.ts';
import { lockRef } from './commit/attach-parked.ts';
import { isRefusal } from './database-errors.ts';
import { retried } from './retry.ts';
import type { Connection, Session } from './session.ts';
import { jsonRows, moment, uuids } from './sql.ts';

/** A message, and when it came. */
export interface Received {
  readonly message: InboxMessage;
  readonly now: number;
}

/** What became of a message. */
export type Receipt = 'stored' | 'duplicate' | 'conflict';

/**
 * Keeps messages, and answers for each: those whose order is there in one statement. One that the database refuses leaves
 * the others be.
 */
export async function receiveMessages(
  connection: Connection,
  received: readonly Received[],
): Promise<readonly (Receipt | Error)[]> {
  const kept = await keepKnown(connection, received);
  const receipts: (Receipt | Error)[] = [];
  // One after the other, as they came: messages are applied in the order in which they are kept.
  for (const [n, one] of received.entries()) receipts.push(kept[n] ?? (await receiveAlone(connection, one)));
  return receipts;
}

interface Kept {
  readonly n: number;
  readonly stored: boolean;
  /** Of a message that was there before. */
  readonly hash: string | null;
}

/** `null`: the order is not there, or the message has to be taken alone for another reason. */
async function keepKnown(
  connection: Connection,
  received: readonly Received[],
): Promise<readonly (Receipt | null)[]> {
  const seen = new Set<string>();
  const rows = received.flatMap(({ message, now }, n) => {
    const key = `${message.handler} ${message.messageId}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const [orderId = null] = uuids([message.orderRef]);
    return [{ n, ...rowOf(message), ref_id: orderId, received_at: now }];
  });
  try {
    const kept = await retried(() => keepAll(connection, rows));
    const byN = new Map(kept.map((one) => [one.n, one]));
    return received.map(({ message }, n) => {
      const one = byN.get(n);
      if (one?.stored === true) return 'stored';
      if (one === undefined || one.hash === null) return null;
      return one.hash === message.bodyHash ? 'duplicate' : 'conflict';
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return received.map(() => null);
  }
}

/** The rows are locked in the order of the orders' ids, as commits lock them. */
function keepAll(session: Session, rows: readonly object[]): Promise<readonly Kept[]> {
  const { schema } = session;
  return jsonRows(
    session,
    `with asked as materialized (
       select a.*, coalesce(
         (select o.id from ${schema}.orders o where o.id = a.ref_id),
         (select o.id from ${schema}.orders o where o.order_number = a.order_ref)) as order_id
       from jsonb_to_recordset($1::jsonb) as a(n integer, handler text, message_id text, body_hash text, order_ref text,
         ref_id uuid, fact jsonb, meta jsonb, received_at bigint)
     ), kept as (
       insert into ${schema}.inbox (handler, message_id, body_hash, order_ref, order_id, fact, meta, attempts, received_at)
       select a.handler, a.message_id, a.body_hash, a.order_ref, a.order_id, a.fact, a.meta, 0, ${moment('a.received_at')}
       from asked a where a.order_id is not null order by a.n
       on conflict (handler, message_id) do nothing returning handler, message_id, order_id, received_at
     ), locked as materialized (
       select o.id from ${schema}.orders o where o.id = any(array(select order_id from kept)) order by o.id for no key update
     ), due as (
       update ${schema}.orders o set due_at = least(o.due_at, (select min(k.received_at) from kept k where k.order_id = o.id))
       where o.id = any(array(select id from locked))
     )
     select json_build_object('n', a.n, 'stored', k.handler is not null, 'hash', (
         select m.body_hash from ${schema}.inbox m where m.handler = a.handler and m.message_id = a.message_id))::text as json
     from asked a left join kept k on k.handler = a.handler and k.message_id = a.message_id`,
    [JSON.stringify(rows)],
  );
}

/** Keeps one message, for its order or parked until the order is there. An error is its own, and no other's. */
async function receiveAlone(connection: Connection, { message, now }: Received): Promise<Receipt | Error> {
  try {
    return await retried(() =>
      connection.transaction(async (session) => {
        const orderId = await orderFor(session, message.orderRef);
        if (!(await insertMessage(session, message, orderId, now))) return compare(session, message);
        if (orderId !== null) await markDue(session, orderId, now);
        return 'stored';
      }),
    );
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
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

function rowOf({ handler, messageId, bodyHash, orderRef, fact, meta }: InboxMessage) {
  return { handler, message_id: messageId, body_hash: bodyHash, order_ref: orderRef, fact, meta };
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
