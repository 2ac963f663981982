import * as z from 'zod';
import * as part from './parts.ts';

const reference = part.id.nullable().default(null);
const code = part.id;
const reason = part.text.nullable().default(null);

/** A fact about a payment: by our payment id, or by the provider's reference when it began elsewhere. */
const paymentFact = {
  /** Our payment; `null`: it began elsewhere and is attached by `reference`. */
  paymentId: part.id.nullable().default(null),
  /** Our ledger entry that this answers; `null`: it was done at the provider. */
  transactionId: part.id.nullable().default(null),
  /** The provider's reference of the transaction. */
  reference,
  /** What a person shows who records it by hand. */
  evidence: part.evidence.nullable().default(null),
};
const newPayment = {
  method: part.id.default('unknown'),
  provider: part.id.default('default'),
  /** Must be the order's currency; another one is an anomaly. `null`: the order's. */
  currency: part.currency.nullable().default(null),
};
/** A dispute, by the provider's reference. */
const chargebackFact = {
  /** Our payment; `null`: found by `charge`, or the order's only one. */
  paymentId: part.id.nullable().default(null),
  /** The provider's reference of what is disputed: a capture, or its authorization. */
  charge: reference,
  /** The provider's reference of the dispute. */
  reference: part.id,
  evidence: part.evidence.nullable().default(null),
};
const shipmentFact = {
  /** Our shipment id, or the carrier's or warehouse's reference of a shipment that was made elsewhere. */
  shipmentId: part.id,
};

/**
 * Facts: what has happened outside, or a moment that was reached. Never refused: applied, recognised as a duplicate,
 * or recorded as an anomaly. A port's answer and a provider's webhook are the same fact.
 */
