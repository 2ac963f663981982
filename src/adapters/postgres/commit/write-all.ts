import type { CommitAnswer, OrderChange, OrderWrite } from '../../../ports/index.ts';
import { refreshDue } from '../due-at.ts';
import { loadRows } from '../load.ts';
import type { Session } from '../session.ts';
import type { OrderRows } from '../tables/order-rows.ts';
import { orderRowOf } from '../tables/orders.ts';
import { commandRowOf, eventRowOf } from '../tables/outbox.ts';
import { appendHistory } from './append-history.ts';
import { appendJournal } from './append-journal.ts';
import { attachParked, type OrderRef } from './attach-parked.ts';
import { refusalOf } from './decide.ts';
import { enqueue } from './enqueue.ts';
import { insertOrders } from './insert-orders.ts';
import { lockOrders } from './lock-orders.ts';
import { rememberTerms } from './remember-terms.ts';
import { type Settled, settle } from './settle.ts';
import { updateOrders } from './update-orders.ts';
import { untriedCommands, withdraw } from './withdraw.ts';
import { writeLedgers } from './write-ledgers.ts';

type ChangeWrite = OrderWrite & { readonly change: OrderChange };

/**
 * Writes what can be written of `writes`, each of another order, within one transaction, and answers for each. Whatever is
 * refused is refused before anything of it is written; what the database itself refuses is thrown, and ends the transaction.
 */
export async function writeAll(
  session: Session,
  writes: readonly OrderWrite[],
): Promise<readonly CommitAnswer[]> {
  const locked = await lockOrders(
    session,
    writes.map(({ orderId }) => orderId),
  );
  const untried = await untriedCommands(
    session,
    writes.flatMap(({ change }) => change?.withdrawn ?? []),
  );
  const refused = new Map<string, CommitAnswer>();
  for (const write of writes) {
    const refusal = refusalOf(write, locked.get(write.orderId), untried);
    if (refusal !== null) refused.set(write.orderId, refusal);
  }
  const open = (write: OrderWrite): boolean => !refused.has(write.orderId);
  for (const [orderId, answer] of await create(session, writes.filter(open).filter(isCreation)))
    refused.set(orderId, answer);
  await apply(session, writes.filter(open));
  return writes.map(({ orderId }): CommitAnswer => refused.get(orderId) ?? { status: 'committed' });
}

const isChange = (write: OrderWrite): write is ChangeWrite => write.change !== null;
const isCreation = (write: OrderWrite): write is ChangeWrite => write.change?.before === 0;

async function create(
  session: Session,
  creations: readonly ChangeWrite[],
): Promise<ReadonlyMap<string, CommitAnswer>> {
  await rememberTerms(
    session,
    creations.map(({ change }) => change.order.terms),
  );
  return insertOrders(
    session,
    creations.map(({ change, creation }) => ({ order: change.order, creation })),
  );
}

async function apply(session: Session, writes: readonly OrderWrite[]): Promise<void> {
  const changes = writes.filter(isChange);
  const updates = changes.filter(({ change }) => change.before !== 0);
  const settled = writes.flatMap(({ orderId, now, settlement }): Settled[] =>
    settlement === null ? [] : [{ orderId, now, settlement }],
  );
  const previous = await previousRows(session, updates);

  await rememberTerms(
    session,
    updates.flatMap(({ change: { order } }) => (changesTerms(order, previous) ? [order.terms] : [])),
  );
  await writeLedgers(
    session,
    changes.map(({ change: { order } }) => ({ order, previous: previous.get(order.id) })),
  );
  await appendHistory(
    session,
    changes.flatMap(({ orderId, change }) => change.history.map((record) => ({ orderId, record }))),
  );
  await appendJournal(
    session,
    changes.flatMap(({ orderId, change }) => change.journal.map((entry) => ({ orderId, entry }))),
  );
  await withdraw(
    session,
    changes.flatMap(({ change }) => change.withdrawn),
  );
  await settle(session, settled);
  await enqueue(
    session,
    changes.flatMap(({ orderId, now, change: { commands, events } }) => [
      ...commands.map((command) => commandRowOf(orderId, command)),
      ...events.map((event) => eventRowOf(orderId, event, now)),
    ]),
  );
  await attachParked(
    session,
    changes.flatMap(({ change: { order } }) => newRefs(order, previous.get(order.id))),
  );
  await updateOrders(
    session,
    updates.map(({ change: { order }, settlement }) => ({ order, settled: settlement !== null })),
  );
  const others = writes.filter(({ change, settlement }) =>
    change === null ? settlement !== null : change.before === 0,
  );
  await refreshDue(
    session,
    others.map(({ orderId }) => orderId),
    settled.map(({ orderId }) => orderId),
  );
}

async function previousRows(
  session: Session,
  updates: readonly ChangeWrite[],
): Promise<ReadonlyMap<string, OrderRows>> {
  const rows = await loadRows(
    session,
    updates.map(({ orderId }) => orderId),
  );
  return new Map(rows.map((one) => [one.order.id, one]));
}

function changesTerms(order: OrderChange['order'], previous: ReadonlyMap<string, OrderRows>): boolean {
  return orderRowOf(order).terms_id !== previous.get(order.id)?.order.terms_id;
}

function newRefs({ id, number }: OrderChange['order'], previous: OrderRows | undefined): OrderRef[] {
  const refs =
    previous === undefined ? [id, number] : [number === previous.order.order_number ? null : number];
  return refs.flatMap((ref) => (ref === null ? [] : [{ order_id: id, ref }]));
}
