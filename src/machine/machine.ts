import { fulfillmentRegion } from './axes/fulfillment.ts';
import { paymentRegion } from './axes/payment.ts';
import { returnsRegion } from './axes/returns.ts';
import { reviewRegion } from './axes/review.ts';
import { statusRegion } from './axes/status.ts';
import { stockRegion } from './axes/stock.ts';
import type { Axes } from './axes.ts';
import { microstepLimit } from './chart/run.ts';
import { machineVersion } from './machine-version.ts';
import type { Order } from './order.ts';
import { orderSetup } from './setup.ts';

/**
 * The life of an order: one parallel statechart, a region an axis. It is an XState machine like any other: `createActor`
 * runs it (for a preview, or in a test), and `provide` can implement the commands, which are its named actions. The
 * runtime of this library is the durable way to run the same chart; there, requests pass `admit` first.
 *
 * @example
 * import { createActor } from 'xstate';
 * import { createOrder, orderMachine } from 'statecart/machine';
 *
 * const actor = createActor(orderMachine, { input: { order } });
 * actor.on('order.status_changed', ({ ref }) => console.log(ref));
 * actor.start();
 */
export const orderMachine = orderSetup.createMachine({
  id: 'order',
  version: String(machineVersion),
  context: ({ input }) => ({ order: input.order, outcome: null, anomaly: null }),
  type: 'parallel',
  options: { maxIterations: microstepLimit },
  states: {
    status: statusRegion,
    payment: paymentRegion,
    stock: stockRegion,
    fulfillment: fulfillmentRegion,
    returns: returnsRegion,
    review: reviewRegion,
  },
});

/** The machine's snapshot of an order at rest, for `createActor(orderMachine, { snapshot, input })`. */
export function snapshotOf(order: Order) {
  return orderMachine.resolveState({
    value: { ...order.axes } as Axes,
    context: { order, outcome: null, anomaly: null },
  });
}
