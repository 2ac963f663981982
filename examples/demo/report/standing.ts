import type { Order } from 'statecart';
import { hasTag } from 'statecart/machine';
import type { ShopFile } from '../file/file-schema.ts';

/** How far the orders of a file are. */
export interface Standing {
  /** Orders of the file. */
  readonly all: number;
  /** Orders that are there. */
  readonly here: number;
  /** Of those, orders that go nowhere by themselves any more. */
  readonly atEnd: number;
  /** Calls to the outside whose outcome is not written down. */
  readonly open: number;
  /** What the shop's clock says. */
  readonly now: number;
}

/** What the file calls an order. */
export function nameOf(order: Order): { readonly key: string; readonly title: string } {
  const { key, title } = order.metadata;
  return {
    key: typeof key === 'string' ? key : order.id,
    title: typeof title === 'string' ? title : order.id,
  };
}

/** Whether an order has come to its end, with nothing under way. */
export function isAtEnd(order: Order): boolean {
  const { status } = order.axes;
  return (status === 'delivered' || hasTag(status, 'ended')) && openOperations(order) === 0;
}

/** How far the orders of a file are. */
export function standingOf(file: ShopFile, orders: readonly Order[], now: number): Standing {
  return {
    all: Math.max(file.orders.length, orders.length),
    here: orders.length,
    atEnd: orders.filter(isAtEnd).length,
    open: orders.reduce((sum, order) => sum + openOperations(order), 0),
    now,
  };
}

function openOperations(order: Order): number {
  const ledgers = [
    ...order.payments.map((payment) => payment.transactions),
    ...order.reservations.map((reservation) => reservation.operations),
    ...order.fulfillments.map((fulfillment) => fulfillment.operations),
    ...order.shipments.map((shipment) => shipment.operations),
    order.screening === null ? [] : [order.screening],
  ];
  return ledgers.flat().filter(({ state }) => state === 'requested' || state === 'unknown').length;
}
