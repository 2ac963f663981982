import { exact, type MinorUnits, ratio, sum } from '../money.ts';
import type { LineCounts, LineQuantity, Order, OrderLine, Shortfall, ShortfallState } from '../order.ts';
import { inFlight, isDone } from './entry.ts';
import { isCarried, isTakenBack } from './parcels.ts';

/** Units by line. */
export type Units = ReadonlyMap<string, number>;

/** Adds up units by line. */
export function unitsOf(records: readonly (readonly LineQuantity[])[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const lines of records)
    for (const { lineId, quantity } of lines) units.set(lineId, (units.get(lineId) ?? 0) + quantity);
  return units;
}

/** `units` as a list, without the lines that have none. */
export function listUnits(units: Units): LineQuantity[] {
  return [...units]
    .filter(([, quantity]) => quantity > 0)
    .map(([lineId, quantity]) => ({ lineId, quantity }));
}

/** What is in `whole` and not in `part`, line by line, never below zero. */
export function minus(whole: Units, part: Units): Map<string, number> {
  return new Map(
    [...whole].map(([lineId, quantity]) => [lineId, Math.max(0, quantity - (part.get(lineId) ?? 0))]),
  );
}

/** The smaller of both, line by line. */
export function atMost(wanted: Units, limit: Units): Map<string, number> {
  return new Map(
    [...wanted].map(([lineId, quantity]) => [lineId, Math.min(quantity, limit.get(lineId) ?? 0)]),
  );
}

/** How many units there are. */
export function count(units: Units): number {
  return sum([...units.values()], 'number of units');
}

/** The lines that need stock, fulfilment and shipment. */
export function physicalLines(order: Order): readonly OrderLine[] {
  return order.lines.filter((line) => line.kind === 'physical');
}

/** Units of a line that are not cancelled or written off. */
export function wanted(line: OrderLine): number {
  return line.quantity - line.counts.cancelled - line.counts.writtenOff;
}

/** Units that are not shipped, cancelled or written off, of the physical lines. */
export function unshipped(order: Order): Map<string, number> {
  return new Map(physicalLines(order).map((line) => [line.id, wanted(line) - line.counts.shipped]));
}

/**
 * What `quantity` units of a line are worth, after `before` others were counted. The line's total is split over its
 * units so that the parts add up to the whole, to the minor unit.
 */
export function worth(line: OrderLine, quantity: number, before = 0): MinorUnits {
  const upTo = (units: number) => ratio(line.totalMinor, units, line.quantity);
  return exact(upTo(before + quantity) - upTo(before));
}

/**
 * Brings every line's counters up to date with the records of reservations, shortfalls, shipments and returns. Called once after
 * each change of the ledgers, so the counters always equal the sums of their records.
 */
export function tally(order: Order): Order {
  const shipments = order.shipments.filter((shipment) => shipment.left);
  const onTheWay = shipments.filter(isCarried);
  const shipped = unitsOf(onTheWay.map((shipment) => shipment.lines));
  const delivered = unitsOf(
    onTheWay.filter((shipment) => shipment.stage === 'delivered').map((shipment) => shipment.lines),
  );
  const lost = unitsOf(
    shipments.filter(({ settlement }) => settlement === 'written_off').map((shipment) => shipment.lines),
  );
  const calledBack = unitsOf(shipments.filter(isTakenBack).map((shipment) => shipment.lines));
  const returned = unitsOf(
    order.returns.map((entry) =>
      entry.lines.map((line) => ({ lineId: line.lineId, quantity: line.received })),
    ),
  );
  const asked = cancelledUnits(order);
  const held = heldUnits(order);
  const waiting = shortUnits(order, 'waiting');
  const dropped = shortUnits(order, 'refunded', 'substituted');
  const over =
    order.axes.status === 'cancelled' || order.axes.status === 'failed' || order.axes.status === 'refunded';
  const digitalDelivered =
    order.timestamps.confirmedAt !== null && order.timestamps.cancelledAt === null && order.failure === null;

  let changed = false;
  const lines = order.lines.map((line) => {
    const cap = (units: number, limit: number) => Math.max(0, Math.min(units, limit));
    const digital = line.kind === 'digital';
    const gone = cap(
      digital && digitalDelivered && line.released
        ? line.quantity - (asked.get(line.id) ?? 0)
        : (shipped.get(line.id) ?? 0),
      line.quantity,
    );
    const writtenOff = cap(lost.get(line.id) ?? 0, line.quantity - gone);
    const rest = line.quantity - gone - writtenOff;
    const given = (calledBack.get(line.id) ?? 0) + (dropped.get(line.id) ?? 0) + (asked.get(line.id) ?? 0);
    const cancelled = over && order.timestamps.completedAt === null ? rest : cap(given, rest);
    const arrived = digital ? gone : cap(delivered.get(line.id) ?? 0, gone);
    const reserved = cap(held.get(line.id) ?? 0, rest - cancelled);
    const counts: LineCounts = {
      reserved,
      backordered: cap(waiting.get(line.id) ?? 0, rest - cancelled - reserved),
      shipped: gone,
      delivered: arrived,
      cancelled,
      returned: cap(returned.get(line.id) ?? 0, arrived),
      writtenOff,
    };
    if (sameCounts(counts, line.counts)) return line;
    changed = true;
    return { ...line, counts };
  });
  return changed ? { ...order, lines } : order;
}

/** Units of lines that were cancelled because somebody asked for it. */
export function cancelledUnits({ lineCancellations }: Pick<Order, 'lineCancellations'>): Map<string, number> {
  return unitsOf(lineCancellations.filter(({ state }) => state === 'effective').map(({ lines }) => lines));
}

/** Units of shortfalls that are in one of these states, less those that were filled. */
function shortUnits(order: Order, ...states: readonly ShortfallState[]): Map<string, number> {
  return unitsOf(order.shortfalls.filter(({ state }) => states.includes(state)).map(outstandingOf));
}

/** What is left of a shortfall. */
export function outstandingOf(entry: Shortfall): LineQuantity[] {
  return entry.lines.map(({ lineId, quantity, filled }) => ({ lineId, quantity: quantity - filled }));
}

/** Units held in warehouses: reserved, not given back, not booked out. */
function heldUnits(order: Order): Map<string, number> {
  return unitsOf(
    order.reservations.map((reservation) => {
      if (
        reservation.expired ||
        !reservation.operations.some((operation) => operation.kind === 'reserve' && isDone(operation))
      )
        return [];
      const left = reservation.operations.filter(
        (operation) =>
          (operation.kind === 'confirm' && (isDone(operation) || inFlight(operation))) ||
          (operation.kind === 'release' && isDone(operation)),
      );
      const gone = unitsOf([reservation.short, ...left.map((operation) => operation.lines)]);
      return listUnits(minus(unitsOf([reservation.lines]), gone));
    }),
  );
}

function sameCounts(a: LineCounts, b: LineCounts): boolean {
  return (Object.keys(a) as (keyof LineCounts)[]).every((key) => a[key] === b[key]);
}

/** How many units are still to be shipped. */
export function openUnits(order: Order): number {
  return count(unshipped(order));
}
