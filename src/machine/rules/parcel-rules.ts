import { hasTag } from '../axes.ts';
import { isStopping } from '../ledgers/fulfillment-plan.ts';
import { isInTrouble, openExceptions } from '../ledgers/parcels.ts';
import type { Order, ParcelResolution, Shipment } from '../order.ts';
import { payloadRule, type Rule, stateRule } from './rule.ts';

/** The rules about parcels that are in trouble. */
export const parcelRules: readonly Rule[] = [
  stateRule(
    'shipment.resolve.trouble',
    ['shipment.resolve'],
    'Something is decided about a parcel while it is in trouble.',
    { codes: ['no_parcel_in_trouble'], terms: [] },
    (order) =>
      order.shipments.some(isInTrouble)
        ? null
        : {
            code: 'no_parcel_in_trouble',
            reason: 'no parcel waits for a decision',
            value: order.axes.fulfillment,
            limit: 'exception',
          },
  ),
  payloadRule(
    'shipment.resolve.parcel',
    'shipment.resolve',
    'The parcel must be one of the order, and in trouble.',
    { codes: ['no_parcel_in_trouble'], terms: [] },
    (order, event) =>
      troubledParcel(order, event.shipmentId)
        ? null
        : {
            code: 'no_parcel_in_trouble',
            reason: `shipment ${event.shipmentId} waits for no decision`,
            value: event.shipmentId,
            limit: order.shipments.filter(isInTrouble).map(({ id }) => id),
          },
  ),
  payloadRule(
    'shipment.resolve.way',
    'shipment.resolve',
    'What the carrier still tries to deliver is waited for; what comes back, is lost, damaged or silent is sent again or its money given back; what is back is not delivered again.',
    { codes: ['not_a_way_out'], terms: [] },
    (order, event) => {
      const shipment = troubledParcel(order, event.shipmentId);
      if (!shipment) return null;
      const ways = waysOut(shipment);
      if (ways.includes(event.resolution)) return null;
      return {
        code: 'not_a_way_out',
        reason: `\`${event.resolution}\` does not help a parcel that is \`${shipment.stage}\``,
        value: event.resolution,
        limit: ways,
      };
    },
  ),
  payloadRule(
    'shipment.resolve.reship',
    'shipment.resolve',
    'Goods are sent again while the order goes on.',
    { codes: ['order_does_not_go_on'], terms: [] },
    (order, event) => {
      if (event.resolution !== 'reship') return null;
      if (hasTag(order.axes.status, 'released') && !isStopping(order)) return null;
      return {
        code: 'order_does_not_go_on',
        reason: `nothing is sent any more while the order is \`${order.axes.status}\`${isStopping(order) ? ', and being cancelled' : ''}`,
        value: order.axes.status,
        limit: ['confirmed', 'processing', 'shipped'],
      };
    },
  ),
];

function troubledParcel(order: Order, shipmentId: string): Shipment | undefined {
  return order.shipments.find((shipment) => shipment.id === shipmentId && isInTrouble(shipment));
}

/** What can be decided about a parcel, by what is wrong with it. */
function waysOut(shipment: Shipment): readonly ParcelResolution[] {
  if (shipment.stage === 'received_back') return ['wait', 'reship', 'refund'];
  const open = openExceptions(shipment).map(({ kind }) => kind);
  const withCarrier = shipment.stage === 'exception' && !open.includes('damaged');
  return withCarrier && !open.includes('silent')
    ? ['wait', 'redeliver']
    : ['wait', 'redeliver', 'reship', 'refund'];
}
