import type { CommandRef } from '../commands.ts';
import type { Order, Timestamp } from '../order.ts';
import { dueFulfillment, dueFulfillmentCancel, dueShipment, dueShipmentCancel } from './fulfillment-plan.ts';
import { beginFulfillment, beginFulfillmentCancel } from './fulfillments.ts';
import { beginPayment } from './payment-entries.ts';
import { dueAuthorization, dueCapture, dueRefund, dueVoid } from './payment-plan.ts';
import { beginScreening, screeningIsDue } from './review.ts';
import { beginShipment, beginShipmentCancel } from './shipments.ts';
import { beginStock } from './stock.ts';
import { dueConfirm, dueRelease, dueReserve, dueReturn } from './stock-plan.ts';

/** An operation that the order may be due for: what is due, and how it is entered. */
interface Operation<D> {
  readonly due: (order: Order) => D | undefined;
  readonly begin: (order: Order, due: D, at: Timestamp) => { readonly order: Order; readonly id: string };
}

const operation = <D>(due: Operation<D>['due'], begin: Operation<D>['begin']): Operation<D> => ({
  due,
  begin,
});

/** Everything an order can ask of the outside by itself, by the type of its command. */
const operations = {
  'payment.void': operation(dueVoid, beginPayment),
  'payment.refund': operation(dueRefund, beginPayment),
  'payment.capture': operation(dueCapture, beginPayment),
  'payment.authorize': operation(dueAuthorization, beginPayment),
  'stock.release': operation(dueRelease, beginStock),
  'stock.reserve': operation(dueReserve, beginStock),
  'stock.confirm': operation(dueConfirm, beginStock),
  'stock.return': operation(dueReturn, beginStock),
  'fulfillment.cancel': operation(dueFulfillmentCancel, (order, due, at) =>
    beginFulfillmentCancel(order, due.id, at),
  ),
  'fulfillment.create': operation(dueFulfillment, beginFulfillment),
  'shipment.cancel': operation(dueShipmentCancel, (order, due, at) => beginShipmentCancel(order, due.id, at)),
  'shipment.create': operation(dueShipment, (order, due, at) => beginShipment(order, due.id, at)),
  'risk.screen': operation(
    (order) => (screeningIsDue(order) ? true : undefined),
    (order, _due, at) => beginScreening(order, at),
  ),
} as const;

/** The type of an operation that an order can be due for. */
export type DueOperation = keyof typeof operations;
/** All of them. */
export const dueOperations = Object.keys(operations) as DueOperation[];

const known = new WeakMap<Order, Map<DueOperation, unknown>>();

function dueOf(order: Order, type: DueOperation): unknown {
  const cached = known.get(order) ?? new Map<DueOperation, unknown>();
  if (!cached.has(type)) cached.set(type, operations[type].due(order));
  known.set(order, cached);
  return cached.get(type);
}

/** Whether an operation is due. Computed once an order: orders never change. */
export function isDue(order: Order, type: DueOperation): boolean {
  return dueOf(order, type) !== undefined;
}

/** Enters the operation that is due, and names its command. `undefined`: it is no longer due. */
export function begin(
  order: Order,
  type: DueOperation,
  at: Timestamp,
): { readonly order: Order; readonly command: CommandRef } | undefined {
  const due = dueOf(order, type);
  if (due === undefined) return undefined;
  const begun = (operations[type] as Operation<unknown>).begin(order, due, at);
  return { order: begun.order, command: { type, ref: begun.id } };
}
