import type { Order, RequestInput, Shipment } from '../machine/index.ts';
import { eventParts, isInTrouble } from '../machine/index.ts';
import { type Candidate, candidate } from './candidate.ts';

/** What a person can decide about the parcels that are in trouble. */
export function parcelDecisions(order: Order): readonly (readonly [RequestInput, string])[] {
  return order.shipments
    .filter(isInTrouble)
    .flatMap(({ id: shipmentId }) =>
      (['wait', 'redeliver', 'reship', 'refund'] as const).map(
        (resolution) => [{ type: 'shipment.resolve', shipmentId, resolution }, resolution] as const,
      ),
    );
}

/** What else can be heard of a parcel: where it is, what happened to it, and every scan of its carrier. */
export function parcelNews(order: Order, shipment: Shipment): readonly Candidate[] {
  const shipmentId = shipment.id;
  const [first] = shipment.lines;
  return [
    candidate({ type: 'shipment.out_for_delivery', shipmentId }),
    candidate({ type: 'shipment.available_for_pickup', shipmentId }),
    candidate({ type: 'shipment.damaged', shipmentId }),
    candidate({ type: 'shipment.received_back', shipmentId }),
    candidate({ type: 'shipment.received_back', shipmentId, sellable: [] }, 'unfit'),
    ...(first
      ? [
          candidate(
            {
              type: 'shipment.received_back',
              shipmentId,
              sellable: [{ lineId: first.lineId, quantity: first.quantity + 1 }],
            },
            'surplus',
          ),
        ]
      : []),
    ...eventParts.scanStatus.options.map((status) =>
      candidate(
        {
          type: 'shipment.tracking_updated',
          shipmentId,
          scan: { id: `scan-${order.version}`, status },
          estimatedDeliveryAt: shipment.estimatedDeliveryAt ?? order.timestamps.createdAt + 86_400_000,
        },
        status,
      ),
    ),
    ...(shipment.scanId
      ? [
          candidate(
            {
              type: 'shipment.tracking_updated',
              shipmentId,
              scan: { id: shipment.scanId, status: 'unknown' },
            },
            'again',
          ),
        ]
      : []),
  ];
}
