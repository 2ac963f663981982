import {
  type FactInput,
  type Order,
  type RequestInput,
  type RequestType,
  requestTypes,
} from '../../machine/index.ts';
import type { Candidate } from '../candidate.ts';

/**
 * One request of each type, sent whether or not the order allows it, for some types one that asks for too much: what the
 * rules are there to refuse; and other goods for a draft.
 */
export function boldRequests(order: Order): readonly Candidate[] {
  return requestTypes.flatMap((type) =>
    Object.entries(bold(order, type)).map(([variant, event]) => ({ name: `${type}/${variant}`, event })),
  );
}

const nobody = 'stranger';
const far = 1_000_000_000;
const goods = {
  id: 'bowl',
  productId: 'p-bowl',
  sku: 'BOWL',
  name: 'Bowl',
  kind: 'physical' as const,
  quantity: 1,
  unitPriceMinor: 800,
  warehouseId: 'berlin',
};

function bold(order: Order, type: RequestType): { readonly [variant: string]: RequestInput } {
  switch (type) {
    case 'draft.edit':
      return {
        bold: { type, notes: 'one more thing' },
        goods: { type, lines: [goods] },
        download: { type, lines: [{ ...goods, kind: 'digital', warehouseId: null }] },
        free: { type, lines: [{ ...goods, unitPriceMinor: 0 }] },
        'too much': { type, lines: [{ ...goods, discountMinor: far }] },
      };
    case 'draft.touch':
      return { bold: { type } };
    case 'order.submit':
      return {
        bold: { type, number: `SC-AGAIN-${order.id.slice(-6)}`, allocations: [] },
        'once more': {
          type,
          number: `SC-MORE-${order.id.slice(-6)}`,
          allocations: [],
          others: { open: far, orders: far, totalMinor: far, duplicate: 'SC-0' },
        },
      };
    case 'address.change':
      return {
        bold: { type, shippingAddress: { name: 'Ada', line1: 'Tverskaya 1', city: 'Moscow', country: 'RU' } },
        named: { type, shippingAddress: { customerAddressId: nobody } },
      };
    case 'order.cancel':
      return { bold: { type, reason: 'customer_request' } };
    case 'order.cancel_lines':
      return {
        bold: { type, lines: [{ lineId: nobody, quantity: 1 }], reason: 'changed_mind' },
        'too much': {
          type,
          lines: [{ lineId: order.lines[0]?.id ?? nobody, quantity: far / 1_000 }],
          reason: 'changed_mind',
        },
      };
    case 'fulfillment.cancel':
      return {
        bold: { type, fulfillmentId: nobody, afterwards: 'replan', reason: 'the warehouse is flooded' },
      };
    case 'payment.add':
      return { bold: { type, method: 'card', token: 'tok_more' } };
    case 'payment.capture':
      return { bold: { type, paymentId: nobody }, 'too much': { type, amountMinor: far } };
    case 'payment.refund':
      return { bold: { type, amountMinor: far, reason: 'goodwill' } };
    case 'payment.retry':
      return { bold: { type, transactionId: nobody } };
    case 'review.approve':
      return { bold: { type } };
    case 'review.reject':
      return { bold: { type, reason: 'fraud' } };
    case 'hold.place':
      return { bold: { type, reason: 'a second look' } };
    case 'hold.release':
      return { bold: { type, holdId: nobody } };
    case 'fulfillment.retry':
      return { bold: { type, fulfillmentId: nobody } };
    case 'shipment.retry':
      return { bold: { type, shipmentId: nobody } };
    case 'shipment.resolve':
      return { bold: { type, shipmentId: nobody, resolution: 'reship' } };
    case 'return.request':
      return {
        bold: {
          type,
          lines: [{ lineId: order.lines[0]?.id ?? nobody, quantity: far / 1_000 }],
          reason: 'all',
        },
      };
    case 'return.cancel':
      return { bold: { type, returnId: nobody } };
    case 'shortfall.wait':
      return { bold: { type, shortfallId: nobody } };
    case 'shortfall.substitute':
      return { bold: { type, shortfallId: nobody, lines: [goods], allocations: [] } };
    case 'shortfall.refund':
      return { bold: { type, shortfallId: nobody } };
  }
}

/**
 * Facts about things that the order has never heard of, and a deadline that is over: they may come in any state, and must
 * be recorded or recognised; and a part of the money, from elsewhere. Those that {@link candidateEvents} has are left out.
 */
export function strangeFacts(order: Order): readonly Candidate[] {
  const facts: readonly FactInput[] = [
    { type: 'stock.rejected', reservationId: nobody, code: 'out_of_stock' },
    { type: 'stock.released', reservationId: nobody },
    { type: 'stock.confirmed', reservationId: nobody, operationId: nobody },
    { type: 'stock.returned', reservationId: nobody, operationId: nobody },
    { type: 'stock.failed', reservationId: nobody, operationId: nobody, code: 'refused' },
    { type: 'stock.expired', reservationId: nobody },
    { type: 'stock.short', reservationId: nobody },
    { type: 'stock.replenished', reservationId: nobody },
    { type: 'fulfillment.accepted', fulfillmentId: nobody },
    { type: 'fulfillment.packed', fulfillmentId: nobody },
    { type: 'fulfillment.shipped', fulfillmentId: nobody },
    { type: 'fulfillment.completed', fulfillmentId: nobody },
    { type: 'fulfillment.cancelled', fulfillmentId: nobody },
    { type: 'fulfillment.cancel_rejected', fulfillmentId: nobody, code: 'too_late' },
    { type: 'fulfillment.failed', fulfillmentId: nobody, code: 'refused' },
    { type: 'shipment.created', shipmentId: nobody },
    { type: 'shipment.failed', shipmentId: nobody, code: 'address_invalid' },
    { type: 'shipment.dispatched', shipmentId: nobody },
    { type: 'shipment.in_transit', shipmentId: nobody },
    { type: 'shipment.exception', shipmentId: nobody, code: 'not_at_home' },
    { type: 'shipment.lost', shipmentId: nobody },
    { type: 'shipment.out_for_delivery', shipmentId: nobody },
    { type: 'shipment.available_for_pickup', shipmentId: nobody },
    { type: 'shipment.damaged', shipmentId: nobody },
    { type: 'shipment.returned_to_sender', shipmentId: nobody },
    { type: 'shipment.received_back', shipmentId: nobody },
    {
      type: 'shipment.tracking_updated',
      shipmentId: nobody,
      scan: { id: 'scan-1', status: 'in_transit' },
    },
    { type: 'shipment.cancelled', shipmentId: nobody },
    { type: 'shipment.cancel_rejected', shipmentId: nobody, code: 'too_late' },
    { type: 'deadline.reached', name: 'draft.expires', ref: nobody, at: order.timestamps.createdAt },
  ];
  const cents: readonly FactInput[] = [
    { type: 'payment.authorized', reference: `cent-${order.version}`, method: 'hosted', amountMinor: 1 },
    { type: 'payment.captured', reference: `cent-${order.version}`, method: 'hosted', amountMinor: 1 },
  ];
  return [
    ...facts.map((event) => ({ name: `${event.type}/strange`, event })),
    ...cents.map((event) => ({ name: `${event.type}/elsewhere in part`, event })),
  ];
}
