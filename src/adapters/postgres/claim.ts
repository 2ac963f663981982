import type { Claim, ClaimRequest } from '../../ports/index.ts';
import { rowsOfOrder } from './load.ts';
import { retried } from './retry.ts';
import type { Session } from './session.ts';
import { jsonRows, moment, uuids } from './sql.ts';
import { type InboxReadRow, inbox, messageOf } from './tables/inbox.ts';
import { type OrderRows, orderOf } from './tables/order-rows.ts';
import { type OutboxReadRow, outboxRead, storedCommandOf, storedEventOf } from './tables/outbox.ts';
import { selectList } from './tables/table.ts';

/** How often orders are looked for again that others were at when they were to be leased. */
const maxLooks = 5;

/**
 * Leases orders with due work and gives all that is due of each, in one statement. Orders that somebody changed after the
 * statement's snapshot was taken are left out, as those that somebody has locked are: what is given of an order is all of
 * one moment, and stays so until the statement ends, because whoever changes anything of an order locks its row first.
 */
export async function claimOrders(session: Session, request: ClaimRequest): Promise<readonly Claim[]> {
  for (let looks = 1; ; looks += 1) {
    const rows = await retried(() => claimOnce(session, request));
    const claimed = rows.filter((row): row is ClaimedRows => 'rows' in row);
    const leftOut = rows.some((row) => 'stale' in row && row.stale > 0);
    if (claimed.length > 0 || !leftOut || looks === maxLooks) {
      return claimed.map((row) => claimOf(row, request.token));
    }
  }
}

/** One order that was leased, with its work. */
interface ClaimedRows {
  readonly rows: OrderRows;
  readonly work: readonly OutboxReadRow[];
  readonly messages: readonly InboxReadRow[];
}

function claimOf({ rows, work, messages }: ClaimedRows, token: string): Claim {
  const taken = new Set(work.map(({ id }) => id));
  return {
    order: orderOf(rows),
    // The snapshot is of before the lease: what this claim takes was untried then.
    untried: rows.untried.filter((id) => !taken.has(id)),
    token,
    commands: work.filter(({ kind }) => kind === 'command').map(storedCommandOf),
    events: work.filter(({ kind }) => kind === 'event').map(storedEventOf),
    messages: messages.map(messageOf),
  };
}

function claimOnce(
  session: Session,
  request: ClaimRequest,
): Promise<readonly (ClaimedRows | { readonly stale: number })[]> {
  const { token, now, leaseMs, limit, machineVersions, orderIds } = request;
  return jsonRows(session, statement(session.schema, orderIds !== undefined), [
    now,
    token,
    now + leaseMs,
    machineVersions,
    limit,
    ...(orderIds === undefined ? [] : [uuids(orderIds)]),
  ]);
}

/** Parameters: now, token, end of the lease, machine versions, limit, and the orders if only some are wanted. */
function statement(schema: string, ofSome: boolean): string {
  return `with due as materialized (
     select o.id, o.due_at, o.xmin as at from ${schema}.orders o
     where o.due_at <= ${moment('$1')} and (o.lease_until is null or o.lease_until <= ${moment('$1')})
       and o.machine_version = any($4::integer[]) ${ofSome ? 'and o.id = any($6::uuid[])' : ''}
     order by o.due_at, o.id limit $5::bigint for no key update skip locked
   ), fresh as materialized (
     select d.id, d.due_at from due d where d.at = (select o.xmin from ${schema}.orders o where o.id = d.id)
   ), leased as (
     update ${schema}.orders o set lease_token = $2, lease_until = ${moment('$3')} from fresh where o.id = fresh.id
   ), ready as materialized (
     select c.id from (
       select distinct on (w.order_id, w.lane) w.id, w.run_at from ${schema}.outbox w
       where w.order_id = any(array(select id from fresh)) and w.kind = 'command'
       order by w.order_id, w.lane, w.position) c
     where c.run_at <= ${moment('$1')}
     union all
     select e.id from (
       select w.id, bool_and(w.run_at <= ${moment('$1')}) over (partition by w.order_id order by w.sequence) as due
       from ${schema}.outbox w where w.order_id = any(array(select id from fresh)) and w.kind = 'event') e
     where e.due
   ), taken as (
     update ${schema}.outbox w set attempts = w.attempts + 1, first_tried_at = coalesce(w.first_tried_at, ${moment('$1')})
     where w.id = any(array(select id from ready)) returning w.*
   ), heard as (
     update ${schema}.inbox m set attempts = m.attempts + 1
     where m.order_id = any(array(select id from fresh)) and m.handled_at is null and m.dead_at is null returning m.*
   ), work as materialized (
     select r.order_id, json_agg(r order by r.sequence nulls first, r.position) as rows
     from (select ${selectList(outboxRead, 't')} from taken t) r group by r.order_id
   ), messages as materialized (
     select h.order_id, json_agg((select r from (select ${selectList(inbox, 'h')}) r) order by h.position) as rows
     from heard h group by h.order_id
   )
   (select json_build_object('rows', ${rowsOfOrder(schema)},
      'work', coalesce((select w.rows from work w where w.order_id = o.id), '[]'),
      'messages', coalesce((select m.rows from messages m where m.order_id = o.id), '[]'))::text as json
    from fresh f join ${schema}.orders o on o.id = f.id join ${schema}.terms t on t.id = o.terms_id
    order by f.due_at, f.id)
   union all
   select json_build_object('stale', (select count(*) from due) - (select count(*) from fresh))::text`;
}
