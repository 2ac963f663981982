import { orderSetup } from '../setup.ts';
import { deadlines, ledgerStates, records, unknowns } from './region.ts';

/** The way of the goods: what the ledgers of fulfilments and parcels say, and the operations that are due. */
export const fulfillmentRegion = orderSetup.createStateConfig({
  initial: 'unfulfilled',
  on: {
    ...records([
      'fulfillment.cancel',
      'fulfillment.retry',
      'fulfillment.accepted',
      'fulfillment.progressed',
      'fulfillment.packed',
      'fulfillment.shipped',
      'fulfillment.completed',
      'fulfillment.cancelled',
      'fulfillment.cancel_rejected',
      'fulfillment.failed',
      'shipment.retry',
      'shipment.created',
      'shipment.failed',
      'shipment.dispatched',
      'shipment.in_transit',
      'shipment.out_for_delivery',
      'shipment.available_for_pickup',
      'shipment.delivered',
      'shipment.exception',
      'shipment.lost',
      'shipment.damaged',
      'shipment.returned_to_sender',
      'shipment.received_back',
      'shipment.tracking_updated',
      'shipment.resolve',
      'shipment.cancelled',
      'shipment.cancel_rejected',
    ]),
    ...deadlines(['parcel.silent', 'parcel.undecided']),
    ...unknowns(['fulfillment-create', 'fulfillment-cancel', 'shipment-create', 'shipment-cancel']),
  },
  states: ledgerStates(
    'fulfillment',
    ['fulfillment.cancel', 'shipment.cancel', 'fulfillment.create', 'shipment.create'],
    {
      not_required: { to: ['unfulfilled'] },
      unfulfilled: {
        to: ['not_required', 'requesting', 'in_progress', 'delivered', 'cancelled', 'exception'],
      },
      requesting: {
        to: [
          'unfulfilled',
          'requested',
          'in_progress',
          'partially_shipped',
          'shipped',
          'partially_delivered',
          'delivered',
          'cancelling',
          'failed',
          'unknown',
        ],
        tags: ['in_flight'],
      },
      requested: {
        to: ['unfulfilled', 'in_progress', 'cancelling', 'exception', 'failed'],
      },
      in_progress: {
        to: ['unfulfilled', 'partially_shipped', 'shipped', 'delivered', 'cancelling', 'exception', 'failed'],
      },
      partially_shipped: { to: ['shipped', 'partially_delivered', 'delivered', 'failed'] },
      shipped: { to: ['unfulfilled', 'partially_delivered', 'delivered', 'exception'] },
      partially_delivered: { to: ['delivered', 'failed'] },
      delivered: { to: [] },
      cancelling: {
        to: ['unfulfilled', 'requested', 'in_progress', 'shipped', 'delivered', 'cancelled', 'exception'],
        tags: ['in_flight'],
      },
      cancelled: { to: [] },
      exception: {
        to: ['unfulfilled', 'in_progress', 'shipped', 'delivered', 'cancelling', 'failed'],
        tags: ['attention'],
      },
      failed: {
        to: [
          'unfulfilled',
          'in_progress',
          'partially_shipped',
          'partially_delivered',
          'delivered',
          'exception',
        ],
        tags: ['attention'],
      },
      unknown: { to: ['requested', 'in_progress', 'cancelling', 'failed'], tags: ['attention'] },
    },
  ),
});
