import type { PublishedRef } from '../commands.ts';
import type { LineQuantity, Order, Reservation, Shortfall, StockOperation, Timestamp } from '../order.ts';
import type { DueStock } from './due-stock.ts';
import { inFlight, isDone, isFailed, nextEntry, patch, requested, settled } from './entry.ts';
import { atMost, count, listUnits, minus, tally, unitsOf } from './lines.ts';
import { isSurplus } from './partial-release.ts';
import { enterMissing, fillShortfalls, missArrival } from './shortfalls.ts';
import { isHeld, isWholeRelease, reserveOperation } from './stock-book.ts';
import { shortOf } from './stock-short.ts';
import { anomaly, applied, duplicate, says, type Taken, type Writers } from './taken.ts';

/** Enters an operation that is due: its command is sent with the same id. */
export function beginStock(
  order: Order,
  due: DueStock,
  at: Timestamp,
): { readonly order: Order; readonly id: string } {
  const { order: numbered, id } = nextEntry(order, due.kind);
  const operation: StockOperation = {
    ...requested(id, at),
    kind: due.kind,
    lines: due.lines,
    causeId: due.causeId,
  };
  if (due.reservationId !== null) {
    const reservations = patch(numbered.reservations, due.reservationId, (entry) => ({
      ...entry,
      operations: [...entry.operations, operation],
    }));
    return { order: { ...numbered, reservations }, id };
  }
  const next = nextEntry(numbered, 'reservation');
  const reservation: Reservation = {
    id: next.id,
    warehouseId: due.warehouseId,
    lines: due.lines,
    short: [],
    shortfallId: due.shortfallId,
    expiresAt: null,
    expired: false,
    operations: [operation],
  };
  return { order: { ...next.order, reservations: [...order.reservations, reservation] }, id };
}

function change(
  order: Order,
  reservationId: string,
  operationId: string,
  by: (entry: StockOperation) => StockOperation,
  more: Partial<Reservation> = {},
): Order {
  const reservations = patch(order.reservations, reservationId, (entry) => ({
    ...entry,
    ...more,
    operations: patch(entry.operations, operationId, by),
  }));
  return { ...order, reservations };
}

function reservationOf(order: Order, id: string): Reservation | undefined {
  return order.reservations.find((entry) => entry.id === id);
}

const unknownReservation = (order: Order, id: string) =>
  anomaly(order, 'reservation_unknown', `reservation ${id} is not of this order`);

/** Settles an operation on a reservation as done. */
function done(
  order: Order,
  event: {
    readonly reservationId: string;
    readonly operationId: string;
    readonly meta: { readonly receivedAt: Timestamp };
  },
): Taken {
  const reservation = reservationOf(order, event.reservationId);
  const operation = reservation?.operations.find((entry) => entry.id === event.operationId);
  if (!reservation || !operation) return unknownReservation(order, event.reservationId);
  if (isDone(operation)) return duplicate;
  const written = change(order, reservation.id, operation.id, (entry) => ({
    ...settled(entry, 'succeeded', event.meta.receivedAt),
    code: null,
  }));
  if (!inFlight(operation) && movesTooMuch(reservationOf(written, reservation.id))) {
    return anomaly(
      order,
      'late_success',
      `${operation.kind} ${operation.id} was given up, its units were moved otherwise, and it is now reported as done`,
    );
  }
  return applied(written);
}

/** Whether more units were booked out or given back than were reserved, or more booked in than out. */
function movesTooMuch(reservation: Reservation | undefined): boolean {
  if (!reservation) return false;
  const of = (...kinds: StockOperation['kind'][]) =>
    unitsOf(
      reservation.operations
        .filter((entry) => kinds.includes(entry.kind) && (isDone(entry) || inFlight(entry)))
        .map((entry) => entry.lines),
    );
  const exceeds = (part: ReadonlyMap<string, number>, whole: ReadonlyMap<string, number>) =>
    [...part].some(([lineId, quantity]) => quantity > (whole.get(lineId) ?? 0));
  return (
    exceeds(of('confirm', 'release'), unitsOf([reservation.lines])) || exceeds(of('return'), of('confirm'))
  );
}

type StockEvents =
  | 'stock.reserved'
  | 'stock.rejected'
  | 'stock.released'
  | 'stock.confirmed'
  | 'stock.returned'
  | 'stock.failed'
  | 'stock.expired'
  | 'stock.short';

