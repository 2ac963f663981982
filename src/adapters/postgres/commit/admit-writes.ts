import type { OrderWrite } from '../../../ports/index.ts';
import { uuids } from '../sql.ts';
import type { LockedOrder } from './lock-orders.ts';
import type { Statement } from './statement.ts';

/** What the database says of one write. */
export interface Admitted {
  readonly id: string;
  /** The order as it is now and stays until the transaction ends; `null`: there is none. */
  readonly locked: LockedOrder | null;
  /** Whether all commands to be withdrawn are untried. */
  readonly untried: boolean;
  /** Somebody changed the order after the statement's snapshot was taken: what the statement reads of it is old. */
  readonly stale: boolean;
  /** Whether it was written. */
  readonly written: boolean;
}

/**
 * Locks the orders of writes, in the order of their ids, and finds out which writes are possible: the table expressions
 * `locked`, `admitted` and, for `written`, `possible`.
 *
 * A statement reads by the snapshot that it began with, while a row that it locks comes as it is after the wait. Whoever
 * changes anything of an order, its outbox and inbox rows among it, updates the row of the order in the same transaction.
 * So where the row that was locked is the one of the snapshot, all that the snapshot shows of the order is of this moment;
 * elsewhere nothing is written, and the statement is to be run again.
 */
export function admitWrites(statement: Statement, writes: readonly OrderWrite[]): void {
  const { schema } = statement;
  const rows = writes.map(({ orderId, change, settlement }) => ({
    id: orderId,
    before: change === null ? null : change.before,
    token: settlement === null ? null : settlement.token,
    withdrawn: change === null || change.withdrawn.length === 0 ? null : change.withdrawn,
  }));
  const asked = statement.rows(rows);
  const ids = statement.value(uuids(rows.map(({ id }) => id)));
  statement.withRead(
    'locked',
    `       select o.id, o.version, o.lease_token, o.creation_key, o.creation_hash, o.xmin as at from ${schema}.orders o
       where o.id = any(${ids}::uuid[]) order by o.id for no key update`,
  );
  statement.withRead(
    'admitted',
    `       select a.id, a.before, a.token, l.id as found, l.version, l.lease_token, l.creation_key, l.creation_hash,
         l.id is not null and l.at is distinct from (select o.xmin from ${schema}.orders o where o.id = l.id) as stale,
         a.withdrawn is null or not exists (
           select from unnest(a.withdrawn) as c(id) where not exists (
             select from ${schema}.outbox w
             where w.id = c.id and w.order_id = a.id and w.kind = 'command' and w.attempts = 0 and not w.unknown)) as untried
       from jsonb_to_recordset(${asked}::jsonb) as a(id uuid, before integer, token text, withdrawn text[])
       left join locked l on l.id = a.id`,
  );
  statement.withRead(
    'possible',
    `       select a.id from admitted a
       where a.found is not null and a.before is distinct from 0 and not a.stale and a.untried
         and (a.before is null or a.version = a.before) and (a.token is null or a.lease_token = a.token)`,
  );
}

/** The select that ends the statement, one {@link Admitted} a write. */
export const selectAdmitted = `
  select json_build_object('id', a.id, 'untried', a.untried, 'stale', a.stale, 'written', w.id is not null,
    'locked', case when a.found is null then null else json_build_object('id', a.id, 'version', a.version,
      'leaseToken', a.lease_token, 'creationKey', a.creation_key, 'creationHash', a.creation_hash) end)::text as json
  from admitted a left join written w on w.id = a.id`;
