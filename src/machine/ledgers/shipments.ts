import type { EventMeta, EventOf } from '../events/index.ts';
import type { Order, Shipment, ShipmentOperation, ShipmentStage, Timestamp } from '../order.ts';
import { inFlight, nextEntry, patch, requested, settled, settleKind } from './entry.ts';
import { fitting, unboxed, unpacked } from './fulfillment-book.ts';
import { refuseCancellation } from './fulfillments.ts';
import { listUnits } from './lines.ts';
import { closeExceptions } from './parcel-exceptions.ts';
import { type MovedStage, moveParcel } from './parcel-moves.ts';
import { newShipment } from './parcels.ts';
import { anomaly, applied, duplicate, says, type Taken, type Writers } from './taken.ts';

/** Asks for the label of a planned parcel. */
export function beginShipment(
  order: Order,
  shipmentId: string,
  at: Timestamp,
): { readonly order: Order; readonly id: string } {
  const { order: numbered, id } = nextEntry(order, 'shipment-create');
  const create: ShipmentOperation = { ...requested(id, at), kind: 'create', causeId: null };
  return {
    order: update(numbered, shipmentId, (entry) => ({
      ...entry,
      stage: 'requested',
      operations: [...entry.operations, create],
    })),
    id,
  };
}

/** Enters a try to stop a parcel. */
export function beginShipmentCancel(
  order: Order,
  shipmentId: string,
  at: Timestamp,
): { readonly order: Order; readonly id: string } {
  const { order: numbered, id } = nextEntry(order, 'shipment-cancel');
  const cancel: ShipmentOperation = {
    ...requested(id, at),
    kind: 'cancel',
    causeId: order.cancellation?.id ?? null,
  };
  return {
    order: update(numbered, shipmentId, (entry) => ({ ...entry, operations: [...entry.operations, cancel] })),
    id,
  };
}

function update(order: Order, id: string, by: (entry: Shipment) => Shipment): Order {
  return { ...order, shipments: patch(order.shipments, id, by) };
}

/** The parcel of this id, reference or tracking number. */
export function findShipment(order: Order, name: string): Shipment | undefined {
  return order.shipments.find(
    (entry) => entry.id === name || entry.reference === name || entry.trackingNumber === name,
  );
}

/** News of a parcel that is not of the order. */
export const unknownShipment = (order: Order, id: string) =>
  anomaly(order, 'shipment_unknown', `shipment ${id} is not of this order`);

const wayOut: readonly ShipmentStage[] = ['planned', 'requested', 'created', 'failed'];
const over: readonly ShipmentStage[] = ['delivered', 'lost', 'received_back'];

/** What a carrier tells of a parcel, as a fact: what is behind what is known is a duplicate. */
function carried(
  order: Order,
  event: { readonly shipmentId: string; readonly meta: EventMeta },
  stage: MovedStage,
  more: { readonly code?: string | null; readonly damaged?: boolean } = {},
): Taken {
  const entry = findShipment(order, event.shipmentId);
  if (!entry) return unknownShipment(order, event.shipmentId);
  const { code = null, damaged = false } = more;
  return moveParcel(order, entry, { stage, code, damaged, meta: event.meta }) ?? duplicate;
}

type ShipmentEvents =
  | 'shipment.retry'
  | 'shipment.created'
  | 'shipment.failed'
  | 'shipment.dispatched'
  | 'shipment.in_transit'
  | 'shipment.out_for_delivery'
  | 'shipment.available_for_pickup'
  | 'shipment.delivered'
  | 'shipment.exception'
  | 'shipment.damaged'
  | 'shipment.lost'
  | 'shipment.returned_to_sender'
  | 'shipment.cancelled'
  | 'shipment.cancel_rejected';

