import { sum } from '../money.ts';
import type { LineQuantity, Order } from '../order.ts';
import type { DueStock } from './due-stock.ts';
import { inFlight, isDone } from './entry.ts';
import { isActive, unsent } from './fulfillment-book.ts';
import { atMost, listUnits, minus, physicalLines, type Units, unitsOf, wanted } from './lines.ts';
import { heldOf, isBusy, isReserving } from './stock-book.ts';

/**
 * Units to give back because they were cancelled while the order goes on: those that are held beyond what is still to be sent,
 * of warehouses that were not asked to send them, the youngest reservation first. Each cancellation gives back at most what
 * it cancelled.
 */
export function duePartialRelease(order: Order): DueStock | undefined {
  const effective = order.lineCancellations.filter(({ state }) => state === 'effective');
  if (effective.length === 0) return undefined;
  const excess = excessUnits(order);
  if (listUnits(excess).length === 0) return undefined;
  for (const { id, lines } of effective) {
    const due = atMost(minus(unitsOf([lines]), unitsOf(releasedFor(order, id))), excess);
    for (const reservation of [...order.reservations].reverse()) {
      if (isBusy(reservation)) continue;
      const { warehouseId } = reservation;
      const own = atMost(heldOf(reservation), spareUnits(order, warehouseId));
      const part = listUnits(atMost(due, own));
      if (part.length > 0)
        return {
          kind: 'release',
          reservationId: reservation.id,
          warehouseId,
          lines: part,
          causeId: id,
          shortfallId: null,
        };
    }
  }
  return undefined;
}

/** Units that were given back for a cancellation of lines, or failed to be: a failure waits for a person. */
function releasedFor(order: Order, causeId: string): readonly (readonly LineQuantity[])[] {
  return order.reservations
    .flatMap(({ operations }) => operations)
    .filter(
      (operation) =>
        operation.kind === 'release' && operation.causeId === causeId && operation.state !== 'withdrawn',
    )
    .map((operation) => operation.lines);
}

/**
 * Whether a reservation that a warehouse gave after it had refused it holds units that nobody needs: they were reserved anew
 * since, here or elsewhere. What a cancellation of lines is still to give back does not count: that is given back for it.
 */
export function isSurplus(order: Order, reservationId: string): boolean {
  const reservation = order.reservations.find(({ id }) => id === reservationId);
  if (!reservation) return false;
  const asked = unitsOf(order.reservations.filter(isReserving).map(({ lines }) => lines));
  const cancelled = order.lineCancellations
    .filter(({ state }) => state === 'effective')
    .map(({ id, lines }) => listUnits(minus(unitsOf([lines]), unitsOf(releasedFor(order, id)))));
  const nobodys = minus(excessUnits(order, asked), unitsOf(cancelled));
  return listUnits(atMost(nobodys, heldOf(reservation))).length > 0;
}

/**
 * Units that are held, or `asked` for besides, beyond what is still to be sent. What has left and is not booked out yet is held,
 * and is no excess.
 */
function excessUnits(order: Order, asked: Units = new Map()): Map<string, number> {
  const held = unitsOf([
    ...order.reservations.map((reservation) => listUnits(heldOf(reservation))),
    listUnits(asked),
  ]);
  const needed = new Map(
    physicalLines(order).map((line) => [line.id, Math.max(0, wanted(line) - line.counts.shipped)]),
  );
  return minus(minus(held, needed), unbooked(order));
}

/** Units that a warehouse holds, is not asked to send, and has not sent. */
function spareUnits(order: Order, warehouseId: string): Map<string, number> {
  const here = order.reservations.filter((entry) => entry.warehouseId === warehouseId);
  const held = unitsOf(here.map((reservation) => listUnits(heldOf(reservation))));
  const asked = order.fulfillments.filter(
    (entry) => entry.warehouseId === warehouseId && (isActive(entry) || entry.stage === 'failed'),
  );
  const toSend = unitsOf(asked.map((entry) => listUnits(unsent(order, entry))));
  return minus(minus(held, toSend), unbooked(order, warehouseId));
}

/** Units that have left, of one warehouse or all, and are not booked out. */
function unbooked(order: Order, warehouseId: string | null = null): Units {
  const confirms = order.reservations
    .flatMap(({ operations }) => operations)
    .filter((operation) => operation.kind === 'confirm' && (isDone(operation) || inFlight(operation)));
  const isHere = (fulfillmentId: string | null) =>
    warehouseId === null ||
    order.fulfillments.some((entry) => entry.id === fulfillmentId && entry.warehouseId === warehouseId);
  const units = new Map<string, number>();
  for (const { id, left, stage, lines, fulfillmentId } of order.shipments) {
    if (!left || stage === 'cancelled' || !isHere(fulfillmentId)) continue;
    const booked = confirms.filter(({ causeId }) => causeId === id).flatMap((operation) => operation.lines);
    for (const { lineId, quantity } of lines) {
      const own = sum(booked.filter((line) => line.lineId === lineId).map((line) => line.quantity));
      units.set(lineId, (units.get(lineId) ?? 0) + Math.max(0, quantity - own));
    }
  }
  return units;
}
