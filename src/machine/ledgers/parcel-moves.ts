import type { PublishedRef } from '../commands.ts';
import type { EventMeta } from '../events/index.ts';
import type { Order, Shipment, ShipmentStage, Timestamp } from '../order.ts';
import { patch, settleKind } from './entry.ts';
import { isActive, unboxed, unpacked } from './fulfillment-book.ts';
import { afterDeparture } from './fulfillments.ts';
import { listUnits, minus, unitsOf } from './lines.ts';
import { closeExceptions, openException, resolveByTerms } from './parcel-exceptions.ts';
import { openExceptions } from './parcels.ts';
import { anomaly, says, type Taken } from './taken.ts';

/** What a carrier tells of a parcel. */
export interface News {
  readonly stage: MovedStage;
  readonly code: string | null;
  readonly meta: EventMeta;
  /** `damaged` goods are an `exception` with a kind of its own. */
  readonly damaged?: boolean;
}
/** Where a carrier's news can bring a parcel. */
export type MovedStage = keyof typeof published;

/** How far a parcel is on its way: news of less moves nothing back. */
const rank: Partial<Record<ShipmentStage, number>> = {
  planned: 0,
  requested: 0,
  created: 0,
  failed: 0,
  cancelled: 0,
  dispatched: 1,
  in_transit: 2,
  out_for_delivery: 3,
  available_for_pickup: 4,
};

const published = {
  dispatched: 'order.shipment_dispatched',
  in_transit: 'order.shipment_updated',
  out_for_delivery: 'order.shipment_updated',
  available_for_pickup: 'order.shipment_updated',
  delivered: 'order.shipment_delivered',
  exception: 'order.shipment_exception',
  returned_to_sender: 'order.shipment_exception',
  lost: 'order.shipment_exception',
} as const satisfies Partial<Record<ShipmentStage, PublishedRef['type']>>;

/** How news of a trouble weighs against another: what is lost may be found, what comes back is not carried on. */
const trouble: Partial<Record<ShipmentStage, number>> = { exception: 1, returned_to_sender: 2, lost: 3 };

/** Whether news moves a parcel: it is not behind what is known, in its place on the way or by the carrier's clock. */
function moves(entry: Shipment, { stage, meta }: News): boolean {
  if (entry.stage === 'received_back') return false;
  if (stage === 'delivered') return true;
  const older = entry.scannedAt !== null && meta.occurredAt < entry.scannedAt;
  const [from, to] = [rank[entry.stage], rank[stage]];
  if (to === undefined) {
    if (from !== undefined) return !older || !entry.left;
    if (stage === 'exception' && entry.stage === 'exception')
      return entry.scannedAt !== null && meta.occurredAt > entry.scannedAt;
    if (entry.stage === 'lost') return stage === 'returned_to_sender' && !older;
    return !older && (trouble[stage] ?? 0) > (trouble[entry.stage] ?? 0);
  }
  if (from !== undefined) return to > from;
  // From a trouble: the way on is open again, but not for what was on its way before, or comes back.
  return !older && stage !== 'dispatched' && entry.stage !== 'returned_to_sender';
}

/**
 * A parcel, moved by news of its carrier: it implies that the label was made and that the parcel has left. `null`: the
 * news is behind what is known, and moves nothing.
 */
export function moveParcel(order: Order, entry: Shipment, news: News): Taken | null {
  const { stage } = news;
  if (entry.settlement !== null || (entry.stage === 'delivered' && trouble[stage] !== undefined))
    return contradiction(order, entry, news);
  if (entry.stage === 'delivered') return null;
  if (entry.stage === 'cancelled' && !stillFits(order, entry)) {
    return anomaly(
      order,
      'parcel_was_cancelled',
      `shipment ${entry.id} was cancelled and its goods planned otherwise, and is now reported as ${stage}`,
    );
  }
  if (!moves(entry, news)) return null;
  const written = movedBy(order, entry, news);
  const notice =
    !entry.left && stage !== 'delivered' && order.terms.notifyParcelShipped
      ? [{ type: 'notification.send', ref: `parcel_shipped ${entry.id}` } as const]
      : [];
  const departed = afterDeparture(written, says(published[stage], entry.id), stage === 'delivered');
  return departed.outcome === 'applied'
    ? { ...departed, commands: [...departed.commands, ...notice] }
    : departed;
}

