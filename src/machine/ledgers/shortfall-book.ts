import { hasTag } from '../axes.ts';
import type { LineQuantity, Order, OrderLine, Shortfall } from '../order.ts';
import { inFlight } from './entry.ts';
import { atMost, listUnits, minus, outstandingOf, unitsOf, wanted } from './lines.ts';

/** The lines whose units may wait for goods to come in, if nobody has them. */
export function patientLines(order: Order): ReadonlySet<string> {
  const patient = order.lines.filter((line) => (line.backorder ?? order.terms.backorder) === 'allow');
  return new Set(patient.map(({ id }) => id));
}

/** Units of a line that are neither held, nor gone: somebody has to get them. */
function lacking(line: OrderLine): number {
  return wanted(line) - line.counts.reserved - line.counts.shipped;
}

/** What a shortfall still lacks: less than it began with when goods came in, or left without a reservation. */
export function stillShort(order: Order, entry: Shortfall): LineQuantity[] {
  const needed = new Map(order.lines.map((line) => [line.id, lacking(line)]));
  return listUnits(atMost(unitsOf([outstandingOf(entry)]), needed));
}

/** Whether a shortfall is not over, and something of it is lacking. */
export function isStanding(order: Order, entry: Shortfall): boolean {
  return (entry.state === 'waiting' || entry.state === 'open') && stillShort(order, entry).length > 0;
}

/** Units that a warehouse is being asked for, because goods came in for a shortfall. */
function beingFilled(order: Order, entry: Shortfall): readonly (readonly LineQuantity[])[] {
  return order.reservations
    .filter(
      ({ shortfallId, operations }) =>
        shortfallId === entry.id && operations.some((one) => one.kind === 'reserve' && inFlight(one)),
    )
    .map(({ lines }) => lines);
}

/** Whether a warehouse is being asked for units of a shortfall: then nothing is decided about it. */
export function isBeingFilled(order: Order, entry: Shortfall): boolean {
  return beingFilled(order, entry).length > 0;
}

/** Units that are not to be asked of a warehouse: they wait for goods to come in, for a decision, or were given up. */
export function blockedUnits(order: Order, warehouseId: string): Map<string, number> {
  return unitsOf(
    order.shortfalls
      .filter((entry) => entry.warehouseId === warehouseId && ['waiting', 'open'].includes(entry.state))
      .map((entry) => listUnits(minus(unitsOf([outstandingOf(entry)]), unitsOf(beingFilled(order, entry))))),
  );
}

/** Units that were given up, by the warehouse that did not have them. */
export function droppedUnits(order: Order, warehouseId: string): Map<string, number> {
  return unitsOf(
    order.shortfalls
      .filter(
        (entry) => entry.warehouseId === warehouseId && ['refunded', 'substituted'].includes(entry.state),
      )
      .map(outstandingOf),
  );
}

/** Units of a shortfall to ask a warehouse for, because goods came in. */
export function dueFilling(
  order: Order,
): { readonly entry: Shortfall; readonly lines: readonly LineQuantity[] } | undefined {
  for (const entry of order.shortfalls) {
    if (!isStanding(order, entry) || isBeingFilled(order, entry)) continue;
    const arrived = unitsOf([entry.lines.map(({ lineId, arrived: quantity }) => ({ lineId, quantity }))]);
    const lines = listUnits(atMost(unitsOf([stillShort(order, entry)]), arrived));
    if (lines.length > 0) return { entry, lines };
  }
  return undefined;
}

/** Whether some unit of the order waits: for goods, for a decision, or for its release date. */
export function awaitsGoods(order: Order): boolean {
  return order.lines.some(
    (line) => line.kind === 'physical' && line.counts.reserved + line.counts.shipped < wanted(line),
  );
}

/** Whether a pre-ordered line waits for its release date. */
export function awaitsRelease(line: OrderLine): boolean {
  return !line.released && wanted(line) > line.counts.shipped;
}

/** The moments that an order's shortfalls and pre-orders wait for. */
export function goodsDeadlines(
  order: Order,
  add: (
    name: 'backorder.expires' | 'shortfall.expires' | 'preorder.release',
    ref: string,
    at: number | null,
  ) => void,
): void {
  if (order.axes.status !== 'pending' && !hasTag(order.axes.status, 'released')) return;
  for (const entry of order.shortfalls) {
    if (!isStanding(order, entry) || isBeingFilled(order, entry)) continue;
    add(entry.state === 'waiting' ? 'backorder.expires' : 'shortfall.expires', entry.id, entry.until);
  }
  const dates = order.lines.filter(awaitsRelease).flatMap(({ releaseAt }) => releaseAt ?? []);
  if (dates.length > 0) add('preorder.release', order.id, Math.min(...dates));
}
