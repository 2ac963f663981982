import type { OrderStore } from '../../ports/index.ts';
import type { Session } from './session.ts';
import { uuids } from './sql.ts';

/** Ids of orders, oldest first, after the given one. A status counts with those of extensions that stand in it. */
export async function listOrders(
  session: Session,
  { status, after, limit }: Parameters<OrderStore['list']>[0],
): Promise<readonly string[]> {
  const { schema } = session;
  const rows = await session.query<{ id: string }>(
    `select o.id::text as id from ${schema}.orders o
     where ($1::text is null or o.status = $1 or starts_with(o.status, $1 || '.'))
       and ($2::boolean or (o.created_at, o.id) > (select a.created_at, a.id from ${schema}.orders a where a.id = any($3::uuid[])))
     order by o.created_at, o.id limit $4::bigint`,
    [status ?? null, after === undefined, uuids(after === undefined ? [] : [after]), limit],
  );
  return rows.map(({ id }) => id);
}
