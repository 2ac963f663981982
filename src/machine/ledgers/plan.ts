import type { CommandRef, CommandType, PublishedRef } from '../commands.ts';
import type { Order, Timestamp } from '../order.ts';
import { dueFulfillment, dueFulfillmentCancel, dueShipment, dueShipmentCancel } from './fulfillment-plan.ts';
import { beginFulfillment, beginFulfillmentCancel } from './fulfillments.ts';
import { beginPayment, beginWriteOff } from './payment-entries.ts';
import { dueAuthorization, dueCapture, dueRefund, dueVoid, dueWriteOff } from './payment-plan.ts';
import { type Remembered, remembered, type Same, sameGoing, sameMoney, sameWay } from './remembered.ts';
import { beginScreening, screeningIsDue } from './review.ts';
import { beginShipment, beginShipmentCancel } from './shipments.ts';
import { beginStock } from './stock.ts';
import { dueConfirm, dueRelease, dueReserve, dueReturn } from './stock-plan.ts';

/** An operation that the order may be due for: what is due, and how it is entered. */
interface Operation<D> {
  readonly due: Remembered<D | undefined>;
  readonly begin: (order: Order, due: D, at: Timestamp) => { readonly order: Order; readonly id: string };
}

const operation = <D>(
  same: Same,
  due: (order: Order) => D | undefined,
  begin: Operation<D>['begin'],
): Operation<D> => ({ due: remembered(same, due), begin });

const sameParcels: Same = (a, b) => sameMoney(a, b) && a.shipments === b.shipments;

/** Everything an order can ask of the outside by itself, by the type of its command. */
const operations = {
  'payment.void': operation(sameParcels, dueVoid, beginPayment),
  'payment.refund': operation(sameParcels, dueRefund, beginPayment),
  'payment.capture': operation((a, b) => sameParcels(a, b) && sameGoing(a, b), dueCapture, beginPayment),
  'payment.write_off': operation((a, b) => sameMoney(a, b) && sameGoing(a, b), dueWriteOff, beginWriteOff),
  'payment.authorize': operation(
    (a, b) => sameMoney(a, b) && sameGoing(a, b),
    dueAuthorization,
    beginPayment,
  ),
  'stock.release': operation(
    (a, b) =>
      a.axes.status === b.axes.status &&
      a.reservations === b.reservations &&
      a.shortfalls === b.shortfalls &&
      a.lineCancellations === b.lineCancellations &&
      a.lines === b.lines &&
      sameWay(a, b),
    dueRelease,
    beginStock,
  ),
  'stock.reserve': operation(
    (a, b) =>
      a.reservations === b.reservations &&
      a.shipments === b.shipments &&
      a.shortfalls === b.shortfalls &&
      a.lineCancellations === b.lineCancellations &&
      sameMoney(a, b) &&
      sameGoing(a, b),
    dueReserve,
    beginStock,
  ),
  'stock.confirm': operation(
    (a, b) => a.reservations === b.reservations && sameWay(a, b),
    dueConfirm,
    beginStock,
  ),
  'stock.return': operation(
    (a, b) => a.reservations === b.reservations && a.shipments === b.shipments && a.returns === b.returns,
    dueReturn,
    beginStock,
  ),
  'fulfillment.cancel': operation(
    (a, b) =>
      a.cancellation === b.cancellation &&
      a.lineCancellations === b.lineCancellations &&
      a.lines === b.lines &&
      sameWay(a, b),
    dueFulfillmentCancel,
    beginFulfillmentCancel,
  ),
  'fulfillment.create': operation(
    (a, b) =>
      a.axes.status === b.axes.status &&
      a.lines === b.lines &&
      a.reservations === b.reservations &&
      a.cancellation === b.cancellation &&
      a.lineCancellations === b.lineCancellations &&
      a.holds === b.holds &&
      a.terms === b.terms &&
      sameWay(a, b),
    dueFulfillment,
    beginFulfillment,
  ),
  'shipment.cancel': operation(
    (a, b) =>
      a.axes.status === b.axes.status &&
      a.shipments === b.shipments &&
      a.cancellation === b.cancellation &&
      a.terms === b.terms,
    dueShipmentCancel,
    (order, due, at) => beginShipmentCancel(order, due.id, at),
  ),
  'shipment.create': operation(
    (a, b) => sameMoney(a, b) && sameWay(a, b) && a.cancellation === b.cancellation && a.holds === b.holds,
    dueShipment,
    (order, due, at) => beginShipment(order, due.id, at),
  ),
  'risk.screen': operation(
    (a, b) => a.axes.status === b.axes.status && a.screening === b.screening && a.terms === b.terms,
    (order) => (screeningIsDue(order) ? true : undefined),
    (order, _due, at) => beginScreening(order, at),
  ),
} as const;

/** The type of an operation that an order can be due for. */
export type DueOperation = keyof typeof operations;
/** All of them. */
export const dueOperations = Object.keys(operations) as DueOperation[];

/** What is due of an operation, if anything, with its memory: for the chart, which asks most, and for tests. */
export function dueOf(type: DueOperation): Remembered<unknown> {
  return operations[type].due;
}

/** Whether an operation is due. */
export function isDue(order: Order, type: DueOperation): boolean {
  return operations[type].due(order) !== undefined;
}

/** The same, computed anew: for checks. */
export function isDueAnew(order: Order, type: DueOperation): boolean {
  return operations[type].due.anew(order) !== undefined;
}

/** What an operation that asks nothing of the outside tells instead. */
const inTheBooks: Partial<Record<DueOperation, PublishedRef['type']>> = {
  'payment.write_off': 'order.payment_written_off',
};

/** What was begun: the command that it sends, or what it tells when it is done at once. */
export interface Begun {
  readonly order: Order;
  readonly commands: readonly CommandRef[];
  readonly published: readonly PublishedRef[];
}

/** Enters the operation that is due, and names its command. `undefined`: it is no longer due. */
export function begin(order: Order, type: DueOperation, at: Timestamp): Begun | undefined {
  const due = operations[type].due(order);
  if (due === undefined) return undefined;
  const begun = (operations[type] as Operation<unknown>).begin(order, due, at);
  const told = inTheBooks[type];
  if (told !== undefined)
    return { order: begun.order, commands: [], published: [{ type: told, ref: begun.id }] };
  const command = { type: type as CommandType, ref: begun.id } as CommandRef;
  return { order: begun.order, commands: [command], published: [] };
}
