import type {
  Order,
  ParcelException,
  ParcelExceptionKind,
  ParcelResolution,
  Shipment,
  ShipmentStage,
  Timestamp,
} from '../order.ts';
import { isCalledOff } from './cancellation.ts';
import { nextEntry, patch, settleKind } from './entry.ts';
import { openExceptions, troubleOf } from './parcels.ts';

const change = (order: Order, id: string, by: (entry: Shipment) => Shipment): Order => ({
  ...order,
  shipments: patch(order.shipments, id, by),
});

/** Enters something that went wrong with a parcel. One of its kind that is open already is kept, with the newer code. */
export function openException(
  order: Order,
  shipmentId: string,
  kind: ParcelExceptionKind,
  code: string | null,
  at: Timestamp,
): Order {
  const shipment = order.shipments.find((entry) => entry.id === shipmentId);
  const known = shipment && openExceptions(shipment).find((entry) => entry.kind === kind);
  if (known)
    return change(order, shipmentId, (entry) => ({
      ...entry,
      exceptions: patch(entry.exceptions, known.id, (old) => ({ ...old, code: code ?? old.code })),
    }));
  const { order: numbered, id } = nextEntry(order, 'exception');
  const exception: ParcelException = {
    id,
    kind,
    code,
    openedAt: at,
    resolvedAt: null,
    resolution: null,
    by: null,
  };
  return change(numbered, shipmentId, (entry) => ({
    ...entry,
    exceptions: [...entry.exceptions, exception],
  }));
}

/** Closes what is open of a parcel. */
export function closeExceptions(
  shipment: Shipment,
  resolution: NonNullable<ParcelException['resolution']>,
  by: string | null,
  at: Timestamp,
): Shipment {
  if (openExceptions(shipment).length === 0) return shipment;
  const exceptions = shipment.exceptions.map((entry) =>
    entry.resolvedAt === null ? { ...entry, resolvedAt: at, resolution, by } : entry,
  );
  return { ...shipment, exceptions };
}

const comingBack: readonly ShipmentStage[] = ['returned_to_sender', 'received_back'];

/** The parcel, decided about. What is not coming back, and is not waited for, counts as lost from then on. */
function decided(shipment: Shipment, resolution: ParcelResolution, by: string, at: Timestamp): Shipment {
  const closed = noted(shipment, resolution, by, at);
  if (resolution === 'wait') return closed;
  if (resolution === 'redeliver')
    return {
      ...closed,
      stage: 'in_transit',
      exception: null,
    };
  const back = comingBack.includes(shipment.stage);
  const refunded = back ? 'taken_back' : 'written_off';
  return {
    ...(back ? closed : settleKind(closed, 'cancel', 'failed', at, 'lost')),
    stage: back ? shipment.stage : 'lost',
    exception: shipment.exception ?? troubleOf(shipment),
    settlement: resolution === 'reship' ? 'replaced' : refunded,
  };
}

/** A decision stands in the ledger: on what is open, or on what was last waited for. */
function noted(shipment: Shipment, resolution: ParcelResolution, by: string, at: Timestamp): Shipment {
  if (openExceptions(shipment).length > 0) return closeExceptions(shipment, resolution, by, at);
  const last = shipment.exceptions.at(-1);
  if (!last) return shipment;
  return {
    ...shipment,
    exceptions: patch(shipment.exceptions, last.id, (entry) => ({
      ...entry,
      resolvedAt: at,
      resolution,
      by,
    })),
  };
}

/** Decides about a parcel that is in trouble. */
export function resolveParcel(
  order: Order,
  shipmentId: string,
  resolution: ParcelResolution,
  by: string,
  at: Timestamp,
): Order {
  return change(order, shipmentId, (entry) => decided(entry, resolution, by, at));
}

/** What the terms say about something that went wrong; `ask`: a person decides. */
function policyOf(order: Order, kind: ParcelExceptionKind): 'ask' | 'reship' | 'refund' {
  switch (kind) {
    case 'lost':
      return isCalledOff(order) ? 'refund' : order.terms.onLostParcel;
    case 'returned_to_sender':
      return isCalledOff(order) ? 'ask' : order.terms.onReturnedToSender;
    case 'damaged':
      return isCalledOff(order) ? 'ask' : order.terms.onDamagedParcel;
    default:
      return 'ask';
  }
}

/** Decides about what has just gone wrong with a parcel as the terms say, if they do. */
export function resolveByTerms(
  order: Order,
  shipmentId: string,
  kind: ParcelExceptionKind,
  at: Timestamp,
): Order {
  const policy = policyOf(order, kind);
  return policy === 'ask' ? order : resolveParcel(order, shipmentId, policy, 'terms', at);
}

/** When an order ends, nobody has to decide any more about what is lost, or is back: its money is given back with the rest. */
export function settleAtEnd(order: Order, at: Timestamp): Order {
  let next = order;
  for (const { id, stage, settlement } of order.shipments) {
    const undecided = settlement === null && (stage === 'lost' || stage === 'received_back');
    if (undecided) next = resolveParcel(next, id, 'refund', 'system', at);
  }
  return next;
}
