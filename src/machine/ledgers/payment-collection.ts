import { type MinorUnits, sum } from '../money.ts';
import type { Order, Shipment, Timestamp } from '../order.ts';
import { nextEntry } from './entry.ts';
import { counts } from './fulfillment-book.ts';
import { worth } from './lines.ts';
import {
  isOnDelivery,
  keepMinor,
  keptMinor,
  orderBook,
  promisedMinor,
  securedMinor,
  shippingPrice,
} from './payment-book.ts';
import { answered, blank, enter } from './payment-entries.ts';
import { applied, duplicate, says, type Taken } from './taken.ts';

/** What is still to be collected of an order whose goods have arrived: not for goods that came back or were lost. */
export function uncollectedMinor(order: Order): MinorUnits {
  const promised = promisedMinor(order);
  if (promised === 0) return 0;
  const owed = keepMinor(order) - keptMinor(order) - orderBook(order).writtenOffMinor;
  return Math.max(0, Math.min(promised, owed));
}

/** When the money of goods that have arrived should have been reported; `null`: nothing is to be collected. */
export function collectionDueAt(order: Order): Timestamp | null {
  const { completedAt } = order.timestamps;
  if (order.axes.status !== 'delivered' || completedAt === null || uncollectedMinor(order) === 0) return null;
  return completedAt + order.terms.collectionTtlMs;
}

/** Nobody has reported the money: each payment that promised it has failed, and people are told. */
export function expireCollection(order: Order, at: Timestamp): Taken {
  const open = uncollectedMinor(order);
  if (open === 0) return duplicate;
  let next = order;
  const failed: string[] = [];
  for (const payment of order.payments.filter((entry) => isOnDelivery(order, entry))) {
    const { order: numbered, id } = nextEntry(next, 'authorization');
    const by = { meta: { receivedAt: at, actor: 'system' } };
    const entry = answered(blank(id, 'authorization', open, at), 'failed', by, { code: 'not_collected' });
    next = enter(numbered, payment.id, entry);
    failed.push(id);
  }
  return applied(
    next,
    failed.flatMap((id) => says('order.payment_overdue', id)),
  );
}

/**
 * What the carrier is to collect with a parcel: what its goods are worth, delivery with the first, as far as no money stands
 * for it. Money that was paid otherwise counts for the parcels that were packed first, so the parts add up to what was promised.
 */
export function collectMinor(order: Order, shipment: Shipment): MinorUnits {
  const promised = promisedMinor(order);
  if (promised === 0) return 0;
  const parcels = order.shipments.filter(counts);
  const place = parcels.findIndex((entry) => entry.id === shipment.id);
  if (place === -1) return 0;
  const before = worthOf(order, parcels.slice(0, place));
  const upTo = worthOf(order, parcels.slice(0, place + 1));
  const paid = securedMinor(order) - collectedMinor(order);
  const toCollect = promised + collectedMinor(order);
  const share = (worthMinor: MinorUnits) => Math.min(toCollect, Math.max(0, worthMinor - paid));
  return share(upTo) - share(before);
}

/** What was collected on delivery so far. */
function collectedMinor(order: Order): MinorUnits {
  const captures = order.payments
    .filter((payment) => isOnDelivery(order, payment))
    .flatMap((payment) => payment.transactions)
    .filter((entry) => entry.kind === 'capture' && entry.state === 'succeeded');
  return sum(captures.map((entry) => entry.amountMinor));
}

/** What the goods of parcels are worth, with what is in no parcel because it is not sent: cancelled goods, downloads. */
function worthOf(order: Order, parcels: readonly Shipment[]): MinorUnits {
  if (parcels.length === 0) return 0;
  const goods = order.lines.map((line) => {
    const packed = parcels.flatMap((parcel) => parcel.lines).filter(({ lineId }) => lineId === line.id);
    const units = sum(packed.map(({ quantity }) => quantity));
    return line.kind === 'digital' ? line.totalMinor : worth(line, Math.min(line.quantity, units));
  });
  return sum(goods) + shippingPrice(order);
}
