import { axisStates } from '../axes.ts';
import { orderSetup } from '../setup.ts';
import { begins, ledgerStates, records, unknowns } from './region.ts';

const all = axisStates.fulfillment;
const mesh = Object.fromEntries(all.map((s) => [s, { to: all.filter((t) => t !== s) }])) as never;

/** The way of the goods: what the ledgers of fulfilments and parcels say, and the operations that are due. */
export const fulfillmentRegion = orderSetup.createStateConfig({
  initial: 'unfulfilled',
  on: {
    ...records([
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
      'shipment.delivered',
      'shipment.exception',
      'shipment.lost',
      'shipment.returned_to_sender',
      'shipment.cancelled',
      'shipment.cancel_rejected',
    ]),
    ...unknowns(['fulfillment-create', 'fulfillment-cancel', 'shipment-create', 'shipment-cancel']),
  },
  always: begins(['fulfillment.cancel', 'shipment.cancel', 'fulfillment.create', 'shipment.create']),
  states: ledgerStates('fulfillment', mesh),
});