/** What the stock ledger makes of its events. */
export const stockWriters: Writers<StockEvents> = {
  'stock.reserved': (order, event) => {
    const reservation = reservationOf(order, event.reservationId);
    const reserve = reservation && reserveOperation(reservation);
    if (!reservation || !reserve) return unknownReservation(order, event.reservationId);
    if (isDone(reserve)) return duplicate;
    const at = event.meta.receivedAt;
    const asked = unitsOf([reservation.lines]);
    const given = event.lines === null ? asked : atMost(asked, unitsOf([event.lines]));
    const short = listUnits(minus(asked, given));
    const written = change(
      order,
      reservation.id,
      reserve.id,
      (entry) => ({ ...settled(entry, 'succeeded', at, { reference: event.reference }), code: null }),
      {
        expiresAt: event.expiresAt ?? at + order.terms.reservationTtlMs,
        short,
        // It was refused, and its units were given up since: nobody needs them any more.
        expired: reservation.expired || isGivenUp(order, reservation.id),
      },
    );
    if (isFailed(reserve) && isSurplus(written, reservation.id))
      return applied(giveUp(written, reservation.id));
    const told = count(given) > 0 ? says('order.stock_reserved', reservation.id) : [];
    return afterReserving(written, reservation, listUnits(given), short, told, at);
  },

  'stock.rejected': (order, event) => {
    const reservation = reservationOf(order, event.reservationId);
    const reserve = reservation && reserveOperation(reservation);
    if (!reservation || !reserve) return unknownReservation(order, event.reservationId);
    if (isFailed(reserve)) return duplicate;
    if (isDone(reserve))
      return anomaly(
        order,
        'late_failure',
        `reservation ${reservation.id} was given, and is now reported as refused (${event.code})`,
      );
    const at = event.meta.receivedAt;
    const written = change(order, reservation.id, reserve.id, (entry) =>
      settled(entry, 'failed', at, { code: event.code }),
    );
    if (reservation.shortfallId !== null) return applied(missArrival(written, reservation.shortfallId));
    const { warehouseId, lines } = reservation;
    const missing = enterMissing(
      written,
      { reservationId: reservation.id, warehouseId, lines, code: event.code },
      at,
    );
    const waits = missing.published.some(({ type }) => type === 'order.backordered');
    const told = waits ? [] : says('order.out_of_stock', reservation.id);
    return applied(missing.order, [...told, ...missing.published], missing.commands);
  },

  'stock.short': shortOf,

  'stock.released': (order, event) => {
    const reservation = reservationOf(order, event.reservationId);
    if (!reservation) return unknownReservation(order, event.reservationId);
    // Without the name of an operation it speaks of all of the reservation, never of units that were cancelled.
    const release = reservation.operations.find((entry) =>
      event.operationId === null
        ? isWholeRelease(entry) && inFlight(entry)
        : entry.kind === 'release' && entry.id === event.operationId,
    );
    if (release) return isDone(release) ? duplicate : done(order, { ...event, operationId: release.id });
    return isHeld(reservation) ? applied(giveUp(order, reservation.id)) : duplicate;
  },

  'stock.confirmed': done,
  'stock.returned': done,

  'stock.failed': (order, event) => {
    const reservation = reservationOf(order, event.reservationId);
    const operation = reservation?.operations.find((entry) => entry.id === event.operationId);
    if (!reservation || !operation) return unknownReservation(order, event.reservationId);
    if (isFailed(operation)) return duplicate;
    if (isDone(operation))
      return anomaly(
        order,
        'late_failure',
        `${operation.kind} ${operation.id} succeeded, and is now reported as failed (${event.code})`,
      );
    return applied(
      change(order, reservation.id, operation.id, (entry) =>
        settled(entry, 'failed', event.meta.receivedAt, { code: event.code }),
      ),
    );
  },

  'stock.expired': (order, event) => {
    const reservation = reservationOf(order, event.reservationId);
    if (!reservation) return unknownReservation(order, event.reservationId);
    return isHeld(reservation) ? applied(giveUp(order, reservation.id)) : duplicate;
  },
};

/** What comes of an answer that gives all of a reservation, a part of it, or nothing. */
function afterReserving(
  order: Order,
  reservation: Reservation,
  given: readonly LineQuantity[],
  short: readonly LineQuantity[],
  told: readonly PublishedRef[],
  at: Timestamp,
): Taken {
  const { id, shortfallId, warehouseId } = reservation;
  if (shortfallId !== null)
    return applied(
      fillShortfalls(order, (entry) => entry.id === shortfallId, given),
      told,
    );
  const lacked = (entry: Shortfall) =>
    entry.reservationId === id && (entry.state === 'waiting' || entry.state === 'open');
  if (order.shortfalls.some(lacked)) return applied(fillShortfalls(order, lacked, given), told);
  if (short.length === 0) return applied(order, told);
  const before = tally(order);
  const missing = enterMissing(
    before,
    { reservationId: id, warehouseId, lines: short, code: 'out_of_stock' },
    at,
  );
  const taken = unitsOf([short]);
  const entered = missing.order.shortfalls.slice(order.shortfalls.length);
  const open = minus(taken, unitsOf(entered.flatMap(({ lines }) => [lines])));
  const fails = order.axes.status === 'pending' && count(open) > 0;
  const left = fails ? { ...missing.order, failure: order.failure ?? 'out_of_stock' } : missing.order;
  const lost = fails ? says('order.out_of_stock', id) : [];
  return applied(left, [...told, ...lost, ...missing.published], missing.commands);
}

/** Whether units that a reservation did not get were given up since. */
function isGivenUp(order: Order, reservationId: string): boolean {
  return order.shortfalls.some(
    (entry) =>
      entry.reservationId === reservationId && (entry.state === 'refunded' || entry.state === 'substituted'),
  );
}

/** Marks a reservation as run out, so that nothing counts on it, and what it holds is given back. */
function giveUp(order: Order, reservationId: string): Order {
  const reservations = patch(order.reservations, reservationId, (entry) => ({ ...entry, expired: true }));
  return { ...order, reservations };
}

/** Marks a reservation as run out, if it holds anything. */
export function expireReservation(order: Order, reservationId: string): Order | undefined {
  const reservation = reservationOf(order, reservationId);
  return reservation && isHeld(reservation) ? giveUp(order, reservationId) : undefined;
}

/** Settles the operation with this id as withdrawn or unknown, if it is under way. */
export function settleStock(
  order: Order,
  operationId: string,
  state: 'withdrawn' | 'unknown',
  at: Timestamp,
): Order | undefined {
  for (const reservation of order.reservations) {
    const operation = reservation.operations.find((entry) => entry.id === operationId);
    if (operation)
      return inFlight(operation) && operation.state !== state
        ? change(order, reservation.id, operationId, (entry) => settled(entry, state, at))
        : undefined;
  }
  return undefined;
}
