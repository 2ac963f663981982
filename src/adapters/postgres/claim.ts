import type { OrderError } from '../../errors/index.ts';
import type { Claim, ClaimRequest, StoredOrder } from '../../ports/index.ts';
import { releaseLeases } from './leases.ts';
import { loadReadable, untriedOfOrder } from './load.ts';
import { nextDueAt } from './next-due.ts';
import type { RecentOrders } from './recent-orders.ts';
import { retried } from './retry.ts';
import type { Session } from './session.ts';
import { jsonRows, milliseconds, moment, uuids } from './sql.ts';
import { type InboxReadRow, inbox, messageOf } from './tables/inbox.ts';
import { type OutboxReadRow, outboxRead, storedCommandOf, storedEventOf } from './tables/outbox.ts';
import { selectList } from './tables/table.ts';

/** How often orders are looked for again that others were at when they were to be leased. */
const maxLooks = 5;

/** Claims, and when work is due next if there are none. */
export interface Claimed {
  readonly claims: readonly Claim[];
  readonly next: number | null;
}

/**
 * Leases orders with due work and gives all that is due of each, in one statement, and the orders themselves in another,
 * but for those that this process has at hand. Orders that somebody changed after the statement's snapshot was taken are
 * left out, as those that somebody has locked are: what is due of an order is all of one moment, because whoever changes
 * anything of an order locks its row first. An order that was changed before it was loaded is leased anew, with its work.
 * One that can't be read rests until its lease ends, and is an error only if there is nothing else to do: it must not keep
 * the others waiting.
 */
export async function claimOrders(
  session: Session,
  recent: RecentOrders,
  request: ClaimRequest,
): Promise<Claimed> {
  const claims: Claim[] = [];
  const unreadable: OrderError[] = [];
  let asked = request;
  for (let looks = 1; ; looks += 1) {
    const { rows, next } = await lease(session, asked);
    const { fresh, stale, broken } = await withOrders(session, recent, rows);
    claims.push(...fresh.map(({ stored, row }) => claimOf(stored, row, request.token)));
    unreadable.push(...broken);
    if (stale.length === 0 && claims.length === 0 && unreadable[0] !== undefined) throw unreadable[0];
    if (stale.length === 0) return { claims, next };
    await releaseLeases(session, request.token, stale);
    if (looks === maxLooks) return { claims, next };
    asked = { ...request, orderIds: stale };
  }
}

/** What was leased, with its orders; `stale`: the ids of those that were changed meanwhile. */
interface Leases {
  readonly fresh: readonly { readonly stored: StoredOrder; readonly row: ClaimedRow }[];
  readonly stale: readonly string[];
  readonly broken: readonly OrderError[];
}

async function withOrders(
  session: Session,
  recent: RecentOrders,
  rows: readonly ClaimedRow[],
): Promise<Leases> {
  const known = new Map(rows.map((row) => [row.id, recent.at(row)]));
  const missing = rows.filter(({ id }) => known.get(id) === undefined).map(({ id }) => id);
  const { orders, broken } = await loadReadable(session, missing);
  const loaded = new Map(orders.map((stored) => [stored.order.id, stored]));
  for (const { order } of loaded.values()) recent.keep(order);
  const fresh: { stored: StoredOrder; row: ClaimedRow }[] = [];
  const stale: string[] = [];
  for (const row of rows) {
    const order = known.get(row.id);
    const stored = loaded.get(row.id) ?? (order && { order, untried: row.untried });
    if (stored?.order.version === row.version) fresh.push({ stored, row });
    // Deleted since: there is nothing to work on.
    else if (stored !== undefined) stale.push(row.id);
  }
  return { fresh, stale, broken };
}

/** What leasing came to. */
interface Leased {
  readonly rows: readonly ClaimedRow[];
  /** When work is due next, if nothing was leased. */
  readonly next: number | null;
}

async function lease(session: Session, request: ClaimRequest): Promise<Leased> {
  for (let looks = 1; ; looks += 1) {
    const found = await retried(() => claimOnce(session, request));
    const rows = found.filter((row): row is ClaimedRow => 'id' in row);
    const { stale, next } = found.find((row): row is Rest => 'stale' in row)!;
    if (rows.length > 0 || stale === 0 || looks === maxLooks) return { rows, next };
  }
}

/** What was not leased. */
interface Rest {
  /** Orders that somebody was at. */
  readonly stale: number;
  readonly next: number | null;
}

/** One order that was leased, with its work. */
interface ClaimedRow {
  readonly id: string;
  readonly version: number;
  /** Milliseconds. */
  readonly updatedAt: number;
  readonly untried: readonly string[];
  readonly work: readonly OutboxReadRow[];
  readonly messages: readonly InboxReadRow[];
}

function claimOf({ order, untried }: StoredOrder, { work, messages }: ClaimedRow, token: string): Claim {
  const taken = new Set(work.map(({ id }) => id));
  return {
    order,
    // The snapshot may be of before the lease: what this claim takes was untried then.
    untried: untried.filter((id) => !taken.has(id)),
    token,
    commands: work.filter(({ kind }) => kind === 'command').map(storedCommandOf),
    events: work.filter(({ kind }) => kind === 'event').map(storedEventOf),
    messages: messages.map(messageOf),
  };
}

function claimOnce(session: Session, request: ClaimRequest): Promise<readonly (ClaimedRow | Rest)[]> {
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
     update ${schema}.orders o set lease_token = $2, lease_until = ${moment('$3')} 
     where o.id = any(array(select id from fresh))
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
   (select json_build_object('id', o.id, 'version', o.version, 'updatedAt', ${milliseconds('o.updated_at')}, 'untried', ${untriedOfOrder(schema)},
      'work', coalesce((select w.rows from work w where w.order_id = o.id), '[]'),
      'messages', coalesce((select m.rows from messages m where m.order_id = o.id), '[]'))::text as json
    from fresh f join ${schema}.orders o on o.id = f.id order by f.due_at, f.id)
   union all
   select json_build_object('stale', (select count(*) from due) - (select count(*) from fresh), 'next', ${nextDueAt(schema)})::text`;
}
