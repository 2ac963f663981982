import { OrderError } from '../../../errors/index.ts';
import type { Session } from '../session.ts';
import { isWritten, type Statement } from './statement.ts';
import type { ChangeWrite } from './write.ts';

/** A name under which an order can be spoken of from now on. */
export interface OrderRef {
  readonly order_id: string;
  readonly ref: string;
}

/** The names that a write gives its order. */
export function newRefs({ orderId, change: { previous, order } }: ChangeWrite): readonly OrderRef[] {
  const refs =
    previous === undefined ? [orderId, order.number] : order.number === previous.number ? [] : [order.number];
  return refs.flatMap((ref) => (ref === null ? [] : [{ order_id: orderId, ref }]));
}

/**
 * Keeps messages for these names from being parked until the transaction ends. A message that is received at this moment
 * must see the order, or be seen by {@link attachParked}: {@link lockRef} and this take the two sides of one lock. That
 * works only where each statement sees what was committed before it.
 * @throws OrderError `OPTIONS_INVALID` in a transaction that is not READ COMMITTED.
 */
export async function lockRefs(session: Session, refs: readonly OrderRef[]): Promise<void> {
  if (refs.length === 0) return;
  const [locked] = await session.query<{ isolation: string }>(
    `select current_setting('transaction_isolation') as isolation, count(pg_advisory_xact_lock_shared(k.space, k.bucket)) as locks
     from (select distinct hashtext($2) as space, hashtext(r.ref) & 1023 as bucket
           from jsonb_to_recordset($1::jsonb) as r(ref text) order by 2) k`,
    [JSON.stringify(refs), `statecart inbox ${session.schema}`],
  );
  if (locked?.isolation !== 'read committed') throw isolated(locked?.isolation);
}

/** Gives orders the messages that were parked under their id or number: they are due at once. */
export function attachParked(statement: Statement, refs: readonly OrderRef[]): void {
  if (refs.length === 0) return;
  statement.with(
    'attached',
    `update ${statement.schema}.inbox m set order_id = r.order_id
     from jsonb_to_recordset(${statement.rows(refs)}::jsonb) as r(order_id uuid, ref text)
     where m.order_ref = any(${statement.value(refs.map(({ ref }) => ref))}::text[])
       and m.order_ref = r.ref and m.order_id is null and ${isWritten('r.order_id')}`,
  );
}

/** Holds back orders that would be spoken of by `ref` until the transaction ends. */
export async function lockRef(session: Session, ref: string): Promise<void> {
  await session.query('select pg_advisory_xact_lock(hashtext($1), hashtext($2) & 1023)', [
    `statecart inbox ${session.schema}`,
    ref,
  ]);
}

function isolated(isolation: string | undefined): OrderError {
  return new OrderError(
    'OPTIONS_INVALID',
    `A joined transaction that creates or submits orders has to be READ COMMITTED, this one is ${isolation?.toUpperCase()}: it can't see messages that came for the order since it began. Begin it with BEGIN ISOLATION LEVEL READ COMMITTED.`,
    { retry: 'afterFix', details: { isolation } },
  );
}
