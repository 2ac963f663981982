import * as z from 'zod';
import { eventParts as part } from '../machine/index.ts';
import type { PortCall, PortTraits } from './call.ts';

/** What crosses the fulfilment port on the way out. */
export const fulfillmentRequests = {
  create: z.strictObject({
    orderId: part.id,
    orderNumber: part.id.nullable(),
    fulfillmentId: part.id,
    warehouseId: part.id,
    lines: z
      .array(z.strictObject({ lineId: part.id, sku: part.id, name: part.text, quantity: part.quantity }))
      .min(1),
    address: part.address.nullable(),
    /** The carrier and service that the customer chose; `null`: the warehouse's choice. */
    shippingMethod: part.shippingMethod.nullable().default(null),
  }),
  cancel: z.strictObject({
    orderId: part.id,
    fulfillmentId: part.id,
    warehouseId: part.id,
    reference: part.id.nullable(),
    reason: part.text,
  }),
  get: z.strictObject({
    orderId: part.id,
    fulfillmentId: part.id,
    warehouseId: part.id,
    reference: part.id.nullable(),
  }),
};

/** How far a fulfilment is, in the words that warehouses use. `pending`: it has not begun. */
export const fulfillmentStatus = z.strictObject({
  status: z.enum(['pending', 'planning', 'picking', 'packing', 'shipped', 'completed', 'cancelled']),
  reason: part.text.nullable().default(null),
  /** When it came so far, in epoch milliseconds. */
  at: part.timestamp.nullable().default(null),
});

/** What crosses the fulfilment port on the way back. */
export const fulfillmentAnswer = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('accepted'), reference: part.id.nullable().default(null) }),
  /** Of a cancellation: it is stopped, nothing of it will leave. */
  z.strictObject({ status: z.literal('cancelled') }),
  /** Of a creation: it won't be done. Of a cancellation: it can't be stopped any more. */
  z.strictObject({
    status: z.literal('rejected'),
    code: part.id,
    reason: part.text.nullable().default(null),
  }),
  /** Taken on; the outcome comes later as a fact. */
  z.strictObject({ status: z.literal('pending'), reference: part.id.nullable().default(null) }),
]);

/** An answer of the fulfilment port. */
export type FulfillmentAnswer = z.input<typeof fulfillmentAnswer>;
/** Asks for the goods of one warehouse to be picked and packed. */
export type CreateFulfillmentRequest = z.output<typeof fulfillmentRequests.create>;
/** Asks for a fulfilment to be stopped. */
export type CancelFulfillmentRequest = z.output<typeof fulfillmentRequests.cancel>;

/** Asks how far a fulfilment is. */
export type GetFulfillmentRequest = z.output<typeof fulfillmentRequests.get>;
/** How far a fulfilment is. */
export type FulfillmentStatus = z.input<typeof fulfillmentStatus>;

/** Whoever picks and packs. Its progress comes as facts: `fulfillment.progressed`, `fulfillment.packed`… */
export interface FulfillmentPort extends PortTraits {
  /** Asks for the goods of one warehouse to be picked and packed. The same key creates once. */
  create(request: CreateFulfillmentRequest, call: PortCall): Promise<FulfillmentAnswer>;
  /** Asks for it to be stopped. `cancelled` is a promise that nothing of it leaves. The same key asks once. */
  cancel(request: CancelFulfillmentRequest, call: PortCall): Promise<FulfillmentAnswer>;
  /** What became of the call with this key; `null`: it has never been seen. */
  find(key: string, call: PortCall): Promise<FulfillmentAnswer | null>;
  /**
   * How far a fulfilment is; `null`: it is not known. Reads only. Optional: without it, `orders.refreshFulfillment` is
   * refused.
   */
  get?(request: GetFulfillmentRequest, call: Omit<PortCall, 'key'>): Promise<FulfillmentStatus | null>;
}
