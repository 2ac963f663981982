import * as z from 'zod';
import { eventParts as part } from '../machine/index.ts';
import type { PortCall, PortTraits } from './call.ts';
import type { Vocabulary } from './tracking/index.ts';

const lines = z.array(z.strictObject({ lineId: part.id, sku: part.id, quantity: part.quantity })).min(1);

/** What crosses the shipping port on the way out. */
export const shippingRequests = {
  create: z.strictObject({
    orderId: part.id,
    orderNumber: part.id.nullable(),
    shipmentId: part.id,
    fulfillmentId: part.id.nullable(),
    lines,
    address: part.address.nullable(),
    /** The carrier and service that the customer chose; `null`: the carrier's choice. */
    shippingMethod: part.shippingMethod.nullable().default(null),
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
  rates: z.strictObject({
    /** `null`: there is no order yet. */
    orderId: part.id.nullable(),
    currency: part.currency,
    lines,
    address: part.address.nullable(),
  }),
  track: z.strictObject({
    orderId: part.id,
    shipmentId: part.id,
    carrier: part.id.nullable(),
    trackingNumber: part.id.nullable(),
    reference: part.id.nullable(),
  }),
};

/** A carrier's offer. */
export const shippingRate = z.strictObject({
  /** What the port knows it by: `rateId` of the order's shipping method. */
  id: part.id,
  carrier: part.id,
  service: part.id.nullable().default(null),
  /** What the customer reads. */
  label: part.text.nullable().default(null),
  amountMinor: part.amount,
  currency: part.currency,
  estimatedDeliveryAt: part.timestamp.nullable().default(null),
});

/** What a carrier knows of a parcel's way, in its own words. */
export const tracking = z.strictObject({
  estimatedDeliveryAt: part.timestamp.nullable().default(null),
  scans: z.array(
    z.strictObject({
      id: part.id.nullable().default(null),
      status: part.text,
      detail: part.text.nullable().default(null),
      at: part.timestamp.nullable().default(null),
      message: part.text.nullable().default(null),
      location: part.scan.shape.location,
    }),
  ),
});

/** What crosses the shipping port on the way back. */
export const shippingAnswer = z.discriminatedUnion('status', [
  z.strictObject({
    status: z.literal('created'),
    carrier: part.id.nullable().default(null),
    service: part.id.nullable().default(null),
    trackingUrl: part.webAddress.nullable().default(null),
    estimatedDeliveryAt: part.timestamp.nullable().default(null),
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

/** Asks what it costs to send goods. */
export type RatesRequest = z.output<typeof shippingRequests.rates>;
/** Asks where a parcel is. */
export type TrackRequest = z.output<typeof shippingRequests.track>;
/** A carrier's offer. */
export type ShippingRate = z.input<typeof shippingRate>;
/** What a carrier knows of a parcel's way. */
export type Tracking = z.input<typeof tracking>;

/** A carrier, or a service that speaks for several. A parcel's way comes as facts: `shipment.dispatched`, `shipment.delivered`… */
export interface ShippingPort extends PortTraits {
  /** Makes a label. The same key makes one parcel. */
  createShipment(request: CreateShipmentRequest, call: PortCall): Promise<ShippingAnswer>;
  /** Cancels a label, or calls a parcel back that has left (`dispatched`). The same key asks once. */
  cancelShipment(request: CancelShipmentRequest, call: PortCall): Promise<ShippingAnswer>;
  /** What became of the call with this key; `null`: the carrier has never seen it. */
  find(key: string, call: PortCall): Promise<ShippingAnswer | null>;
  /** What carriers ask for sending goods. Reads only; no promise. Optional: without it, `orders.shippingRates` is refused. */
  rates?(request: RatesRequest, call: Omit<PortCall, 'key'>): Promise<readonly ShippingRate[]>;
  /**
   * What is known of a parcel's way, all of it, in any order; `null`: nothing. Reads only. Optional: without it,
   * `orders.refreshTracking` is refused.
   */
  track?(request: TrackRequest, call: Omit<PortCall, 'key'>): Promise<Tracking | null>;
  /** The words that `track` speaks in. @defaultValue our own */
  readonly vocabulary?: Vocabulary;
}
