import {
  allowedEvents,
  type Order,
  operationsOf,
  outstandingMinor,
  type RequestType,
} from '../../../machine/index.ts';

/** Requests that somebody has to decide on before an order goes on. Others, such as a cancellation, are always possible. */
const decisions: ReadonlySet<RequestType> = new Set([
  'fulfillment.retry',
  'shipment.retry',
  'shipment.resolve',
  'hold.release',
  'review.approve',
  'payment.retry',
  'shortfall.wait',
  'shortfall.refund',
] satisfies RequestType[]);

const over = new Set(['delivered', 'cancelled', 'refunded', 'failed']);

/** What an order waits for that only a person or a customer can bring about. */
function reasonsToWait(order: Order): readonly string[] {
  const payment = order.axes.payment;
  return [
    ...allowedEvents(order).filter((type) => decisions.has(type)),
    ...order.holds.filter(({ releasedAt }) => releasedAt === null).map(({ kind }) => `hold: ${kind}`),
    ...order.returns.filter(({ state }) => state === 'requested').map(({ id }) => `goods of ${id}`),
    ...order.payments
      .flatMap(({ chargebacks }) => chargebacks)
      .filter(({ state }) => state === 'open')
      .map(({ reference }) => `the bank's word on ${reference}`),
    ...(outstandingMinor(order) > 0 && allowedEvents(order).includes('payment.add') ? ['money'] : []),
    ...order.shipments
      .filter(({ stage }) => stage === 'returned_to_sender')
      .map(({ id }) => `the way back of ${id}`),
    ...(order.axes.fulfillment === 'exception' ? ['fulfilment: exception'] : []),
    ...(order.axes.stock === 'failed' ? ['stock: failed'] : []),
    ...(order.terms.capturePolicy === 'manual' && payment === 'authorized' ? ['capture by hand'] : []),
  ];
}

/** Why an order is not at rest, though nothing goes wrong any more; empty: it is settled, or waits for somebody with a reason. */
export function restlessness(order: Order): readonly string[] {
  const open = operationsOf(order)
    .filter(({ state }) => state === 'requested' || state === 'unknown')
    .map(({ id, state }) => `${id} is ${state}`);
  if (open.length > 0) return open;
  if (over.has(order.axes.status)) return [];
  if (reasonsToWait(order).length > 0) return [];
  return [`it is ${JSON.stringify(order.axes)}, waits for nobody, and nothing is due`];
}