/** Facts about a parcel whose end is in the books: what agrees with it is known, what does not is for people to see. */
function contradiction(order: Order, entry: Shipment, { stage }: News): Taken | null {
  if (entry.settlement === null) {
    if (stage === 'lost')
      return anomaly(
        order,
        'parcel_contradiction',
        `shipment ${entry.id} is ${entry.stage}, and is now reported as ${stage}`,
      );
    return null;
  }
  if (stage !== 'delivered') return null;
  const instead = {
    replaced: 'its goods were sent again',
    written_off: 'its goods were written off, and their money given back',
    taken_back: 'the money of its goods was given back',
  }[entry.settlement];
  return anomaly(
    order,
    'parcel_contradiction',
    `shipment ${entry.id} is ${entry.stage}, ${instead}, and is now reported as delivered; look who has the goods`,
  );
}

function movedBy(order: Order, entry: Shipment, news: News): Order {
  const { stage, code } = news;
  const { receivedAt, occurredAt } = news.meta;
  const moved: Order = {
    ...order,
    shipments: patch(order.shipments, entry.id, (old) => {
      const ended = closeExceptions(
        settleByStage(old, stage, receivedAt),
        stage === 'delivered' ? 'arrived' : 'moved_on',
        null,
        receivedAt,
      );
      // A second failure of delivery is the same trouble, once more.
      const kept =
        stage === 'exception' && old.stage === 'exception' ? settleByStage(old, stage, receivedAt) : ended;
      return {
        ...kept,
        stage,
        left: true,
        dispatchedAt: old.dispatchedAt ?? occurredAt,
        deliveredAt: stage === 'delivered' ? occurredAt : old.deliveredAt,
        exception: exceptionText(stage, code),
        attempts: old.attempts + (stage === 'exception' && !news.damaged ? 1 : 0),
        ...heard(old, news.meta),
      };
    }),
  };
  const kind = kindOfNews(news);
  if (kind === null) return moved;
  const opened = openException(moved, entry.id, kind, code, receivedAt);
  return resolveByTerms(opened, entry.id, kind, receivedAt);
}

function kindOfNews({ stage, damaged = false }: News) {
  if (stage === 'exception') return damaged ? 'damaged' : 'delivery_failed';
  return stage === 'lost' || stage === 'returned_to_sender' ? stage : null;
}

function exceptionText(stage: ShipmentStage, code: string | null): string | null {
  if (stage === 'exception') return code;
  return stage === 'lost' || stage === 'returned_to_sender' ? stage : null;
}

/** That something was heard of a parcel, and when. */
export function heard(
  entry: Shipment,
  meta: EventMeta,
): { readonly scannedAt: Timestamp; readonly heardAt: Timestamp } {
  return { scannedAt: Math.max(entry.scannedAt ?? 0, meta.occurredAt), heardAt: meta.receivedAt };
}

/** Whether the goods of a parcel that was cancelled have not been planned otherwise since: in no parcel, asked of no warehouse. */
function stillFits(order: Order, entry: Shipment): boolean {
  const others = order.fulfillments.filter(
    (fulfillment) =>
      fulfillment.id !== entry.fulfillmentId && (isActive(fulfillment) || fulfillment.stage === 'failed'),
  );
  const asked = unitsOf(others.map((fulfillment) => listUnits(unpacked(order, fulfillment))));
  const free = minus(unitsOf([unboxed(order)]), asked);
  return entry.lines.every((line) => line.quantity <= (free.get(line.lineId) ?? 0));
}

/** A try to stop a parcel fails when the parcel arrives or is lost; until then it stays open. */
function settleByStage(entry: Shipment, stage: ShipmentStage, at: Timestamp): Shipment {
  const created = settleKind(entry, 'create', 'succeeded', at);
  return stage === 'delivered' || stage === 'lost'
    ? settleKind(created, 'cancel', 'failed', at, stage)
    : created;
}

/** Whether nothing was heard of a parcel for too long, and nobody looks yet. */
export function mayBeSilent(entry: Shipment): boolean {
  const onItsWay: readonly ShipmentStage[] = [
    'dispatched',
    'in_transit',
    'out_for_delivery',
    'exception',
    'returned_to_sender',
    'lost',
  ];
  return entry.settlement === null && onItsWay.includes(entry.stage) && openExceptions(entry).length === 0;
}
