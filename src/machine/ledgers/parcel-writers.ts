import { assertNever } from '../../errors/index.ts';
import type { EventOf } from '../events/index.ts';
import type { LineQuantity, Order, Shipment, Timestamp } from '../order.ts';
import { isCalledOff } from './cancellation.ts';
import { inFlight, patch, settleKind } from './entry.ts';
import { atMost, listUnits, unitsOf } from './lines.ts';
import { openException, resolveByTerms, resolveParcel } from './parcel-exceptions.ts';
import { heard, moveParcel, type News } from './parcel-moves.ts';
import { openExceptions } from './parcels.ts';
import { findShipment, shipmentWriters, unknownShipment } from './shipments.ts';
import { anomaly, applied, duplicate, says, type Taken, type Writers } from './taken.ts';

type ParcelEvents = 'shipment.resolve' | 'shipment.received_back' | 'shipment.tracking_updated';

/** What the shipment ledger makes of decisions about parcels, of parcels that are back, and of scans. */
export const parcelWriters: Writers<ParcelEvents> = {
  'shipment.resolve': (order, event) =>
    applied(
      resolveParcel(
        order,
        event.shipmentId,
        event.resolution,
        event.meta.actor ?? 'nobody',
        event.meta.receivedAt,
      ),
      says('order.shipment_resolved', event.shipmentId),
    ),

  'shipment.received_back': (order, event) => {
    const entry = findShipment(order, event.shipmentId);
    if (!entry) return unknownShipment(order, event.shipmentId);
    return receivedBack(order, entry, event.sellable ?? entry.lines, event.meta);
  },

  'shipment.tracking_updated': (order, event) => {
    const entry = findShipment(order, event.shipmentId);
    if (!entry) return unknownShipment(order, event.shipmentId);
    if (entry.scanId === event.scan.id) return duplicate;
    const estimated = event.estimatedDeliveryAt ?? entry.estimatedDeliveryAt;
    const noted: Order = {
      ...order,
      shipments: patch(order.shipments, entry.id, (old) => ({
        ...old,
        scanId: event.scan.id,
        heardAt: event.meta.receivedAt,
        estimatedDeliveryAt: estimated,
      })),
    };
    const taken = scanned(noted, entry.id, event);
    if (taken !== null && taken.outcome !== 'duplicate') return taken;
    // It moves nothing: it is kept all the same, and the parcel is not silent.
    const alive = resolveSilence(noted, entry.id, event);
    return applied(
      alive,
      estimated === entry.estimatedDeliveryAt ? [] : says('order.shipment_updated', entry.id),
    );
  },
};

/** Something was heard of a parcel that was silent. */
function resolveSilence(order: Order, shipmentId: string, { scan, meta }: ScanEvent): Order {
  if (scan.status === 'unknown') return order;
  return {
    ...order,
    shipments: patch(order.shipments, shipmentId, (entry) => ({
      ...entry,
      ...heard(entry, meta),
      exceptions: entry.exceptions.map((exception) =>
        exception.kind === 'silent' && exception.resolvedAt === null
          ? { ...exception, resolvedAt: meta.receivedAt, resolution: 'moved_on' as const }
          : exception,
      ),
    })),
  };
}

type ScanEvent = EventOf<'shipment.tracking_updated'>;

/** What a scan means for its parcel; `null`: nothing. */
function scanned(order: Order, shipmentId: string, event: ScanEvent): Taken | null {
  const entry = order.shipments.find((candidate) => candidate.id === shipmentId);
  if (!entry) return null;
  const { scan, meta } = event;
  const move = (stage: News['stage'], code: string | null, damaged = false) =>
    moveParcel(order, entry, { stage, code, damaged, meta });
  switch (scan.status) {
    case 'unknown':
    case 'pre_transit':
      return null;
    case 'delivery_failed':
      return move('exception', scan.code ?? 'delivery_failed');
    case 'damaged':
      return move('exception', scan.code ?? 'damaged', true);
    case 'received_back':
      return receivedBack(order, entry, entry.lines, meta);
    case 'cancelled':
      return carrierCancelled(order, entry, event);
    case 'dispatched':
    case 'in_transit':
    case 'out_for_delivery':
    case 'available_for_pickup':
    case 'delivered':
    case 'returned_to_sender':
    case 'lost':
      return move(scan.status, scan.code);
    default:
      return assertNever(scan.status, 'status of a scan');
  }
}

/** A carrier that cancels a label, or answers our wish to; a parcel that is under way and that nobody wanted back is for people to see. */
function carrierCancelled(order: Order, entry: Shipment, { meta }: ScanEvent): Taken | null {
  const asked = entry.operations.some((operation) => operation.kind === 'cancel' && inFlight(operation));
  if (entry.left && !asked)
    return moveParcel(order, entry, { stage: 'exception', code: 'cancelled_by_carrier', meta });
  return shipmentWriters['shipment.cancelled'](order, {
    type: 'shipment.cancelled',
    shipmentId: entry.id,
    meta,
  });
}

/** A parcel is in the warehouse again: what can be sold is booked in, and somebody decides what becomes of the order's goods. */
function receivedBack(
  order: Order,
  entry: Shipment,
  sellable: readonly LineQuantity[],
  meta: ScanEvent['meta'],
): Taken {
  if (entry.stage === 'received_back') return duplicate;
  if (entry.stage === 'delivered')
    return anomaly(
      order,
      'parcel_contradiction',
      `shipment ${entry.id} is delivered, and is now reported as back in the warehouse; ask for a return if the customer sent it`,
    );
  if (entry.stage === 'cancelled')
    return entry.left
      ? duplicate
      : anomaly(
          order,
          'parcel_was_cancelled',
          `shipment ${entry.id} was cancelled, and is now reported as back in the warehouse`,
        );
  const at = meta.receivedAt;
  const back: Order = {
    ...order,
    shipments: patch(order.shipments, entry.id, (old) => ({
      ...settleKind(settleKind(old, 'create', 'succeeded', at), 'cancel', 'succeeded', at),
      stage: 'received_back',
      left: true,
      dispatchedAt: old.dispatchedAt ?? meta.occurredAt,
      receivedBackAt: meta.occurredAt,
      sellable: listUnits(atMost(unitsOf([sellable]), unitsOf([old.lines]))),
      exception: old.exception ?? 'returned_to_sender',
      ...heard(old, meta),
    })),
  };
  if (entry.settlement !== null && entry.stage === 'lost')
    return anomaly(
      back,
      'late_return',
      `shipment ${entry.id} counted as lost, and is back in the warehouse; its goods are booked in, and nothing else changes`,
    );
  const told = says('order.shipment_returned', entry.id);
  return applied(entry.settlement === null ? undecided(back, entry.id, at) : back, told);
}

function undecided(order: Order, shipmentId: string, at: Timestamp): Order {
  const entry = order.shipments.find(({ id }) => id === shipmentId);
  const known =
    entry !== undefined && openExceptions(entry).some(({ kind }) => kind === 'returned_to_sender');
  const opened = known ? order : openException(order, shipmentId, 'returned_to_sender', 'received_back', at);
  // Goods that are to be stopped are: nobody has to decide.
  if (isCalledOff(order)) return resolveParcel(opened, shipmentId, 'refund', 'system', at);
  return resolveByTerms(opened, shipmentId, 'returned_to_sender', at);
}
