import type { Fulfillment, LineQuantity, Order, Shipment } from '../order.ts';
import { inFlight, isDone, kindOf } from './entry.ts';
import { atMost, count, listUnits, minus, physicalLines, unitsOf, unshipped, wanted } from './lines.ts';

/** Whether a fulfilment is still to be done: asked for, and neither stopped, failed nor complete. */
export function isActive(fulfillment: Fulfillment): boolean {
  return !['cancelled', 'failed', 'completed'].includes(fulfillment.stage);
}

/** Whether a warehouse could still be stopped: it has goods of the order that have not left. */
export function isStoppable(order: Order, fulfillment: Fulfillment): boolean {
  return isActive(fulfillment) && some(unsent(order, fulfillment));
}

/** Whether a parcel still counts: not cancelled, not a label that was never made, and its goods neither sent again nor taken back. */
export function counts(shipment: Shipment): boolean {
  const { stage, settlement } = shipment;
  if (settlement === 'replaced' || settlement === 'taken_back') return false;
  return stage !== 'cancelled' && stage !== 'failed';
}

/** The parcels of a fulfilment that count. */
function parcelsOf(order: Order, fulfillmentId: string): readonly Shipment[] {
  return order.shipments.filter(
    (shipment) => shipment.fulfillmentId === fulfillmentId && shipment.stage !== 'cancelled',
  );
}

/** Units of a fulfilment that are in no parcel yet. */
export function unpacked(order: Order, fulfillment: Fulfillment): Map<string, number> {
  return minus(
    unitsOf([fulfillment.lines]),
    unitsOf(parcelsOf(order, fulfillment.id).map((shipment) => shipment.lines)),
  );
}

/**
 * Units of a fulfilment that have not left: in none of its parcels, nor in one that was made elsewhere. What was called
 * back has left: the warehouse has nothing more to do for it.
 */
export function unsent(order: Order, fulfillment: Fulfillment): Map<string, number> {
  const left = order.shipments.filter(
    (shipment) => shipment.fulfillmentId === fulfillment.id && shipment.left,
  );
  const own = minus(unitsOf([fulfillment.lines]), unitsOf(left.map((shipment) => shipment.lines)));
  return atMost(own, unshipped(order));
}

/** Units that have left in no parcel of ours and are in none: what a parcel that was made elsewhere may hold. */
export function unboxed(order: Order): LineQuantity[] {
  const boxed = unitsOf(
    order.shipments
      .filter((shipment) => shipment.stage !== 'cancelled' && !shipment.left)
      .map((shipment) => shipment.lines),
  );
  return listUnits(minus(unshipped(order), boxed));
}

/** `lines` as far as the order has such units outside parcels. */
export function fitting(order: Order, lines: readonly LineQuantity[]): LineQuantity[] {
  return listUnits(atMost(unitsOf([lines]), unitsOf([unboxed(order)])));
}

/** Whether anything of the order has left, and is not to be sent again. */
export function hasLeft(order: Order): boolean {
  return order.shipments.some(
    ({ left, stage, settlement }) => left && stage !== 'cancelled' && settlement !== 'replaced',
  );
}

/** Whether a warehouse has begun, or a parcel was made: the order is being processed. */
export function fulfillmentHasStarted(order: Order): boolean {
  return (
    order.shipments.some((shipment) => counts(shipment) && shipment.stage !== 'planned') ||
    order.fulfillments.some((fulfillment) =>
      ['planning', 'picking', 'packing', 'shipped', 'completed'].includes(fulfillment.stage),
    )
  );
}

/** Whether every unit that is still to be shipped has been, and something has. */
export function allShipped(order: Order): boolean {
  const lines = physicalLines(order);
  return hasLeft(order) && lines.every((line) => line.counts.shipped >= wanted(line));
}

/** Whether every unit that was shipped and is not lost has arrived, and something has. */
export function allDelivered(order: Order): boolean {
  return (
    order.lines.every((line) => line.counts.delivered >= wanted(line)) &&
    order.lines.some((line) => line.counts.delivered > 0)
  );
}

/** Whether warehouses or carriers still have something of the order that they could send. */
export function goodsInMotion(order: Order): boolean {
  return (
    order.fulfillments.some((entry) => isStoppable(order, entry)) ||
    order.shipments.some(
      (shipment) => counts(shipment) && !['lost', 'received_back', 'delivered'].includes(shipment.stage),
    )
  );
}

/** How often a warehouse was asked in vain: it stopped by itself, nobody had asked it to. */
export function vainAttempts(order: Order, warehouseId: string): number {
  return order.fulfillments.filter(
    (fulfillment) =>
      fulfillment.warehouseId === warehouseId &&
      fulfillment.stage === 'cancelled' &&
      !wasStopped(fulfillment),
  ).length;
}

/** Whether a fulfilment ended because a person wanted it to, or units of it were cancelled. */
function wasStopped({ stop, operations }: Fulfillment): boolean {
  return (
    stop !== null ||
    operations.some(
      (operation) =>
        (operation.kind === 'create' && operation.state === 'withdrawn') ||
        (operation.kind === 'cancel' &&
          isDone(operation) &&
          kindOf(operation.causeId ?? '') === 'line-cancellation'),
    )
  );
}

/** Whether a person's wish to stop a fulfilment is undecided. */
export function isBeingStopped({ stop, operations }: Fulfillment): boolean {
  return (
    stop !== null && operations.every((operation) => operation.causeId !== stop.id || inFlight(operation))
  );
}

/** Whether there is anything in a list of units. */
export function some(units: ReadonlyMap<string, number>): boolean {
  return count(units) > 0;
}
