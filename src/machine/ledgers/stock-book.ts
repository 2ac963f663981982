import { sum } from '../money.ts';
import type { Allocation, LineQuantity, Order, OrderLine, Reservation, StockOperation } from '../order.ts';
import { inFlight, isDone, isFailed } from './entry.ts';
import { cancelledUnits, listUnits, minus, physicalLines, type Units, unitsOf, wanted } from './lines.ts';
import { replacedParcels } from './parcels.ts';
import { blockedUnits, droppedUnits } from './shortfall-book.ts';

/** The operation that reserved it, or is to. */
export function reserveOperation(reservation: Reservation): StockOperation | undefined {
  return reservation.operations.find((operation) => operation.kind === 'reserve');
}

/** Whether the warehouse holds units under this reservation. */
export function isHeld(reservation: Reservation): boolean {
  const reserve = reserveOperation(reservation);
  return (
    reserve !== undefined &&
    isDone(reserve) &&
    !reservation.expired &&
    !reservation.operations.some((operation) => isWholeRelease(operation) && isDone(operation)) &&
    !isGivenBack(reservation)
  );
}

/** Whether an operation gives back all that is left of a reservation, rather than units that were cancelled. */
export function isWholeRelease(operation: StockOperation): boolean {
  return operation.kind === 'release' && operation.causeId === null;
}

/** Units of a reservation that were given back, or are being given back, because they were cancelled. */
function partlyReleased(reservation: Reservation): Map<string, number> {
  return unitsOf(
    reservation.operations
      .filter(
        (operation) =>
          operation.kind === 'release' &&
          operation.causeId !== null &&
          (isDone(operation) || inFlight(operation)),
      )
      .map((operation) => operation.lines),
  );
}

/** Whether all of it was cancelled, line by line: then nothing of it is held. */
function isGivenBack(reservation: Reservation): boolean {
  const back = partlyReleased(reservation);
  return back.size > 0 && listUnits(givenOf(reservation)).length === 0;
}

/** Whether the warehouse has been asked, and has not answered. */
export function isReserving(reservation: Reservation): boolean {
  const reserve = reserveOperation(reservation);
  return reserve !== undefined && inFlight(reserve);
}

/** Whether the warehouse would not give it. */
export function isRefused(reservation: Reservation): boolean {
  const reserve = reserveOperation(reservation);
  return reserve !== undefined && isFailed(reserve);
}

/** Whether an operation of this reservation is under way: then no other begins. */
export function isBusy(reservation: Reservation): boolean {
  return reservation.operations.some(inFlight);
}

/** Units of a reservation that one kind of operation has moved, or is moving. */
function moved(
  reservation: Reservation,
  kind: StockOperation['kind'],
  causeId?: string,
): readonly (readonly LineQuantity[])[] {
  return reservation.operations
    .filter(
      (operation) =>
        operation.kind === kind &&
        (isDone(operation) || inFlight(operation)) &&
        (causeId === undefined || operation.causeId === causeId),
    )
    .map((operation) => operation.lines);
}

/** Units that the warehouse set aside, less those that are not there, or were cancelled and given back. */
export function givenOf(reservation: Reservation): Map<string, number> {
  return minus(
    minus(unitsOf([reservation.lines]), unitsOf([reservation.short])),
    partlyReleased(reservation),
  );
}

/**
 * Whether a refusal is the end of the matter: it was not the first answer to goods that are waited for, and nobody was
 * asked what is to become of them.
 */
export function isRefusedForGood(order: Order, reservation: Reservation): boolean {
  return (
    isRefused(reservation) &&
    reservation.shortfallId === null &&
    !order.shortfalls.some((entry) => entry.reservationId === reservation.id)
  );
}

/** Units that are still held: reserved, not booked out. */
export function heldOf(reservation: Reservation): Map<string, number> {
  if (!isHeld(reservation)) return new Map();
  return minus(givenOf(reservation), unitsOf(moved(reservation, 'confirm')));
}

/** Units that are still held, though they left in a parcel whose goods are to be sent again: they wait to be booked out. */
export function unbookedOfReplaced(order: Order): Map<string, number> {
  return unitsOf(
    replacedParcels(order).map(({ id, lines }) => {
      const tried = order.reservations.flatMap((reservation) =>
        reservation.operations.filter(
          (operation) =>
            operation.kind === 'confirm' && operation.causeId === id && operation.state !== 'withdrawn',
        ),
      );
      return listUnits(minus(unitsOf([lines]), unitsOf(tried.map((operation) => operation.lines))));
    }),
  );
}

