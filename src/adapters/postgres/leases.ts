import type { Session } from './session.ts';
import { moment, uuids } from './sql.ts';

/** Prolongs the leases that are `token`'s, and tells which. */
export async function renewLeases(
  session: Session,
  token: string,
  ids: readonly string[],
  until: number,
): Promise<readonly string[]> {
  const rows = await session.query<{ id: string }>(
    `update ${session.schema}.orders set lease_until = ${moment('$3')}
     where id = any($1::uuid[]) and lease_token = $2 returning id::text as id`,
    [uuids(ids), token, until],
  );
  return rows.map(({ id }) => id);
}

/** Ends the leases that are `token`'s; what was claimed stays due. */
export async function releaseLeases(session: Session, token: string, ids: readonly string[]): Promise<void> {
  await session.query(
    `update ${session.schema}.orders set lease_token = null, lease_until = null where id = any($1::uuid[]) and lease_token = $2`,
    [uuids(ids), token],
  );
}
