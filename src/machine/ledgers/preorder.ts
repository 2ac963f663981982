import { type MinorUnits, sum } from '../money.ts';
import type { Order, OrderLine } from '../order.ts';
import { wanted, worth } from './lines.ts';
import { packedUnits } from './packed-units.ts';
import { awaitsRelease } from './shortfall-book.ts';

/** What some units of lines are worth, the last ones of each; and delivery, if nothing else is wanted. */
function worthOfLast(order: Order, unitsOfLine: (line: OrderLine) => number): MinorUnits {
  const later = order.lines.map((line) => ({ line, units: Math.min(unitsOfLine(line), wanted(line)) }));
  const goods = sum(later.map(({ line, units }) => worth(line, units, line.quantity - units)));
  const all =
    later.every(({ line, units }) => units === wanted(line)) && later.some(({ units }) => units > 0);
  return goods + (all ? order.shippingCharge.totalMinor : 0);
}

/** What pre-ordered goods are worth whose release date has not come. */
export function unreleasedMinor(order: Order): MinorUnits {
  if (!order.lines.some(awaitsRelease)) return 0;
  return worthOfLast(order, (line) => (awaitsRelease(line) ? wanted(line) - line.counts.shipped : 0));
}

/** Whether the terms let money for pre-ordered goods of this order be taken only later. */
export function defersCapture(order: Order): boolean {
  const { capturePolicy, preorderCapture } = order.terms;
  return (
    capturePolicy === 'before_confirmation' &&
    preorderCapture !== 'on_placement' &&
    order.lines.some((line) => line.releaseAt !== null)
  );
}

/**
 * What is not to be captured yet, because it is pre-ordered: until its release, and then until its goods are held, so that
 * nobody pays for goods that are not there; or until they are packed.
 */
export function deferredMinor(order: Order): MinorUnits {
  if (!defersCapture(order)) return 0;
  const packed = packedUnits(order);
  return worthOfLast(order, (line) => {
    if (line.releaseAt === null) return 0;
    if (awaitsRelease(line)) return wanted(line) - line.counts.shipped;
    if (line.kind === 'digital') return 0;
    const { reserved, backordered, shipped } = line.counts;
    const ready =
      order.terms.preorderCapture === 'on_release'
        ? reserved + backordered + shipped
        : Math.max(shipped, packed.get(line.id) ?? 0);
    return Math.max(0, wanted(line) - ready);
  });
}
