import type { OrderStatus, StatusTag } from '../axes.ts';
import { statusTags } from '../axes.ts';
import { orderSetup } from '../setup.ts';
import { deadlines, edges, records } from './region.ts';

const entering = (status: OrderStatus) => ({
  entry: { type: 'enterStatus' as const, params: { status } },
  tags: [...statusTags[status]] as StatusTag[],
});

/** Where the order stands in its life. It only goes forward, over several edges at once if the facts say so. */
export const statusRegion = orderSetup.createStateConfig({
  initial: 'draft',
  on: {
    ...records(['draft.edit', 'draft.touch', 'address.change', 'order.cancel', 'order.cancel_lines']),
    ...deadlines(['draft.expires', 'payment.expires', 'review.expires', 'feedback.due']),
  },
  states: {
    draft: {
      ...entering('draft'),
      on: { 'order.submit': { target: 'pending', actions: 'record' } },
      always: edges([['isCalledOff', 'cancelled']]),
    },
    pending: {
      ...entering('pending'),
      always: edges([
        ['isCalledOff', 'cancelled'],
        ['hasFailed', 'failed'],
        ['isReady', 'confirmed'],
      ]),
    },
    confirmed: {
      ...entering('confirmed'),
      always: edges([
        ['isCalledOff', 'cancelled'],
        ['isDigitalAndPaid', 'delivered'],
        ['isInProgress', 'processing'],
      ]),
    },
    processing: {
      ...entering('processing'),
      always: edges([
        ['isCalledOff', 'cancelled'],
        ['isDigitalAndPaid', 'delivered'],
        ['isShipped', 'shipped'],
      ]),
    },
    shipped: {
      ...entering('shipped'),
      always: edges([
        ['isCalledOff', 'cancelled'],
        ['isRefunded', 'refunded'],
        ['isDelivered', 'delivered'],
      ]),
    },
    delivered: { ...entering('delivered'), always: edges([['isRefunded', 'refunded']]) },
    cancelled: { ...entering('cancelled'), always: edges([['isRefunded', 'refunded']]) },
    refunded: entering('refunded'),
    failed: entering('failed'),
  },
});
