import type { EventOf } from '../events/index.ts';
import type { Order, Shipment, ShipmentOperation, ShipmentStage, Timestamp } from '../order.ts';
import { inFlight, nextEntry, patch, requested, settled, settleKind } from './entry.ts';
import { fitting, isActive, unboxed, unpacked } from './fulfillment-book.ts';
import { afterDeparture, refuseCancellation } from './fulfillments.ts';
import { listUnits, minus, unitsOf } from './lines.ts';
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

function find(order: Order, name: string): Shipment | undefined {
  return order.shipments.find(
    (entry) => entry.id === name || entry.reference === name || entry.trackingNumber === name,
  );
}

const unknownShipment = (order: Order, id: string) =>
  anomaly(order, 'shipment_unknown', `shipment ${id} is not of this order`);

const wayOut: readonly ShipmentStage[] = ['planned', 'requested', 'created', 'failed'];
const over: readonly ShipmentStage[] = ['delivered', 'lost'];

/** What a carrier tells of a parcel: it implies that the label was made and, from `dispatched` on, that it has left. */
function carried(
  order: Order,
  event: {
    readonly type: string;
    readonly shipmentId: string;
    readonly meta: EventOf<'shipment.dispatched'>['meta'];
  },
  stage: ShipmentStage,
  published: ReturnType<typeof says>,
  more: Partial<Shipment> = {},
): Taken {
  const entry = find(order, event.shipmentId);
  if (!entry) return unknownShipment(order, event.shipmentId);
  if (entry.stage === stage || over.includes(entry.stage)) {
    const contradicts = over.includes(entry.stage) && over.includes(stage) && entry.stage !== stage;
    return contradicts
      ? anomaly(
          order,
          'parcel_contradiction',
          `shipment ${entry.id} is ${entry.stage}, and is now reported as ${stage}`,
        )
      : duplicate;
  }
  if (entry.stage === 'cancelled' && !stillFits(order, entry)) {
    return anomaly(
      order,
      'parcel_was_cancelled',
      `shipment ${entry.id} was cancelled and its goods planned otherwise, and is now reported as ${stage}`,
    );
  }
  const behind =
    (stage === 'dispatched' && entry.left) ||
    (stage === 'in_transit' && entry.stage === 'returned_to_sender');
  if (behind) return duplicate;
  const { receivedAt, occurredAt } = event.meta;
  const written = update(order, entry.id, (old) => ({
    ...settleByStage(old, stage, receivedAt),
    stage,
    left: true,
    dispatchedAt: old.dispatchedAt ?? occurredAt,
    ...more,
  }));
  return afterDeparture(written, published, stage === 'delivered');
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
  return over.includes(stage) ? settleKind(created, 'cancel', 'failed', at, stage) : created;
}

type ShipmentEvents =
  | 'shipment.retry'
  | 'shipment.created'
  | 'shipment.failed'
  | 'shipment.dispatched'
  | 'shipment.in_transit'
  | 'shipment.delivered'
  | 'shipment.exception'
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
      find(order, event.shipmentId) ?? (event.reference === null ? undefined : find(order, event.reference));
    if (!entry) return madeElsewhere(order, event);
    const known = entry.carrier !== null || entry.trackingNumber !== null || entry.reference !== null;
    if (!wayOut.includes(entry.stage) && known) return duplicate;
    if (entry.stage === 'created') return duplicate;
    const at = event.meta.receivedAt;
    const written = update(order, entry.id, (old) => ({
      ...settleKind(old, 'create', 'succeeded', at),
      stage: wayOut.includes(old.stage) ? 'created' : old.stage,
      carrier: event.carrier ?? old.carrier,
      trackingNumber: event.trackingNumber ?? old.trackingNumber,
      reference: event.reference ?? old.reference,
    }));
    return applied(written, says('order.shipment_created', entry.id));
  },

  'shipment.failed': (order, event) => {
    const entry = find(order, event.shipmentId);
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

  'shipment.dispatched': (order, event) =>
    carried(order, event, 'dispatched', says('order.shipment_dispatched', event.shipmentId)),
  'shipment.in_transit': (order, event) => carried(order, event, 'in_transit', [], { exception: null }),
  'shipment.delivered': (order, event) =>
    carried(order, event, 'delivered', says('order.shipment_delivered', event.shipmentId), {
      deliveredAt: event.meta.occurredAt,
      exception: null,
    }),
  'shipment.exception': (order, event) =>
    carried(order, event, 'exception', says('order.shipment_exception', event.shipmentId), {
      exception: event.code,
    }),
  'shipment.lost': (order, event) =>
    carried(order, event, 'lost', says('order.shipment_exception', event.shipmentId), { exception: 'lost' }),
  'shipment.returned_to_sender': (order, event) =>
    carried(order, event, 'returned_to_sender', says('order.shipment_exception', event.shipmentId), {
      exception: 'returned_to_sender',
    }),

  'shipment.cancelled': (order, event) => {
    const entry = find(order, event.shipmentId);
    if (!entry) return unknownShipment(order, event.shipmentId);
    const awaited = entry.operations.some((operation) => operation.kind === 'cancel' && inFlight(operation));
    if (entry.stage === 'cancelled' && !awaited) return duplicate;
    const at = event.meta.receivedAt;
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
        ...settleKind(settledCreate(old), 'cancel', 'succeeded', at),
        stage: 'cancelled',
      })),
    );
  },

  'shipment.cancel_rejected': (order, event) => {
    const entry = find(order, event.shipmentId);
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
  const shipment: Shipment = {
    id: event.shipmentId,
    fulfillmentId: fulfillment?.id ?? null,
    lines,
    stage: 'created',
    left: false,
    carrier: event.carrier,
    trackingNumber: event.trackingNumber,
    reference: event.reference,
    dispatchedAt: null,
    deliveredAt: null,
    exception: null,
    operations: [],
  };
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
