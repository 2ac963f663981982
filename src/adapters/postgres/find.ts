import type { OrderStore } from '../../ports/index.ts';
import type { Session } from './session.ts';
import { jsonRows } from './sql.ts';

type Ref = Parameters<OrderStore['find']>[0];
type Found = { readonly orderId: string; readonly hash: string | null };

/** The orders with numbers, or created under keys: one for each reference, `null` if there is none. */
export async function findOrders(session: Session, refs: readonly Ref[]): Promise<readonly (Found | null)[]> {
  const numbers = refs.flatMap((ref) => ('number' in ref ? [ref.number] : []));
  const keys = refs.flatMap((ref) => ('number' in ref ? [] : [ref.creationKey]));
  const { schema } = session;
  const rows = await jsonRows<Found & { readonly number: string | null; readonly key: string | null }>(
    session,
    `select json_build_object('orderId', o.id, 'hash', o.creation_hash, 'number', o.order_number, 'key', o.creation_key)::text as json
     from ${schema}.orders o where o.order_number = any($1::text[]) or o.creation_key = any($2::text[])`,
    [numbers, keys],
  );
  const byNumber = new Map(rows.map((row) => [row.number, row]));
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return refs.map((ref) => {
    const row = 'number' in ref ? byNumber.get(ref.number) : byKey.get(ref.creationKey);
    return row === undefined ? null : { orderId: row.orderId, hash: row.hash };
  });
}
