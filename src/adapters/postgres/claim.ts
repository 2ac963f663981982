import type { Claim, ClaimRequest, StoredMessage } from '../../ports/index.ts';
import { loadOrders } from './load.ts';
import { retried } from './retry.ts';
import type { Connection, Session } from './session.ts';
import { jsonRows, moment, uuids } from './sql.ts';
import { type InboxReadRow, inbox, messageOf } from './tables/inbox.ts';
import { type OutboxReadRow, outboxRead, storedCommandOf, storedEventOf } from './tables/outbox.ts';
import { selectList } from './tables/table.ts';

/**
 * Leases orders with due work and gives all that is due of each. Every commit locks the order first, so from the lease on
 * nothing of these orders can change until this transaction ends: order and work are of one moment.
 */
export function claimOrders(connection: Connection, request: ClaimRequest): Promise<readonly Claim[]> {
  return retried(() => connection.transaction((session) => claimWithin(session, request)));
}

async function claimWithin(session: Session, request: ClaimRequest): Promise<readonly Claim[]> {
  const ids = await leaseOrders(session, request);
  if (ids.length === 0) return [];
  const work = await takeOutbox(session, ids, request.now);
  const messages = await takeInbox(session, ids);
  const orders = new Map((await loadOrders(session, ids)).map((stored) => [stored.order.id, stored]));
  return ids.map((id) => {
    const own = work.filter(({ order_id: orderId }) => orderId === id);
    return {
      ...orders.get(id)!,
      token: request.token,
      commands: own.filter(({ kind }) => kind === 'command').map(storedCommandOf),
      events: own.filter(({ kind }) => kind === 'event').map(storedEventOf),
      messages: messages
        .filter(({ order_id: orderId }) => orderId === id)
        .map((row): StoredMessage => messageOf(row)),
    };
  });
}

async function leaseOrders(session: Session, request: ClaimRequest): Promise<readonly string[]> {
  const { token, now, leaseMs, limit, machineVersions, orderIds } = request;
  const { schema } = session;
  const rows = await session.query<{ id: string }>(
    `with due as (
       select o.id, o.due_at from ${schema}.orders o
       where o.due_at <= ${moment('$1')} and (o.lease_until is null or o.lease_until <= ${moment('$1')})
         and o.machine_version = any($4::integer[]) ${orderIds === undefined ? '' : 'and o.id = any($6::uuid[])'}
       order by o.due_at, o.id limit $5::bigint for no key update skip locked
     ), leased as (
       update ${schema}.orders o set lease_token = $2, lease_until = ${moment('$3')} from due where o.id = due.id
       returning o.id, due.due_at
     )
     select id::text as id from leased order by due_at, id`,
    [now, token, now + leaseMs, machineVersions, limit, ...(orderIds === undefined ? [] : [uuids(orderIds)])],
  );
  return rows.map(({ id }) => id);
}

async function takeOutbox(
  session: Session,
  ids: readonly string[],
  now: number,
): Promise<readonly OutboxReadRow[]> {
  const { schema } = session;
  return jsonRows(
    session,
    `with ready as (
       select c.id from (
         select distinct on (w.order_id, w.lane) w.id, w.run_at from ${schema}.outbox w
         where w.order_id = any($1::uuid[]) and w.kind = 'command' order by w.order_id, w.lane, w.position) c
       where c.run_at <= ${moment('$2')}
       union all
       select e.id from (
         select w.id, bool_and(w.run_at <= ${moment('$2')}) over (partition by w.order_id order by w.sequence) as due
         from ${schema}.outbox w where w.order_id = any($1::uuid[]) and w.kind = 'event') e
       where e.due
     ), taken as (
       update ${schema}.outbox w set attempts = w.attempts + 1, first_tried_at = coalesce(w.first_tried_at, ${moment('$2')})
       from ready where w.id = ready.id returning w.*
     )
     select row_to_json(r)::text as json from (
       select ${selectList(outboxRead, 't')} from taken t order by t.sequence nulls first, t.position) r`,
    [ids, now],
  );
}

async function takeInbox(session: Session, ids: readonly string[]): Promise<readonly InboxReadRow[]> {
  return jsonRows(
    session,
    `with taken as (
       update ${session.schema}.inbox m set attempts = m.attempts + 1
       where m.order_id = any($1::uuid[]) and m.handled_at is null and m.dead_at is null returning m.*
     )
     select row_to_json(r)::text as json from (select ${selectList(inbox, 't')} from taken t order by t.position) r`,
    [ids],
  );
}
