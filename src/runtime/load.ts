import { OrderError } from '../errors/index.ts';
import { machineVersion, type Order } from '../machine/index.ts';
import type { JoinedStore, OrderStore, StoredOrder } from '../ports/index.ts';

/** Where an order is loaded from: the store, or the store within a transaction. */
export type LoadSource = Pick<OrderStore | JoinedStore, 'load'>;

/**
 * Loads one order with what is open around it.
 * @throws OrderError `ORDER_NOT_FOUND`.
 */
export async function loadStored(source: LoadSource, orderId: string): Promise<StoredOrder> {
  const [stored] = await source.load([orderId]);
  if (stored !== undefined) return stored;
  throw new OrderError(
    'ORDER_NOT_FOUND',
    `there is no order ${String(orderId)}. Orders are found by id, or by number with getByNumber.`,
    {
      details: { orderId },
    },
  );
}

/**
 * Refuses to touch an order that another version of the statechart wrote.
 * @throws OrderError `MACHINE_VERSION_UNKNOWN`.
 */
export function assertKnownVersion(order: Order): void {
  if (order.machineVersion === machineVersion) return;
  throw new OrderError(
    'MACHINE_VERSION_UNKNOWN',
    `order ${order.number ?? order.id} was written by version ${order.machineVersion} of the statechart, and this is version ${machineVersion}. ${
      order.machineVersion > machineVersion ? 'Deploy the newer code here.' : 'Migrate the order.'
    }`,
    {
      retry: 'afterFix',
      details: { orderId: order.id, orderVersion: order.machineVersion, codeVersion: machineVersion },
    },
  );
}
