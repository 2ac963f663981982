import type { OrderStore } from '../../ports/index.ts';
import type { Session } from './session.ts';

/** The order with a number, or the one created under a key. */
export async function findOrder(
  session: Session,
  ref: Parameters<OrderStore['find']>[0],
): Promise<{ readonly orderId: string; readonly hash: string | null } | null> {
  const [column, value] = 'number' in ref ? ['order_number', ref.number] : ['creation_key', ref.creationKey];
  const [row] = await session.query<{ id: string; hash: string | null }>(
    `select id::text as id, creation_hash as hash from ${session.schema}.orders where ${column} = $1`,
    [value],
  );
  return row === undefined ? null : { orderId: row.id, hash: row.hash };
}
