import { OrderError } from '../errors/index.ts';
import { baseOrder, type ComposedOrder, machineVersion, type Order } from '../machine/index.ts';
import type { Claim, JoinedStore, OrderStore, StoredOrder } from '../ports/index.ts';

/** Where an order is loaded from: the store, or the store within a transaction. */
export type LoadSource = Pick<OrderStore | JoinedStore, 'load'>;

/** An order as this version of the statechart goes on with it. */
export interface LoadedOrder extends StoredOrder {
  /** The same as the store has it: an earlier version may have written it. */
  readonly stored: Order;
  /** What the order is of: the base, or the base with extensions. */
  readonly of: ComposedOrder;
}

/** A claim, with its order so. */
export type LoadedClaim = Claim & LoadedOrder;

/** What the store gave, with an order of an earlier version of the statechart upgraded to this one. */
export function upgraded<Stored extends StoredOrder>(
  stored: Stored,
  of: ComposedOrder = baseOrder as ComposedOrder,
): Stored & LoadedOrder {
  return { ...stored, order: of.upgrade(stored.order), stored: stored.order, of };
}

/**
 * Loads one order with what is open around it.
 * @throws OrderError `ORDER_NOT_FOUND`.
 */
export async function loadStored(
  source: LoadSource,
  orderId: string,
  of: ComposedOrder,
): Promise<LoadedOrder> {
  const isText = typeof orderId === 'string';
  const [stored] = isText ? await source.load([orderId]) : [];
  if (stored !== undefined) return upgraded(stored, of);
  const named = isText ? orderId.slice(0, 200).toWellFormed() : `of the type ${typeof orderId}`;
  throw new OrderError(
    'ORDER_NOT_FOUND',
    `there is no order ${named}. Orders are found by id, or by number with getByNumber.`,
    {
      details: { orderId: named },
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
      order.machineVersion > machineVersion
        ? 'Deploy the newer code here.'
        : 'This code has no upgrade from it.'
    }`,
    {
      retry: 'afterFix',
      details: { orderId: order.id, orderVersion: order.machineVersion, codeVersion: machineVersion },
    },
  );
}
