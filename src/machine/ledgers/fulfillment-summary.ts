import { type AxisState, hasTag } from '../axes.ts';
import { sum } from '../money.ts';
import type { Order } from '../order.ts';
import { isRequested, isUnknown } from './entry.ts';
import { counts, isStoppable } from './fulfillment-book.ts';
import { isStopping } from './fulfillment-plan.ts';
import { physicalLines, wanted } from './lines.ts';
import { openExceptions } from './parcels.ts';

/**
 * The fulfilment axis as its ledger says. `unknown` and `cancelling` come first, then what a person must look at, then
 * how far the goods are.
 */
export function fulfillmentSummary(order: Order): AxisState<'fulfillment'> {
  const lines = physicalLines(order);
  if (lines.length === 0) return 'not_required';
  const operations = [...order.fulfillments, ...order.shipments].flatMap((entry) => entry.operations);
  if (operations.some(isUnknown)) return 'unknown';
  // A warehouse whose goods have all left has nothing more to do, even if a parcel was called back.
  const active = order.fulfillments.filter((entry) => isStoppable(order, entry));
  if (isStopping(order) && (active.length > 0 || operations.some(isRequested))) return 'cancelling';
  if (order.shipments.some((shipment) => openExceptions(shipment).length > 0)) return 'exception';
  // What failed waits for a person only while the order goes on.
  const ended = hasTag(order.axes.status, 'ended');
  if (!ended && order.shipments.some((shipment) => shipment.stage === 'failed')) return 'exception';
  if (!ended && order.fulfillments.some((entry) => entry.stage === 'failed')) return 'failed';

  const need = sum(lines.map(wanted));
  const shipped = sum(lines.map((line) => line.counts.shipped));
  const delivered = sum(lines.map((line) => line.counts.delivered));
  if (delivered > 0) return delivered >= need ? 'delivered' : 'partially_delivered';
  if (shipped > 0) return shipped >= need ? 'shipped' : 'partially_shipped';
  if (lines.some((line) => line.counts.writtenOff > 0)) return 'exception';
  if (active.some((entry) => entry.stage === 'requested')) return 'requesting';
  if (active.some((entry) => entry.stage !== 'accepted') || order.shipments.some(counts))
    return 'in_progress';
  if (active.length > 0) return 'requested';
  const stopped = order.fulfillments.length > 0 || order.shipments.length > 0;
  return stopped && ended ? 'cancelled' : 'unfulfilled';
}
