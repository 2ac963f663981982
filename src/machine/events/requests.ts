import * as z from 'zod';
import * as part from './parts.ts';

/** An allocation of a line's units to a warehouse. */
const allocation = z.strictObject({ lineId: part.id, warehouseId: part.id, quantity: part.quantity });

/** Why a cancellation is to be had though the time for it is over. */
const override = z.strictObject({ reason: part.words }).nullable().default(null);

/**
 * Requests: what people and programs ask of an order. They may be refused, by rule.
 * The keys are the event types; the schemas describe the payload beside `type` and `meta`.
 */
export const requestSchemas = {
  /** Changes a draft. What is left out stays; a list replaces the list. */
  'draft.edit': z.strictObject({
    customer: part.customer.optional(),
    lines: part.lineDrafts.optional(),
    shippingAddress: part.addressGiven.nullable().optional(),
    billingAddress: part.addressGiven.nullable().optional(),
    payments: z.array(part.paymentDraft).max(part.maxPayments).optional(),
    shipping: part.shippingCharge.optional(),
    shippingMethod: part.shippingMethod.nullable().optional(),
    discountCodes: part.discountCodes.optional(),
    presentment: part.presentment.nullable().optional(),
    notes: part.text.nullable().optional(),
    metadata: part.jsonObject.optional(),
  }),
  /** Shows that the customer is still there: the draft lives on. */
  'draft.touch': z.strictObject({}),
  /** Places the order. */
  'order.submit': z.strictObject({
    number: part.id,
    allocations: z.array(allocation).max(part.maxLines * 4),
    /** SHA-256 of who orders what, hexadecimal; `null`: not made. */
    contentHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hexadecimal')
      .nullable()
      .default(null),
    /** What the customer's other orders come to, as the store had them just before; `null`: nobody has looked. */
    others: part.otherOrders.nullable().default(null),
  }),
  /** Changes where goods are sent, or who is billed. What is left out stays. */
  'address.change': z
    .strictObject({
      shippingAddress: part.addressGiven.optional(),
      billingAddress: part.addressGiven.nullable().optional(),
    })
    .refine(
      (change) => change.shippingAddress !== undefined || change.billingAddress !== undefined,
      'must name a shippingAddress or a billingAddress',
    ),
  /** Asks for the whole order to be cancelled. */
  'order.cancel': z.strictObject({
    reason: part.id,
    note: part.text.nullable().default(null),
    notify: z.boolean().default(true),
    /** Whether what goes back to the warehouses can be sold again. */
    restock: z.boolean().default(true),
    override,
  }),
  /** Asks for units of lines to be cancelled, while the order goes on with the rest. */
  'order.cancel_lines': z.strictObject({
    lines: part.lineQuantities,
    reason: part.id,
    note: part.text.nullable().default(null),
    notify: z.boolean().default(true),
    /** Whether what goes back to the warehouses can be sold again. */
    restock: z.boolean().default(true),
    override,
  }),
  /** Another way of paying: a second payment, or a retry after a decline. */
  'payment.add': part.paymentDraft,
  /** Takes authorized money, all of it or an amount. */
  'payment.capture': z.strictObject({
    paymentId: part.id.nullable().default(null),
    amountMinor: part.positiveAmount.nullable().default(null),
    /** Nothing more will be captured: what is left of the authorization is let go. Of all of it, that is so anyway. */
    final: z.boolean().default(false),
  }),
  /** Agrees on giving money back while the order goes on. */
  'payment.refund': z.strictObject({ amountMinor: part.positiveAmount, reason: part.words }),
  /** Tries a failed void or refund again. */
  'payment.retry': z.strictObject({ transactionId: part.id }),
  /** A person lets a held order go on. */
  'review.approve': z.strictObject({ note: part.text.nullable().default(null) }),
  /** A person turns a held order down. */
  'review.reject': z.strictObject({ reason: part.id, note: part.text.nullable().default(null) }),
  /** Stops goods from being asked of the warehouse until it is released. */
  'hold.place': z.strictObject({ reason: part.words }),
  'hold.release': z.strictObject({ holdId: part.id, note: part.text.nullable().default(null) }),
  /** Plans goods again whose fulfilment failed. */
  'fulfillment.retry': z.strictObject({ fulfillmentId: part.id }),
  /** Asks a warehouse to stop, and says what becomes of its goods: planned again at once, or when the hold is released. */
  'fulfillment.cancel': z.strictObject({
    fulfillmentId: part.id,
    afterwards: z.enum(['replan', 'hold']),
    reason: part.words,
  }),
  /** Makes a label again after it failed. */
  'shipment.retry': z.strictObject({ shipmentId: part.id }),
  /** A person decides about a parcel that is in trouble: wait, have it delivered again, send its goods again, or give their money back. */
  'shipment.resolve': z.strictObject({
    shipmentId: part.id,
    resolution: z.enum(['wait', 'redeliver', 'reship', 'refund']),
    note: part.text.nullable().default(null),
  }),
  /** The customer wants to send goods back. */
  'return.request': z.strictObject({ lines: part.lineQuantities, reason: part.words }),
  'return.cancel': z.strictObject({ returnId: part.id }),
  /** Goods that nobody has are waited for: until a moment, or as long as the terms say. */
  'shortfall.wait': z.strictObject({
    shortfallId: part.id,
    until: part.timestamp.nullable().default(null),
  }),
  /** Other goods go in the place of those that nobody has; they may not cost more. */
  'shortfall.substitute': z.strictObject({
    shortfallId: part.id,
    lines: part.lineDrafts,
    /** Where they are taken from; the runtime decides it when it is left out. */
    allocations: z
      .array(allocation)
      .max(part.maxLines * 4)
      .default([]),
  }),
  /** Goods that nobody has are cancelled, and their money is given back. */
  'shortfall.refund': z.strictObject({ shortfallId: part.id }),
} as const;

/** The type of a request. */
export type RequestType = keyof typeof requestSchemas;
/** The types of all requests. */
export const requestTypes = Object.keys(requestSchemas) as RequestType[];