/** Units that no warehouse holds, or is asked to hold, though the order needs them and could get them: by warehouse. */
export function unreservedUnits(order: Order): ReadonlyMap<string, readonly LineQuantity[]> {
  const missing = new Map<string, LineQuantity[]>();
  // What left in a parcel whose goods are to be sent again is gone: it covers nothing, and was no unit that is shipped.
  const lostOf = (reservation: Reservation) =>
    unitsOf(replacedParcels(order).flatMap(({ id }) => moved(reservation, 'confirm', id)));
  const all: { readonly warehouseId: string; readonly needed: Units; readonly covered: Units }[] = [];
  const booked = unitsOf(
    order.reservations
      .filter(isHeld)
      .map((reservation) => listUnits(minus(unitsOf(moved(reservation, 'confirm')), lostOf(reservation)))),
  );
  for (const warehouseId of warehousesOf(order)) {
    const asked = order.reservations.filter(
      (reservation) =>
        reservation.warehouseId === warehouseId && (isHeld(reservation) || isReserving(reservation)),
    );
    const covered = unitsOf([
      ...asked.map((reservation) => listUnits(minus(givenOf(reservation), lostOf(reservation)))),
      listUnits(blockedUnits(order, warehouseId)),
    ]);
    const needed = unitsOf([allocatedTo(order, warehouseId, booked)]);
    all.push({ warehouseId, needed, covered });
  }
  const limit = limitOfCancelled(order, all);
  for (const { warehouseId, needed, covered } of all) {
    const lines = listUnits(minus(needed, covered)).flatMap(({ lineId, quantity }) => {
      const most = Math.min(quantity, limit.get(lineId) ?? quantity);
      if (limit.has(lineId)) limit.set(lineId, (limit.get(lineId) ?? 0) - most);
      return most > 0 ? [{ lineId, quantity: most }] : [];
    });
    if (lines.length > 0) missing.set(warehouseId, lines);
  }
  return missing;
}

/**
 * How many units of the lines of which some were cancelled are still lacking, over all warehouses: which warehouse's units
 * were cancelled is seen by what they gave back, not by how the line was allocated.
 */
function limitOfCancelled(
  order: Order,
  warehouses: readonly { readonly needed: Units; readonly covered: Units }[],
): Map<string, number> {
  const lacking = (lineId: string) =>
    sum(warehouses.map(({ needed, covered }) => (needed.get(lineId) ?? 0) - (covered.get(lineId) ?? 0)));
  return new Map([...cancelledUnits(order).keys()].map((lineId) => [lineId, Math.max(0, lacking(lineId))]));
}

/** The warehouses that the order's lines were allocated to, in order of their lines. */
function warehousesOf(order: Order): readonly string[] {
  return [
    ...new Set(
      physicalLines(order).flatMap((line) => line.allocations.map((allocation) => allocation.warehouseId)),
    ),
  ];
}

/**
 * What a warehouse is to give. Units that left without a reservation (they are not among those that were booked out), or
 * will never leave, are no longer asked for.
 */
function allocatedTo(order: Order, warehouseId: string, booked: Units): LineQuantity[] {
  return physicalLines(order).flatMap((line) => {
    if (!line.released) return [];
    const unreserved = Math.max(0, line.counts.shipped - (booked.get(line.id) ?? 0));
    const kept = lessDropped(order, line);
    const dropped = line.quantity - sum(kept.map(({ quantity }) => quantity));
    let gone = Math.max(0, line.quantity - wanted(line) + unreserved - dropped);
    return kept.flatMap((allocation) => {
      const off = Math.min(gone, allocation.quantity);
      gone -= off;
      return allocation.warehouseId === warehouseId
        ? [{ lineId: line.id, quantity: allocation.quantity - off }]
        : [];
    });
  });
}

/** The allocations of a line without the units that were given up where they were short. */
function lessDropped(order: Order, line: OrderLine): Allocation[] {
  const left = new Map<string, number>();
  return line.allocations.map(({ warehouseId, quantity }) => {
    const dropped = left.get(warehouseId) ?? droppedUnits(order, warehouseId).get(line.id) ?? 0;
    const own = Math.min(dropped, quantity);
    left.set(warehouseId, dropped - own);
    return { warehouseId, quantity: quantity - own };
  });
}

/**
 * Whether every unit that needs stock is held, or has left already, or it is agreed that it comes later: backordered, or
 * before its release date. Then money may move.
 */
export function stockIsSecured(order: Order): boolean {
  return physicalLines(order).every((line) => {
    const { reserved, backordered, shipped } = line.counts;
    return !line.released || reserved + backordered + shipped >= wanted(line);
  });
}
