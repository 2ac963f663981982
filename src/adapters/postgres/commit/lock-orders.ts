import type { Session } from '../session.ts';
import { jsonRows, uuids } from '../sql.ts';

/** What a commit has to know of an order before it writes. */
export interface LockedOrder {
  readonly id: string;
  readonly version: number;
  readonly leaseToken: string | null;
  readonly creationKey: string | null;
  readonly creationHash: string | null;
}

/**
 * Locks the orders among `ids` that exist until the transaction ends, in the order of their ids: two batches that share
 * orders wait for each other instead of meeting in a deadlock. NO KEY UPDATE, because no id changes, and the foreign keys of
 * rows that others add meanwhile need not wait.
 */
export async function lockOrders(
  session: Session,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LockedOrder>> {
  const rows = await jsonRows<LockedOrder>(
    session,
    `select json_build_object('id', o.id, 'version', o.version, 'leaseToken', o.lease_token,
       'creationKey', o.creation_key, 'creationHash', o.creation_hash)::text as json
     from ${session.schema}.orders o where o.id = any($1::uuid[]) order by o.id for no key update`,
    [uuids(ids)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
