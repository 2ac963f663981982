import { OrderError } from '../../../errors/index.ts';
import type { Order } from '../../../machine/index.ts';
import type { CommitAnswer, OrderWrite } from '../../../ports/index.ts';
import type { Session } from '../session.ts';
import { jsonRows } from '../sql.ts';
import { orderRowOf, orders } from '../tables/orders.ts';
import { insertFrom, type Table } from '../tables/table.ts';
import type { LockedOrder } from './lock-orders.ts';

const newOrders: Table = {
  name: orders.name,
  columns: { ...orders.columns, creation_key: 'text?', creation_hash: 'text?' },
};

/** A new order, and the key it is created under. */
export interface NewOrder {
  readonly order: Order;
  readonly creation: OrderWrite['creation'];
}

/**
 * Inserts new orders and tells, by id, why one could not be. `on conflict do nothing` waits for a concurrent creation under
 * the same key and then stands back; a unique violation would end the transaction, the caller's own when it is joined.
 */
export async function insertOrders(
  session: Session,
  news: readonly NewOrder[],
): Promise<ReadonlyMap<string, CommitAnswer>> {
  if (news.length === 0) return new Map();
  const rows = news.map(({ order, creation }) => ({
    ...orderRowOf(order),
    creation_key: creation?.key ?? null,
    creation_hash: creation?.hash ?? null,
  }));
  const inserted = await session.query<{ id: string }>(
    `${insertFrom(session.schema, newOrders)} order by r.id on conflict do nothing returning id::text as id`,
    [JSON.stringify(rows)],
  );
  const done = new Set(inserted.map(({ id }) => id));
  const rest = news.filter(({ order }) => !done.has(order.id));
  return rest.length === 0 ? new Map() : answersFor(session, rest);
}

type Existing = Pick<LockedOrder, 'id' | 'creationKey' | 'creationHash'>;

async function answersFor(
  session: Session,
  news: readonly NewOrder[],
): Promise<ReadonlyMap<string, CommitAnswer>> {
  const existing = await jsonRows<Existing>(
    session,
    `select json_build_object('id', o.id, 'creationKey', o.creation_key, 'creationHash', o.creation_hash)::text as json
     from ${session.schema}.orders o where o.creation_key = any($1::text[]) or o.id = any($2::uuid[])`,
    [
      news.flatMap(({ creation }) => (creation === null ? [] : [creation.key])),
      news.map(({ order }) => order.id),
    ],
  );
  return new Map(news.map((one) => [one.order.id, answerFor(one, existing)]));
}

function answerFor({ order, creation }: NewOrder, existing: readonly Existing[]): CommitAnswer {
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
