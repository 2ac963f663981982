import type { Order, ParcelException, Shipment } from '../../order.ts';
import type { OrderUpgrade } from '../upgrade.ts';

/** What version 2 knows of parcels, for an order of version 1: what was wrong with a parcel is open, what was lost was written off. */
export const parcels: OrderUpgrade = (order) => ({
  ...order,
  shippingMethod: null,
  shipments: order.shipments.map((shipment, index) => upgraded(order, shipment, index)),
  entries: order.entries + order.shipments.length,
  terms: {
    ...order.terms,
    onLostParcel: 'refund',
    onReturnedToSender: 'ask',
    onDamagedParcel: 'ask',
    parcelSilentMs: null,
    parcelDecisionMs: null,
    undecidedParcel: 'refund',
    notifyParcelShipped: false,
  },
});

function upgraded(order: Order, shipment: Shipment, index: number): Shipment {
  return {
    ...shipment,
    service: null,
    trackingUrl: null,
    estimatedDeliveryAt: null,
    receivedBackAt: null,
    sellable: [],
    attempts: 0,
    exceptions: exceptionsOf(order, shipment, order.entries + index + 1),
    settlement: shipment.stage === 'lost' ? 'written_off' : null,
    scannedAt: null,
    heardAt: null,
    scanId: null,
  };
}

const kinds = {
  exception: 'delivery_failed',
  returned_to_sender: 'returned_to_sender',
  lost: 'lost',
} as const;

function exceptionsOf(
  order: Order,
  { stage, exception }: Shipment,
  entry: number,
): readonly ParcelException[] {
  if (stage !== 'exception' && stage !== 'returned_to_sender' && stage !== 'lost') return [];
  const at = order.timestamps.updatedAt;
  const over = stage === 'lost';
  return [
    {
      id: `${order.id}:exception:${entry}`,
      kind: kinds[stage],
      code: exception,
      openedAt: at,
      resolvedAt: over ? at : null,
      resolution: over ? 'refund' : null,
      by: over ? 'terms' : null,
    },
  ];
}
