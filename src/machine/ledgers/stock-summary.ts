import { type AxisState, hasTag } from '../axes.ts';
import { sum } from '../money.ts';
import type { Order, OrderLine, StockOperation } from '../order.ts';
import { isDone, isFailed, isRequested, isUnknown } from './entry.ts';
import { count, minus, physicalLines, unitsOf, wanted } from './lines.ts';
import { awaitsRelease, isStanding } from './shortfall-book.ts';
import { isRefused, isRefusedForGood } from './stock-book.ts';

const waiting = {
  reserve: 'reserving',
  release: 'releasing',
  confirm: 'confirming',
  return: 'returning',
} as const;

/**
 * The stock axis as its ledger says. What is under way comes first: `unknown`, then reserving, releasing, confirming,
 * returning; then what a person must look at; then what is waited for; then where the goods are.
 */
export function stockSummary(order: Order): AxisState<'stock'> {
  const lines = physicalLines(order);
  if (lines.length === 0) return 'not_required';
  const operations = order.reservations.flatMap((reservation) => reservation.operations);
  if (operations.some(isUnknown)) return 'unknown';
  const underWay = new Set(operations.filter(isRequested).map((operation) => operation.kind));
  for (const kind of ['reserve', 'release', 'confirm', 'return'] as const)
    if (underWay.has(kind)) return waiting[kind];
  if (operations.some((operation) => operation.kind !== 'reserve' && isFailed(operation))) return 'failed';

  const ended = hasTag(order.axes.status, 'ended');
  const awaited = ended || order.axes.status === 'draft' ? undefined : awaitedOf(order, lines);
  if (awaited) return awaited;

  const done = (kind: StockOperation['kind']) =>
    unitsOf(
      operations
        .filter((operation) => operation.kind === kind && isDone(operation))
        .map((operation) => operation.lines),
    );
  const out = done('confirm');
  const back = done('return');
  const held = sum(lines.map((line) => line.counts.reserved));
  if (count(out) > 0) {
    if (count(minus(out, back)) === 0) {
      // Goods that came back undelivered, and are to be sent again, are held anew.
      const again = order.shipments.some(({ settlement }) => settlement === 'replaced') && held > 0;
      return again ? 'reserved' : 'returned';
    }
    return held > 0 || lines.some((line) => line.counts.shipped < wanted(line))
      ? 'partially_confirmed'
      : 'confirmed';
  }
  if (held > 0)
    return lines.every((line) => line.counts.reserved + line.counts.shipped >= wanted(line))
      ? 'reserved'
      : 'expired';
  if (
    order.reservations.some((entry) => (ended ? isRefused(entry) : isRefusedForGood(order, entry))) &&
    (!ended || count(done('release')) === 0)
  )
    return 'out_of_stock';
  if (order.reservations.some((reservation) => reservation.expired) && !ended) return 'expired';
  return count(done('release')) > 0 ? 'released' : 'unreserved';
}

/** What an order that goes on waits for, worst first: a decision, goods, a release date. */
function awaitedOf(order: Order, lines: readonly OrderLine[]): AxisState<'stock'> | undefined {
  if (order.shortfalls.some((entry) => entry.state === 'open' && isStanding(order, entry)))
    return 'out_of_stock';
  if (lines.some((line) => line.counts.backordered > 0)) return 'backordered';
  return lines.some(awaitsRelease) ? 'preordered' : undefined;
}
