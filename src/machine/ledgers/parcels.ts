import type { Order, ParcelException, ParcelExceptionKind, Shipment, ShipmentStage } from '../order.ts';

/** A parcel that was just entered. */
export function newShipment(
  parcel: Pick<Shipment, 'id' | 'fulfillmentId' | 'lines'> & Partial<Shipment>,
): Shipment {
  return {
    stage: 'planned',
    left: false,
    carrier: null,
    service: null,
    trackingNumber: null,
    trackingUrl: null,
    reference: null,
    dispatchedAt: null,
    estimatedDeliveryAt: null,
    deliveredAt: null,
    receivedBackAt: null,
    sellable: [],
    exception: null,
    attempts: 0,
    exceptions: [],
    settlement: null,
    scannedAt: null,
    heardAt: null,
    scanId: null,
    operations: [],
    ...parcel,
  };
}

/** Whether a parcel's units count as its own: it has left, was not called back, and nothing else was decided about them. */
export function isCarried(shipment: Shipment): boolean {
  return shipment.left && shipment.stage !== 'cancelled' && shipment.settlement === null;
}

/** Whether the units of a parcel come, or came, back instead of reaching the customer, and are not paid for. */
export function isTakenBack(shipment: Shipment): boolean {
  return shipment.left && (shipment.stage === 'cancelled' || shipment.settlement === 'taken_back');
}

/** What is open of the things that went wrong with a parcel. */
export function openExceptions(shipment: Shipment): readonly ParcelException[] {
  return shipment.exceptions.filter((entry) => entry.resolvedAt === null);
}

const troubled: readonly ShipmentStage[] = ['exception', 'returned_to_sender', 'received_back', 'lost'];

/** Whether somebody may decide about a parcel: something is wrong with it, and its units are not counted elsewhere yet. */
export function isInTrouble(shipment: Shipment): boolean {
  if (openExceptions(shipment).length > 0) return true;
  return shipment.settlement === null && troubled.includes(shipment.stage);
}

/** What of a parcel is wrong now: the last thing that is open, or was waited for. */
export function troubleOf(shipment: Shipment): ParcelExceptionKind | null {
  return (openExceptions(shipment).at(-1) ?? shipment.exceptions.at(-1))?.kind ?? null;
}

/** Parcels whose goods are to be sent again. */
export function replacedParcels(order: Order): readonly Shipment[] {
  return order.shipments.filter((shipment) => shipment.settlement === 'replaced');
}