/** What the shipment ledger makes of its events. */
export const shipmentWriters: Writers<ShipmentEvents> = {
  'shipment.retry': (order, event) =>
    applied(update(order, event.shipmentId, (entry) => ({ ...entry, stage: 'planned' }))),

  'shipment.created': (order, event) => {
    const entry =
      findShipment(order, event.shipmentId) ??
      (event.reference === null ? undefined : findShipment(order, event.reference));
    if (!entry) return madeElsewhere(order, event);
    const known = entry.carrier !== null || entry.trackingNumber !== null || entry.reference !== null;
    if (!wayOut.includes(entry.stage) && known) return duplicate;
    if (entry.stage === 'created') return duplicate;
    const at = event.meta.receivedAt;
    const written = update(order, entry.id, (old) => ({
      ...settleKind(old, 'create', 'succeeded', at),
      stage: wayOut.includes(old.stage) ? 'created' : old.stage,
      carrier: event.carrier ?? old.carrier,
      service: event.service ?? old.service,
      trackingNumber: event.trackingNumber ?? old.trackingNumber,
      trackingUrl: event.trackingUrl ?? old.trackingUrl,
      estimatedDeliveryAt: event.estimatedDeliveryAt ?? old.estimatedDeliveryAt,
      reference: event.reference ?? old.reference,
    }));
    return applied(written, says('order.shipment_created', entry.id));
  },

  'shipment.failed': (order, event) => {
    const entry = findShipment(order, event.shipmentId);
    if (!entry) return unknownShipment(order, event.shipmentId);
    const awaited = entry.operations.some((operation) => operation.kind === 'create' && inFlight(operation));
    if (!awaited)
      return entry.stage === 'failed' || entry.stage === 'cancelled'
        ? duplicate
        : anomaly(
            order,
            'late_failure',
            `the label of shipment ${entry.id} exists, and is now reported as failed (${event.code})`,
          );
    const failed = update(order, entry.id, (old) => ({
      ...settleKind(old, 'create', 'failed', event.meta.receivedAt, event.code),
      ...(old.stage === 'requested' ? { stage: 'failed' as const, exception: event.code } : {}),
    }));
    return applied(failed, says('order.shipment_exception', entry.id));
  },

  'shipment.dispatched': (order, event) => carried(order, event, 'dispatched'),
  'shipment.in_transit': (order, event) => carried(order, event, 'in_transit'),
  'shipment.out_for_delivery': (order, event) => carried(order, event, 'out_for_delivery'),
  'shipment.available_for_pickup': (order, event) => carried(order, event, 'available_for_pickup'),
  'shipment.delivered': (order, event) => carried(order, event, 'delivered'),
  'shipment.exception': (order, event) => carried(order, event, 'exception', { code: event.code }),
  'shipment.damaged': (order, event) =>
    carried(order, event, 'exception', { code: event.code ?? 'damaged', damaged: true }),
  'shipment.lost': (order, event) => carried(order, event, 'lost'),
  'shipment.returned_to_sender': (order, event) => carried(order, event, 'returned_to_sender'),

  'shipment.cancelled': (order, event) => {
    const entry = findShipment(order, event.shipmentId);
    if (!entry) return unknownShipment(order, event.shipmentId);
    const awaited = entry.operations.some((operation) => operation.kind === 'cancel' && inFlight(operation));
    if (entry.stage === 'cancelled' && !awaited) return duplicate;
    const at = event.meta.receivedAt;
    if (entry.settlement === 'taken_back' || entry.settlement === 'replaced') {
      const told = update(order, entry.id, (old) => settleKind(old, 'cancel', 'succeeded', at));
      if (awaited) return applied(told);
      if (entry.stage === 'returned_to_sender') return duplicate;
    }
    if (over.includes(entry.stage))
      return anomaly(
        update(order, entry.id, (old) => settleKind(old, 'cancel', 'failed', at, entry.stage)),
        'parcel_contradiction',
        `shipment ${entry.id} is ${entry.stage}, and is now reported as cancelled`,
      );
    const settledCreate = (old: Shipment) =>
      entry.stage === 'cancelled' ? old : settleKind(old, 'create', 'succeeded', at);
    return applied(
      update(order, entry.id, (old) => ({
        ...closeExceptions(settleKind(settledCreate(old), 'cancel', 'succeeded', at), 'moved_on', null, at),
        stage: 'cancelled',
      })),
    );
  },

  'shipment.cancel_rejected': (order, event) => {
    const entry = findShipment(order, event.shipmentId);
    if (!entry) return unknownShipment(order, event.shipmentId);
    if (!entry.operations.some((operation) => operation.kind === 'cancel' && inFlight(operation)))
      return duplicate;
    return refuseCancellation(
      update(order, entry.id, (old) =>
        settleKind(old, 'cancel', 'failed', event.meta.receivedAt, event.code),
      ),
    );
  },
};

/** A parcel that we hear of for the first time: it was made by the warehouse or the carrier. It is none of a fulfilment that was stopped. */
function madeElsewhere(order: Order, event: EventOf<'shipment.created'>): Taken {
  const fulfillment = order.fulfillments.find(
    (entry) =>
      (entry.id === event.fulfillmentId || entry.reference === event.fulfillmentId) &&
      entry.stage !== 'cancelled',
  );
  const asked = event.lines ?? (fulfillment ? listUnits(unpacked(order, fulfillment)) : unboxed(order));
  const lines = fitting(order, asked);
  if (lines.length === 0)
    return anomaly(
      order,
      'nothing_to_ship',
      `shipment ${event.shipmentId} was made, but this order has nothing left to ship`,
    );
  const shipment = newShipment({
    id: event.shipmentId,
    fulfillmentId: fulfillment?.id ?? null,
    lines,
    stage: 'created',
    carrier: event.carrier,
    service: event.service,
    trackingNumber: event.trackingNumber,
    trackingUrl: event.trackingUrl,
    estimatedDeliveryAt: event.estimatedDeliveryAt,
    reference: event.reference,
  });
  return applied(
    { ...order, shipments: [...order.shipments, shipment] },
    says('order.shipment_created', shipment.id),
  );
}

/** Settles the operation with this id as withdrawn or unknown, if it is under way. A withdrawn label is a planned parcel again. */
export function settleShipment(
  order: Order,
  operationId: string,
  state: 'withdrawn' | 'unknown',
  at: Timestamp,
): Order | undefined {
  const entry = order.shipments.find((candidate) =>
    candidate.operations.some((operation) => operation.id === operationId),
  );
  const operation = entry?.operations.find((candidate) => candidate.id === operationId);
  if (!entry || !operation || !inFlight(operation) || operation.state === state) return undefined;
  const back = state === 'withdrawn' && operation.kind === 'create';
  return update(order, entry.id, (old) => ({
    ...old,
    stage: back ? 'planned' : old.stage,
    operations: patch(old.operations, operationId, (candidate) => settled(candidate, state, at)),
  }));
}