export const factSchemas = {
  'payment.authorized': z.strictObject({
    ...paymentFact,
    ...newPayment,
    amountMinor: part.positiveAmount,
    expiresAt: part.timestamp.nullable().default(null),
  }),
  'payment.captured': z.strictObject({ ...paymentFact, ...newPayment, amountMinor: part.positiveAmount }),
  /** A payment was begun, and a bank will say how it ends: a direct debit, a transfer. */
  'payment.pending': z.strictObject({
    ...paymentFact,
    ...newPayment,
    amountMinor: part.positiveAmount.nullable().default(null),
    /** When it counts as failed; `null`: as the terms say. */
    expiresAt: part.timestamp.nullable().default(null),
  }),
  /** A payment was begun, and the customer has to do something: 3-D Secure, a redirect. */
  'payment.action_required': z.strictObject({
    ...paymentFact,
    ...newPayment,
    amountMinor: part.positiveAmount.nullable().default(null),
    nextAction: part.nextAction,
    expiresAt: part.timestamp.nullable().default(null),
  }),
  /** An authorization or a capture was declined, or failed. */
  'payment.failed': z.strictObject({ ...paymentFact, code, reason }),
  'payment.voided': z.strictObject({ ...paymentFact }),
  'payment.void_failed': z.strictObject({
    ...paymentFact,
    code,
    reason,
    /** Of `already_captured`: how much was captured; `null`: all that was open. */
    capturedMinor: part.positiveAmount.nullable().default(null),
  }),
  'payment.refunded': z.strictObject({ ...paymentFact, amountMinor: part.positiveAmount }),
  'payment.refund_failed': z.strictObject({ ...paymentFact, code, reason }),

  /** The customer's bank takes money back. */
  'chargeback.opened': z.strictObject({
    ...chargebackFact,
    amountMinor: part.positiveAmount,
    reasonCode: part.id.default('unknown'),
    evidenceDueAt: part.timestamp.nullable().default(null),
  }),
  /** The bank has decided for the shop: the money is back. */
  'chargeback.won': z.strictObject({
    ...chargebackFact,
    /** Needed if it was not heard of before. */
    amountMinor: part.positiveAmount.nullable().default(null),
    reasonCode: part.id.default('unknown'),
  }),
  /** The bank has decided for the customer: the money is gone. */
  'chargeback.lost': z.strictObject({
    ...chargebackFact,
    /** Needed if it was not heard of before. */
    amountMinor: part.positiveAmount.nullable().default(null),
    reasonCode: part.id.default('unknown'),
  }),

  'stock.reserved': z.strictObject({
    reservationId: part.id,
    reference,
    /** What was set aside, if it is not all: units that are not named nobody has. `null`: all. */
    lines: part.lineQuantitiesOrNone.nullable().default(null),
    expiresAt: part.timestamp.nullable().default(null),
  }),
  /** The warehouse can't give what was asked. */
  'stock.rejected': z.strictObject({ reservationId: part.id, code, reason }),
  'stock.released': z.strictObject({ reservationId: part.id, operationId: part.id.nullable().default(null) }),
  /** Goods that left were booked out. */
  'stock.confirmed': z.strictObject({ reservationId: part.id, operationId: part.id }),
  /** Goods that came back were booked in. */
  'stock.returned': z.strictObject({ reservationId: part.id, operationId: part.id }),
  /** A release, confirm or return could not be done. */
  'stock.failed': z.strictObject({ reservationId: part.id, operationId: part.id, code, reason }),
  /** The warehouse gave a reservation up by itself. */
  'stock.expired': z.strictObject({ reservationId: part.id }),

  /** Units that were set aside can't be found: named by their reservation, or by the fulfilment that picks them. */
  'stock.short': z
    .strictObject({
      reservationId: part.id.nullable().default(null),
      fulfillmentId: part.id.nullable().default(null),
      /** `null`: all that is held and in no parcel. */
      lines: part.lineQuantities.nullable().default(null),
      code: code.default('short_picked'),
      reason,
    })
    .refine(
      (fact) => (fact.reservationId === null) !== (fact.fulfillmentId === null),
      'must name either a reservation or a fulfilment',
    ),
  /** Goods came in that backordered units may wait for. */
  'stock.replenished': z.strictObject({
    /** Where; `null`: wherever the order waits. */
    warehouseId: part.id.nullable().default(null),
    /** The reservation that was not given in full; `null`: any. */
    reservationId: part.id.nullable().default(null),
    /** What could be reserved now; `null`: perhaps all that is waited for. */
    items: z
      .array(z.strictObject({ sku: part.id, quantity: part.quantity }))
      .min(1)
      .max(part.maxLines)
      .nullable()
      .default(null),
  }),

  'fulfillment.accepted': z.strictObject({ fulfillmentId: part.id, reference }),
  'fulfillment.progressed': z.strictObject({
    fulfillmentId: part.id,
    stage: z.enum(['planning', 'picking', 'packing']),
  }),
  /** Goods stand ready in a parcel; without lines: all that is still to be packed. */
  'fulfillment.packed': z.strictObject({
    fulfillmentId: part.id,
    lines: part.lineQuantities.nullable().default(null),
  }),
  /** All of it left, though we may not have heard of the parcels. */
  'fulfillment.shipped': z.strictObject({ fulfillmentId: part.id }),
  /** All of it arrived. */
  'fulfillment.completed': z.strictObject({ fulfillmentId: part.id }),
  'fulfillment.cancelled': z.strictObject({ fulfillmentId: part.id, reason }),
  /** It can't be stopped any more. */
  'fulfillment.cancel_rejected': z.strictObject({ fulfillmentId: part.id, code, reason }),
  /** The warehouse won't or can't do it. */
  'fulfillment.failed': z.strictObject({ fulfillmentId: part.id, code, reason }),

  /** A label was made, by us or elsewhere. */
  'shipment.created': z.strictObject({
    ...shipmentFact,
    fulfillmentId: part.id.nullable().default(null),
    carrier: part.id.nullable().default(null),
    /** The service level of the label. */
    service: part.id.nullable().default(null),
    trackingNumber: part.id.nullable().default(null),
    /** Where people can follow it. */
    trackingUrl: part.webAddress.nullable().default(null),
    estimatedDeliveryAt: part.timestamp.nullable().default(null),
    reference,
    /** What is in it, for a shipment made elsewhere; `null`: all that is still to be shipped. */
    lines: part.lineQuantities.nullable().default(null),
  }),
  'shipment.failed': z.strictObject({ ...shipmentFact, code, reason }),
  'shipment.dispatched': z.strictObject({ ...shipmentFact }),
  'shipment.in_transit': z.strictObject({ ...shipmentFact }),
  /** It is on the van. */
  'shipment.out_for_delivery': z.strictObject({ ...shipmentFact }),
  /** It waits at a pickup point. */
  'shipment.available_for_pickup': z.strictObject({ ...shipmentFact }),
  'shipment.delivered': z.strictObject({ ...shipmentFact }),
  /** It could not be delivered, this time. */
  'shipment.exception': z.strictObject({ ...shipmentFact, code, reason }),
  /** Its goods were damaged on the way. */
  'shipment.damaged': z.strictObject({
    ...shipmentFact,
    code: part.id.nullable().default(null),
    reason,
  }),
  'shipment.lost': z.strictObject({ ...shipmentFact }),
  /** It is on its way back, undelivered. */
  'shipment.returned_to_sender': z.strictObject({ ...shipmentFact }),
  /** It is in the warehouse again. `sellable`: what of it can be sold again; `null`: all. */
  'shipment.received_back': z.strictObject({
    ...shipmentFact,
    sellable: z
      .array(part.lineQuantity)
      .max(part.maxLines)
      .refine(
        (lines) => new Set(lines.map((line) => line.lineId)).size === lines.length,
        'must name each line once',
      )
      .nullable()
      .default(null),
  }),
  /** A scan of the carrier, whatever it means. It is taken in any order, and kept in the journal of scans. */
  'shipment.tracking_updated': z.strictObject({
    ...shipmentFact,
    scan: part.scan,
    estimatedDeliveryAt: part.timestamp.nullable().default(null),
  }),
  'shipment.cancelled': z.strictObject({ ...shipmentFact }),
  'shipment.cancel_rejected': z.strictObject({ ...shipmentFact, code, reason }),

  'risk.assessed': z.strictObject({
    operationId: part.id,
    outcome: z.enum(['allow', 'review', 'reject']),
    reasons: z.array(part.id).max(part.maxReasons).default([]),
    reference,
  }),

  'return.received': z.strictObject({
    returnId: part.id,
    lines: z
      .array(
        z.strictObject({
          lineId: part.id,
          received: part.quantity,
          sellable: z.number().int().min(0).max(part.maxQuantity),
        }),
      )
      .min(1)
      .max(part.maxLines)
      .refine(
        (lines) => lines.every((line) => line.sellable <= line.received),
        'sellable may not exceed received',
      ),
  }),

  /** Nobody knows whether it happened; the other side is being asked. */
  'operation.unknown': z.strictObject({ operationId: part.id, reason }),
  /** A deadline of the order has come. */
  'deadline.reached': z.strictObject({
    name: z.enum([
      'draft.expires',
      'payment.expires',
      'reservation.expires',
      'authorization.expires',
      'payment.attempt_expires',
      'payment.collection_due',
      'chargeback.evidence_due',
      'review.expires',
      'feedback.due',
      'parcel.silent',
      'parcel.undecided',
      'backorder.expires',
      'shortfall.expires',
      'preorder.release',
    ]),
    ref: part.id,
    at: part.timestamp,
  }),
} as const;

/** The type of a fact. */
export type FactType = keyof typeof factSchemas;
/** The types of all facts. */
export const factTypes = Object.keys(factSchemas) as FactType[];
