import * as z from 'zod';
import { eventParts as part } from '../machine/index.ts';
import type { PortCall, PortTraits } from './call.ts';

/** What crosses the shipping port on the way out. */
export const shippingRequests = {
  create: z.strictObject({
    orderId: part.id,
    orderNumber: part.id.nullable(),
    shipmentId: part.id,
    fulfillmentId: part.id.nullable(),
    lines: z.array(z.strictObject({ lineId: part.id, sku: part.id, quantity: part.quantity })).min(1),
    address: part.address.nullable(),
    /** What is to be collected at the door, and for which payment; `null`: nothing. Reported as `payment.captured`. */
    collect: z
      .strictObject({
        paymentId: part.id,
        method: part.id,
        amountMinor: part.positiveAmount,
        currency: part.currency,
      })
      .nullable()
      .default(null),
  }),
  cancel: z.strictObject({
    orderId: part.id,
    shipmentId: part.id,
    reference: part.id.nullable(),
    dispatched: z.boolean(),
  }),
};

/** What crosses the shipping port on the way back. */
export const shippingAnswer = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('created'),
    carrier: part.id.nullable().default(null),
    trackingNumber: part.id.nullable().default(null),
    reference: part.id.nullable().default(null),
  }),
  /** Of a cancellation: the parcel won't arrive; it stays or comes back. */
  z.strictObject({ status: z.literal('cancelled') }),
  z.strictObject({
    status: z.literal('rejected'),
    code: part.id,
    reason: part.text.nullable().default(null),
  }),
  z.strictObject({ status: z.literal('pending'), reference: part.id.nullable().default(null) }),
]);

/** An answer of the shipping port. */
export type ShippingAnswer = z.input<typeof shippingAnswer>;
/** Asks for a parcel's label. */
export type CreateShipmentRequest = z.output<typeof shippingRequests.create>;
/** Asks for a label to be cancelled or, once the parcel is `dispatched`, for it to be called back. */
export type CancelShipmentRequest = z.output<typeof shippingRequests.cancel>;

/** A carrier, or a service that speaks for several. A parcel's way comes as facts: `shipment.dispatched`, `shipment.delivered`… */
export interface ShippingPort extends PortTraits {
  /** Makes a label. The same key makes one parcel. */
  createShipment(request: CreateShipmentRequest, call: PortCall): Promise<ShippingAnswer>;
  /** Cancels a label, or calls a parcel back that has left (`dispatched`). The same key asks once. */
  cancelShipment(request: CancelShipmentRequest, call: PortCall): Promise<ShippingAnswer>;
  /** What became of the call with this key; `null`: the carrier has never seen it. */
  find(key: string, call: PortCall): Promise<ShippingAnswer | null>;
}
