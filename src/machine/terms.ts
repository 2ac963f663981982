import * as z from 'zod';

const duration = z
  .number()
  .int()
  .min(1)
  .max(3_650 * 86_400_000);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * The policies under which an order is placed. They are part of the order: a change of the shop's policies
 * changes later orders only. Durations are in milliseconds.
 */
export const termsSchema = z.strictObject({
  /** When money is taken. `before_confirmation`: confirmed once captured; `on_shipment`: confirmed once authorized, captured when a parcel is packed; `manual`: captured on request. */
  capturePolicy: z.enum(['before_confirmation', 'on_shipment', 'manual']).default('before_confirmation'),
  /** How long an untouched draft lives. */
  draftTtlMs: duration.default(30 * minute),
  /** How long an order waits to be paid, from the moment payment is possible. */
  paymentTtlMs: duration.default(day),
  /** How long unpaid stock is held. */
  reservationTtlMs: duration.default(30 * minute),
  /** How long an authorization is good when the provider does not say. Seven days: the shortest of the large card networks' windows for card-not-present sales. */
  authorizationTtlMs: duration.default(7 * day),
  /** How long a held order waits for a person. */
  reviewTtlMs: duration.default(3 * day),
  /** How long after delivery the customer is asked for a review. */
  feedbackDelayMs: duration.default(3 * day),
  /** How long after delivery goods may come back. */
  returnWindowMs: duration.default(30 * day),
  /** How many payments may be declined before the order fails. */
  maxPaymentAttempts: z.number().int().min(1).max(20).default(3),
  /** How many times the goods of a cancelled fulfilment are planned again before a person has to look. */
  maxFulfillmentAttempts: z.number().int().min(1).max(20).default(3),
  /** What happens when an authorization runs out before its capture: take a new one, or hold the order for a person. */
  expiredAuthorization: z.enum(['reauthorize', 'hold']).default('reauthorize'),
  /** Whether goods that have left may be called back. */
  cancelShipped: z.enum(['never', 'with_intercept']).default('never'),
  /** Whether an order that costs something needs a way of paying when it is submitted, or one may come later (a bank transfer, a payment link). */
  paymentOnSubmit: z.enum(['required', 'later']).default('required'),
  /** Whether orders are screened for risk before money moves. */
  riskScreening: z.boolean().default(false),
  /** Whether the price of delivery is given back when all goods come back. */
  refundShipping: z.enum(['full_return', 'never']).default('full_return'),
  /** What happens when a parcel is lost: a person decides, its goods are sent again, or written off and their money given back. */
  onLostParcel: z.enum(['ask', 'reship', 'refund']).default('refund'),
  /** What happens when a parcel comes back undelivered: a person decides, its goods are sent again, or their money is given back. */
  onReturnedToSender: z.enum(['ask', 'reship', 'refund']).default('ask'),
  /** What happens when a parcel is damaged on its way: a person decides, its goods are sent again, or written off and their money given back. */
  onDamagedParcel: z.enum(['ask', 'reship', 'refund']).default('ask'),
  /** How long nothing may be heard of a parcel that has left before a person has to look. `null`: for ever. */
  parcelSilentMs: duration.nullable().default(null),
  /** How long a person has to decide about a parcel that is lost, damaged, silent or on its way back. `null`: for ever. */
  parcelDecisionMs: duration.nullable().default(null),
  /** What is decided when nobody has in that time. */
  undecidedParcel: z.enum(['reship', 'refund']).default('refund'),
  /** Whether the customer gets a message with its tracking number for each parcel that leaves. */
  notifyParcelShipped: z.boolean().default(false),
});

/** The policies under which an order is placed, complete. */
export type Terms = z.output<typeof termsSchema>;
/** Terms as a user gives them: what is left out takes its default. */
export type TermsInput = z.input<typeof termsSchema>;

/** The terms that hold when nothing else is said. */
export const defaultTerms: Terms = termsSchema.parse({});
