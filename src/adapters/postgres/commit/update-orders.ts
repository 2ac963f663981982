import type { OrderWrite } from '../../../ports/index.ts';
import { orderRowOf, orders } from '../tables/orders.ts';
import { recordset, type Table, valueOf } from '../tables/table.ts';
import { dueAt, joinNextWork } from './next-work.ts';
import { isWritten, type Statement } from './statement.ts';
import { type ChangeWrite, isChange } from './write.ts';

const changedOrders: Table = { name: orders.name, columns: { ...orders.columns, settled: 'boolean' } };

/** Writes the rows of orders, with when they next have work; a settlement ends the lease. */
export function updateOrders(statement: Statement, writes: readonly OrderWrite[]): void {
  const changes = writes.filter(isChange);
  if (changes.length > 0) updateChanged(statement, changes);
  const others = writes.filter((write) => !isChange(write));
  if (others.length > 0) updateSettled(statement, others);
}

function updateChanged(statement: Statement, changes: readonly ChangeWrite[]): void {
  const columns = Object.keys(orders.columns).filter((column) => column !== 'id');
  const assignments = columns.map((column) => `${column} = ${valueOf(orders, column, 'r')}`);
  const rows = changes.map(({ change, settlement }) => ({
    ...orderRowOf(change.order),
    settled: settlement !== null,
  }));
  statement.with(
    'updated',
    `update ${statement.schema}.orders o set ${assignments.join(', ')},
       due_at = ${dueAt(valueOf(orders, 'next_deadline_at', 'r'))},
       lease_token = case when r.settled then null else o.lease_token end,
       lease_until = case when r.settled then null else o.lease_until end
     from ${recordset(changedOrders, statement.rows(rows), 'r')} ${joinNextWork('r.id')}
     where ${isWritten('o.id')} and o.id = r.id`,
  );
}

function updateSettled(statement: Statement, writes: readonly OrderWrite[]): void {
  const ids = writes.filter(({ settlement }) => settlement !== null).map(({ orderId }) => orderId);
  statement.with(
    'settled',
    `update ${statement.schema}.orders o set due_at = ${dueAt('o.next_deadline_at')}, lease_token = null, lease_until = null
     from written r ${joinNextWork('r.id')}
     where o.id = any(${statement.value(ids)}::uuid[]) and o.id = r.id`,
  );
}
