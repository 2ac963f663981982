import type { MemoryWorld } from '../../../adapters/memory/index.ts';
import type { Order } from '../../../machine/index.ts';

/** The carrier's and the pickers' books beside the order: no parcel and no fulfilment besides those that it knows, and none left that did not. */
export function parcelProblems(
  order: Order,
  { shipping, fulfillment }: Pick<MemoryWorld, 'shipping' | 'fulfillment'>,
): readonly string[] {
  const parcels = Object.values(shipping.book().parcels).filter(({ orderId }) => orderId === order.id);
  const picked = Object.values(fulfillment.book().fulfillments).filter(({ orderId }) => orderId === order.id);
  const ours = new Map(order.shipments.map((shipment) => [shipment.id, shipment]));
  const asked = new Set(order.fulfillments.map(({ id }) => id));
  return [
    ...parcels.flatMap(({ shipmentId, left }) => {
      const known = ours.get(shipmentId);
      if (known === undefined) return [`the carrier has a parcel ${shipmentId} that the order does not know`];
      return left && !known.left ? [`parcel ${shipmentId} has left, and the order does not know it`] : [];
    }),
    ...picked
      .filter(({ fulfillmentId }) => !asked.has(fulfillmentId))
      .map(({ fulfillmentId }) => `pickers have a fulfilment ${fulfillmentId} that the order does not know`),
  ];
}

/** Goods of an order that is over, and that pickers are still at, or a carrier is about to take. */
export function goodsUnderWay(
  order: Order,
  { shipping, fulfillment }: Pick<MemoryWorld, 'shipping' | 'fulfillment'>,
): readonly string[] {
  const picked = Object.values(fulfillment.book().fulfillments)
    .filter(
      ({ orderId, stage }) =>
        orderId === order.id && ['asked', 'accepted', 'picking', 'packing'].includes(stage),
    )
    .map(({ fulfillmentId, stage }) => `fulfilment ${fulfillmentId} is ${stage}`);
  const sent = Object.values(shipping.book().parcels)
    .filter(({ orderId, stage }) => orderId === order.id && ['asked', 'created'].includes(stage))
    .map(({ shipmentId, stage }) => `parcel ${shipmentId} is ${stage}`);
  return [...picked, ...sent];
}
