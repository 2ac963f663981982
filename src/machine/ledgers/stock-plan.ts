import { hasTag } from '../axes.ts';
import type { LineQuantity, Order, StockOperation } from '../order.ts';
import type { DueStock } from './due-stock.ts';
import { isDone, isFailed } from './entry.ts';
import { atMost, count, listUnits, minus, unitsOf } from './lines.ts';
import { duePartialRelease } from './partial-release.ts';
import { isFresh, orderBook, securedMinor } from './payment-book.ts';
import { attemptsAreUsedUp } from './payment-plan.ts';
import { remembered, type Same } from './remembered.ts';
import { isRejected, reviewIsClear } from './review.ts';
import { dueFilling, patientLines } from './shortfall-book.ts';
import {
  givenOf,
  heldOf,
  isBusy,
  isRefusedForGood,
  isWholeRelease,
  reserveOperation,
  unreservedUnits,
} from './stock-book.ts';

/**
 * Units to reserve. The first time on submission; again when a reservation ran out, as soon as money or another way of
 * paying is there; not again after the warehouse refused.
 */
export function dueReserve(order: Order): DueStock | undefined {
  const { status } = order.axes;
  if (status !== 'pending' && !hasTag(status, 'released')) return undefined;
  if (order.failure !== null || order.cancellation?.state === 'requested' || isRejected(order))
    return undefined;
  if (order.reservations.some((entry) => isRefusedForGood(order, entry))) return undefined;
  if (status === 'pending' && attemptsAreUsedUp(order)) return undefined;
  const ranOut = order.reservations.some((reservation) => reservation.expired);
  const worthIt =
    !ranOut ||
    hasTag(status, 'released') ||
    securedMinor(order) > 0 ||
    orderBook(order).openMinor > 0 ||
    (reviewIsClear(order) && order.payments.some(isFresh));
  if (!worthIt) return undefined;
  const filling = dueFilling(order);
  if (filling) return reserving(filling.entry.warehouseId, filling.lines, filling.entry.id);
  return nextUnreserved(order);
}

const reserving = (
  warehouseId: string,
  lines: readonly LineQuantity[],
  shortfallId: string | null = null,
): DueStock => ({ kind: 'reserve', reservationId: null, warehouseId, lines, causeId: null, shortfallId });

/** What decides about the units that no warehouse holds. Money, which moves most often, is not among it. */
const sameGoods: Same = (a, b) =>
  a.lines === b.lines &&
  a.reservations === b.reservations &&
  a.shipments === b.shipments &&
  a.shortfalls === b.shortfalls &&
  a.lineCancellations === b.lineCancellations &&
  a.terms === b.terms;

/**
 * One warehouse after the other; units that may not wait for goods to come in before those that may, and in a reservation of
 * their own: it is all or nothing for them.
 */
const nextUnreserved = remembered(sameGoods, (order): DueStock | undefined => {
  const missing = [...unreservedUnits(order)];
  if (missing.length === 0) return undefined;
  const patientOnes = patientLines(order);
  for (const patient of [false, true])
    for (const [warehouseId, units] of missing) {
      const lines = units.filter((line) => patientOnes.has(line.lineId) === patient);
      if (lines.length > 0) return reserving(warehouseId, lines);
    }
  return undefined;
});

/** Stock to give back: of an order that has ended, of a reservation that ran out, of one whose companions were refused. */
export function dueRelease(order: Order): DueStock | undefined {
  const over = hasTag(order.axes.status, 'ended');
  const rollback =
    order.axes.status === 'pending' && order.reservations.some((entry) => isRefusedForGood(order, entry));
  for (const reservation of order.reservations) {
    const reserve = reserveOperation(reservation);
    if (!reserve || !isDone(reserve) || isBusy(reservation)) continue;
    if (!(over || rollback || reservation.expired)) continue;
    if (
      reservation.operations.some(
        (operation) => isWholeRelease(operation) && (isDone(operation) || isFailed(operation)),
      )
    )
      continue;
    const left = minus(givenOf(reservation), unitsOf(everMoved(reservation.operations, 'confirm')));
    if (count(left) === 0) continue;
    return {
      kind: 'release',
      reservationId: reservation.id,
      warehouseId: reservation.warehouseId,
      lines: listUnits(left),
      causeId: null,
      shortfallId: null,
    };
  }
  return over ? undefined : duePartialRelease(order);
}

/** Units to book out because their parcel has left. */
export function dueConfirm(order: Order): DueStock | undefined {
  for (const shipment of order.shipments) {
    if (!shipment.left || shipment.stage === 'cancelled') continue;
    const booked = unitsOf(
      order.reservations.flatMap((reservation) => everMoved(reservation.operations, 'confirm', shipment.id)),
    );
    const open = minus(unitsOf([shipment.lines]), booked);
    if (count(open) === 0) continue;
    const warehouseId = order.fulfillments.find(
      (fulfillment) => fulfillment.id === shipment.fulfillmentId,
    )?.warehouseId;
    const candidates = [...order.reservations].sort(
      (a, b) => Number(b.warehouseId === warehouseId) - Number(a.warehouseId === warehouseId),
    );
    for (const reservation of candidates) {
      const lines = listUnits(atMost(open, heldOf(reservation)));
      if (lines.length === 0 || isBusy(reservation)) continue;
      return {
        kind: 'confirm',
        reservationId: reservation.id,
        warehouseId: reservation.warehouseId,
        lines,
        causeId: shipment.id,
        shortfallId: null,
      };
    }
  }
  return undefined;
}

/** Units to book in again: sellable goods of a return, and goods of a parcel that was called back, or is in the warehouse again. */
export function dueReturn(order: Order): DueStock | undefined {
  const causes = [
    ...order.returns.map((entry) => ({
      id: entry.id,
      lines: entry.lines.map((line) => ({ lineId: line.lineId, quantity: line.sellable })),
    })),
    ...order.shipments
      .filter((shipment) => shipment.left && shipment.stage === 'cancelled')
      .map(({ id, lines }) => ({ id, lines })),
    ...order.shipments
      .filter((shipment) => shipment.stage === 'received_back')
      .map(({ id, sellable }) => ({ id, lines: sellable })),
  ];
  for (const cause of causes) {
    const booked = unitsOf(
      order.reservations.flatMap((reservation) => everMoved(reservation.operations, 'return', cause.id)),
    );
    const open = minus(unitsOf([cause.lines]), booked);
    if (count(open) === 0) continue;
    for (const reservation of order.reservations) {
      const out = minus(
        confirmedUnits(reservation.operations),
        unitsOf(everMoved(reservation.operations, 'return')),
      );
      const lines = listUnits(atMost(open, out));
      if (lines.length === 0 || isBusy(reservation)) continue;
      return {
        kind: 'return',
        reservationId: reservation.id,
        warehouseId: reservation.warehouseId,
        lines,
        causeId: cause.id,
        shortfallId: null,
      };
    }
  }
  return undefined;
}

function confirmedUnits(operations: readonly StockOperation[]): Map<string, number> {
  return unitsOf(
    operations
      .filter((operation) => operation.kind === 'confirm' && isDone(operation))
      .map((operation) => operation.lines),
  );
}

/** Units that were moved, are being moved, or failed to be: a failure waits for a person and is not repeated. */
function everMoved(
  operations: readonly StockOperation[],
  kind: StockOperation['kind'],
  causeId?: string,
): readonly (readonly LineQuantity[])[] {
  return operations
    .filter(
      (operation) =>
        operation.kind === kind &&
        operation.state !== 'withdrawn' &&
        (causeId === undefined || operation.causeId === causeId),
    )
    .map((operation) => operation.lines);
}
