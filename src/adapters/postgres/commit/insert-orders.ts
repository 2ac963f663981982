import { OrderError } from '../../../errors/index.ts';
import type { CommitAnswer } from '../../../ports/index.ts';
import type { Session } from '../session.ts';
import { jsonRows, moment } from '../sql.ts';
import { orderRowOf, orders } from '../tables/orders.ts';
import { insertFrom, type Table } from '../tables/table.ts';
import type { LockedOrder } from './lock-orders.ts';
import type { Statement } from './statement.ts';
import type { ChangeWrite } from './write.ts';

const newOrders = {
  name: orders.name,
  columns: { ...orders.columns, creation_key: 'text?', creation_hash: 'text?', due_at: 'timestamptz?' },
} as const satisfies Table;

/**
 * Inserts new orders: the table expression `inserted`. `on conflict do nothing` waits for a concurrent creation under the
 * same key and then stands back; a unique violation would end the transaction, the caller's own when it is joined.
 */
export function insertOrders(statement: Statement, creations: readonly ChangeWrite[]): void {
  const { schema } = statement;
  // A creation can hold no lease: one with a settlement is answered `lease`.
  const rows = creations
    .filter(({ settlement }) => settlement === null)
    .map(({ now, change, creation }) => ({
      ...orderRowOf(change.order),
      creation_key: creation?.key ?? null,
      creation_hash: creation?.hash ?? null,
      due_at: firstWork(change, now),
    }));
  const parked = `(
    select min(m.received_at) from ${schema}.inbox m
    where m.order_ref = any(array[r.id::text, r.order_number]) and m.order_id is null and m.handled_at is null and m.dead_at is null)`;
  const values = { due_at: `least(${moment('r.due_at')}, ${parked})` };
  statement.with(
    'inserted',
    `${insertFrom(schema, newOrders, statement.rows(rows), values)} order by r.id on conflict do nothing returning id`,
  );
}

function firstWork({ order, commands, events }: ChangeWrite['change'], now: number): number | null {
  const moments = [
    ...order.deadlines.map(({ at }) => at),
    ...commands.map(({ runAt }) => runAt),
    ...(events.length === 0 ? [] : [now]),
  ];
  return moments.length === 0 ? null : Math.min(...moments);
}

type Existing = Pick<LockedOrder, 'id' | 'creationKey' | 'creationHash'>;

/** Why new orders could not be inserted, by id. */
export async function whyNotInserted(
  session: Session,
  creations: readonly ChangeWrite[],
): Promise<ReadonlyMap<string, CommitAnswer>> {
  if (creations.length === 0) return new Map();
  const existing = await jsonRows<Existing>(
    session,
    `select json_build_object('id', o.id, 'creationKey', o.creation_key, 'creationHash', o.creation_hash)::text as json
     from ${session.schema}.orders o where o.creation_key = any($1::text[]) or o.id = any($2::uuid[])`,
    [
      creations.flatMap(({ creation }) => (creation === null ? [] : [creation.key])),
      creations.map(({ orderId }) => orderId),
    ],
  );
  return new Map(creations.map((one) => [one.orderId, answerFor(one, existing)]));
}

function answerFor(
  { change: { order }, creation }: ChangeWrite,
  existing: readonly Existing[],
): CommitAnswer {
  const keyed =
    creation === null ? undefined : existing.find(({ creationKey }) => creationKey === creation.key);
  if (keyed !== undefined) return { status: 'duplicate', orderId: keyed.id, hash: keyed.creationHash! };
  if (existing.some(({ id }) => id === order.id)) return { status: 'version' };
  const error = new OrderError(
    'INVARIANT_VIOLATED',
    `Order ${order.id} was not created: another order has the number ${order.number}. Take numbers from nextNumber(), which gives none twice.`,
    { details: { orderId: order.id, number: order.number } },
  );
  return { status: 'failed', error };
}
