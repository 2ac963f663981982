import type { Order } from '../../../machine/index.ts';
import { dueAt } from '../due-at.ts';
import type { Session } from '../session.ts';
import { orderRowOf, orders } from '../tables/orders.ts';
import { recordset, type Table, valueOf } from '../tables/table.ts';

const changedOrders: Table = { name: orders.name, columns: { ...orders.columns, settled: 'boolean' } };

/** An order that is locked, as it is now; `settled`: its lease ends. */
export interface ChangedOrder {
  readonly order: Order;
  readonly settled: boolean;
}

/** Writes the rows of locked orders, with when they next have work. Comes last: it looks at the outbox and the inbox. */
export async function updateOrders(session: Session, changed: readonly ChangedOrder[]): Promise<void> {
  if (changed.length === 0) return;
  const { schema } = session;
  const columns = Object.keys(orders.columns).filter((column) => column !== 'id');
  const assignments = columns.map((column) => `${column} = ${valueOf(orders, column, 'r')}`);
  await session.query(
    `update ${schema}.orders o set ${assignments.join(', ')},
       due_at = ${dueAt(schema, 'o.id', valueOf(orders, 'next_deadline_at', 'r'))},
       lease_token = case when r.settled then null else o.lease_token end,
       lease_until = case when r.settled then null else o.lease_until end
     from ${recordset(changedOrders, '$1', 'r')} where o.id = r.id`,
    [JSON.stringify(changed.map(({ order, settled }) => ({ ...orderRowOf(order), settled })))],
  );
}
