import { hasTag } from '../axes.ts';
import type { Fulfillment, LineQuantity, Order, Shipment } from '../order.ts';
import { inFlight, isDone } from './entry.ts';
import { counts, goodsInMotion, isActive, isStoppable, some, unsent } from './fulfillment-book.ts';
import { inOutsideParcels, nextStop, unitsToStop } from './line-cancellation-book.ts';
import { atMost, listUnits, minus, unitsOf, unshipped } from './lines.ts';
import { orderBook, priceLeftMinor, promisedMinor, securedMinor } from './payment-book.ts';
import { captureTargetMinor } from './payment-plan.ts';
import { defersCapture, unreleasedMinor } from './preorder.ts';
import { openHolds } from './review.ts';
import { awaitsGoods } from './shortfall-book.ts';
import { heldOf, unbookedOfReplaced } from './stock-book.ts';

/** A fulfilment that is due. */
export interface DueFulfillment {
  readonly warehouseId: string;
  readonly lines: readonly LineQuantity[];
}

/** Whether the order is being called off, and the outside has been asked to stop. */
export function isStopping(order: Order): boolean {
  return order.cancellation?.state === 'requested';
}

/**
 * Goods to be picked and packed: held, released by status and review, and not asked for yet. One fulfilment a warehouse.
 * What has left may still be held, as long as it is not booked out: it is not asked for again.
 */
export function dueFulfillment(order: Order): DueFulfillment | undefined {
  if (!hasTag(order.axes.status, 'released') || isStopping(order) || openHolds(order).length > 0)
    return undefined;
  if (order.terms.shipBackordered === 'together' && awaitsGoods(order)) return undefined;
  const asked = order.fulfillments.filter((entry) => isActive(entry) || entry.stage === 'failed');
  const under = (entries: readonly Fulfillment[]) =>
    unitsOf(entries.map((entry) => listUnits(unsent(order, entry))));
  const outside = inOutsideParcels(order);
  // What is to be cancelled as soon as another warehouse has stopped is not asked for.
  const unasked = minus(minus(minus(unshipped(order), under(asked)), outside), unitsToStop(order));
  if (!some(unasked)) return undefined;
  for (const warehouseId of new Set(order.reservations.map((reservation) => reservation.warehouseId))) {
    const held = unitsOf(
      order.reservations
        .filter((entry) => entry.warehouseId === warehouseId)
        .map((entry) => listUnits(heldOf(entry))),
    );
    const gone = unbookedOfReplaced(order);
    const own = under(asked.filter((entry) => entry.warehouseId === warehouseId));
    const lines = listUnits(atMost(minus(minus(minus(held, gone), own), outside), unasked));
    if (lines.length > 0) return { warehouseId, lines };
  }
  return undefined;
}

/** A packed parcel whose label may be made: nothing holds the order, and its goods are paid for as the terms ask. */
export function dueShipment(order: Order): Shipment | undefined {
  if (!hasTag(order.axes.status, 'released') || isStopping(order) || openHolds(order).length > 0)
    return undefined;
  if (!goodsArePaid(order)) return undefined;
  return order.shipments.find((shipment) => shipment.stage === 'planned' && !isOfStopped(order, shipment));
}

/** Whether the warehouse that packed a parcel has given up, or is being asked to stop: its label waits for what comes of it. */
function isOfStopped(order: Order, shipment: Shipment): boolean {
  return order.fulfillments.some(
    (entry) =>
      entry.id === shipment.fulfillmentId &&
      (entry.stage === 'failed' ||
        entry.operations.some((operation) => operation.kind === 'cancel' && inFlight(operation))),
  );
}

function goodsArePaid(order: Order): boolean {
  const promised = promisedMinor(order);
  const { capturedMinor, refundedMinor, lostMinor, writtenOffMinor } = orderBook(order);
  if (order.terms.capturePolicy === 'on_shipment' || defersCapture(order))
    return capturedMinor - lostMinor + promised >= captureTargetMinor(order);
  const price = Math.min(priceLeftMinor(order), order.totals.totalMinor - refundedMinor - writtenOffMinor);
  return securedMinor(order) + promised >= price - unreleasedMinor(order);
}

/** A fulfilment that is to stop, and for what. */
export interface DueStop {
  readonly fulfillmentId: string;
  readonly causeId: string;
}

/** A fulfilment to stop, which its warehouse has: the order is being called off, a person wants it, or units of it are to be cancelled. */
export function dueFulfillmentCancel(order: Order): DueStop | undefined {
  const { cancellation } = order;
  const isTold = (entry: Fulfillment, causeId: string) =>
    entry.stage === 'requested' ||
    entry.operations.some((operation) => inFlight(operation) || operation.causeId === causeId);
  if (cancellation?.state === 'requested') {
    const entry = order.fulfillments.find((one) => isStoppable(order, one) && !isTold(one, cancellation.id));
    return entry && { fulfillmentId: entry.id, causeId: cancellation.id };
  }
  for (const entry of order.fulfillments)
    if (entry.stop && isStoppable(order, entry) && !isTold(entry, entry.stop.id))
      return { fulfillmentId: entry.id, causeId: entry.stop.id };
  return nextStop(order);
}

/** A parcel to stop: of an order that is or was called off, or a label left over from a fulfilment that was stopped. */
export function dueShipmentCancel(order: Order): Shipment | undefined {
  const cancellationId = order.cancellation?.id ?? null;
  const stopping = isStopping(order);
  const ended = hasTag(order.axes.status, 'ended');
  return order.shipments.find((shipment) => {
    if (shipment.operations.some((operation) => inFlight(operation))) return false;
    if (isOrphan(shipment)) return true;
    const asked = shipment.operations.some(
      (operation) => operation.kind === 'cancel' && operation.causeId === cancellationId,
    );
    if (asked) return false;
    if (ended) return shipment.stage === 'created';
    if (!stopping) return false;
    const intercept =
      shipment.left &&
      order.terms.cancelShipped === 'with_intercept' &&
      !['lost', 'received_back', 'delivered'].includes(shipment.stage);
    return (intercept || shipment.stage === 'created') && counts(shipment);
  });
}

/** A label that was made for goods whose fulfilment was stopped: nobody needs it. */
function isOrphan(shipment: Shipment): boolean {
  const made = shipment.operations.some((operation) => operation.kind === 'create' && isDone(operation));
  return (
    shipment.stage === 'cancelled' &&
    !shipment.left &&
    made &&
    !shipment.operations.some((operation) => operation.kind === 'cancel')
  );
}

/** Whether a cancellation that was asked for has nothing left to stop. */
export function cancellationIsEffective(order: Order): boolean {
  return isStopping(order) && !goodsInMotion(order);
}
