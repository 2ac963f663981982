import {
  allocateStock,
  createOrder,
  type Draft,
  defaultTerms,
  draftSchema,
  type EventMeta,
  type FactInput,
  type Order,
  type OrderEvent,
  parseEvent,
  step,
} from 'statecart/machine';
import { orderInput } from '../shop/order-input.ts';

/** An event, and the order that it meets. */
export interface Met {
  readonly order: Order;
  readonly event: OrderEvent;
}

const start = 1_768_478_400_000;

/** A whole life from submission to delivery, as the pairs of order and event that the statechart meets. */
export function wholeLife(lines: number): readonly Met[] {
  const met: Met[] = [];
  let order = createOrder(draftOf(lines), metaOf(0)).order;
  const take = (event: OrderEvent): void => {
    met.push({ order, event });
    order = step(order, event).order;
  };
  const hear = (fact: FactInput): void => take(parseEvent(fact, metaOf(met.length + 1)));
  take({
    type: 'order.submit',
    meta: metaOf(1),
    number: 'SC-2026-000001',
    allocations: [...allocateStock(order.lines, [])],
    contentHash: null,
    others: null,
  });
  hear({ type: 'stock.reserved', reservationId: order.reservations[0]!.id });
  const paid = (kind: string) => ({
    paymentId: order.payments[0]!.id,
    transactionId: order.payments[0]!.transactions.find((one) => one.kind === kind)!.id,
    amountMinor: order.totals.totalMinor,
    currency: order.currency,
    method: 'card',
    provider: order.payments[0]!.provider,
  });
  hear({ type: 'payment.authorized', ...paid('authorization') });
  hear({ type: 'payment.captured', ...paid('capture') });
  const fulfillmentId = order.fulfillments[0]!.id;
  hear({ type: 'fulfillment.accepted', fulfillmentId });
  hear({ type: 'fulfillment.progressed', fulfillmentId, stage: 'picking' });
  hear({ type: 'fulfillment.packed', fulfillmentId });
  const shipmentId = order.shipments[0]!.id;
  hear({ type: 'shipment.created', shipmentId, fulfillmentId });
  hear({ type: 'shipment.dispatched', shipmentId });
  const reservation = order.reservations[0]!;
  hear({
    type: 'stock.confirmed',
    reservationId: reservation.id,
    operationId: reservation.operations.at(-1)!.id,
  });
  hear({ type: 'shipment.delivered', shipmentId });
  if (order.axes.status !== 'delivered') throw new Error(`the life ended as ${order.axes.status}`);
  return met;
}

function draftOf(lines: number): Draft {
  const { currency, customer, shippingAddress, payments, shipping, lines: wanted } = orderInput(lines);
  return draftSchema.parse({
    id: '01890a5d-ac96-774b-bcce-b302099a8057',
    currency,
    customer,
    shippingAddress,
    payments,
    shipping,
    lines: wanted.map((line, n) => ({ ...line, id: String(n + 1) })),
    terms: defaultTerms,
  });
}

function metaOf(n: number): EventMeta {
  const id = `event-${n}`;
  const at = start + n * 1_000;
  return {
    id,
    occurredAt: at,
    receivedAt: at,
    actor: 'bench',
    correlationId: 'event-0',
    causationId: null,
    traceparent: null,
    untried: [],
  };
}
