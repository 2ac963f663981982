import * as z from 'zod';
import { isCurrency } from './currency.ts';
import { duplicatesSchema, limitsSchema, paymentMethodsSchema } from './order-limits.ts';

const duration = z
  .number()
  .int()
  .min(1)
  .max(3_650 * 86_400_000);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** A name of a way of paying, as payments carry it. */
const paymentMethod = z.string().min(1).max(200);
/** The id of a warehouse, as allocations carry it. */
const warehouseName = z.string().min(1).max(200);
/** How many warehouses may be put in an order of priority. */
export const maxWarehouses = 100;
/** A reason for a cancellation, as requests carry it. */
const cancelReason = z.string().min(1).max(200);
/** How many reasons for a cancellation may be listed. */
export const maxCancelReasons = 50;
/** The most ways of paying that a list of the terms may name. */
const maxPaymentMethods = 50;

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
  /** Until when an order, or lines of it, can be cancelled: before it is confirmed, before a warehouse begins, or before goods leave. A person can override it. */
  cancelUntil: z.enum(['confirmed', 'processing', 'shipped']).default('shipped'),
  /** How long after it was placed an order, or lines of it, can be cancelled; `null`: as long as nothing else is against it. A person can override it. */
  cancelWindowMs: duration.nullable().default(null),
  /** The reasons for which somebody can ask for a cancellation; `null`: any. What the order cancels by itself has reasons of its own. */
  cancelReasons: z.array(cancelReason).min(1).max(maxCancelReasons).nullable().default(null),
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
  /** How a discount or a tax that is no whole number of minor units is rounded. `half_up`: half goes away from zero. */
  rounding: z.enum(['half_up', 'half_even', 'half_down', 'up', 'down']).default('half_up'),
  /** What a tax is rounded on: each `line`, each `unit` of a line, or once over the whole `order`. */
  taxPer: z.enum(['line', 'unit', 'order']).default('line'),
  /** Ways of paying that are authorized and captured before all others, in this order (`gift_card` before `card`); payments of the others follow in the order in which they were added. */
  paymentPriority: z.array(paymentMethod).max(maxPaymentMethods).default([]),
  /** From which of several payments money is given back. `last_first`: from the one that was charged last, then the one before; `first_first`: the other way round; `proportional`: from each in proportion to what was captured of it, exact to the minor unit. */
  refundAllocation: z.enum(['last_first', 'first_first', 'proportional']).default('last_first'),
  /** What becomes of the other payments when one of several is declined: they wait for the customer to try again, or what they hold is let go. */
  onPartialDecline: z.enum(['wait', 'void']).default('wait'),
  /** How long the customer has for what a payment asks of them (3-D Secure) when the provider does not say. */
  paymentActionTtlMs: duration.default(hour),
  /** How long a payment may be pending at a bank when the provider does not say. Three weeks: a SEPA direct debit can take 14 business days to be known. */
  paymentPendingTtlMs: duration.default(21 * day),
  /** How much less than the price counts as paid, by currency, in minor units; the rest is written off. A currency that is not named has no tolerance. */
  paymentToleranceMinor: z
    .record(
      z.string().refine(isCurrency, 'must be a currency code of ISO 4217 in capitals'),
      z.number().int().min(0),
    )
    .default({}),
  /** What becomes of money beyond the price. `refund`: all of it is given back; `keep_within_tolerance`: a surplus within `paymentToleranceMinor` is kept, a larger one given back. */
  onSurplus: z.enum(['refund', 'keep_within_tolerance']).default('refund'),
  /** Ways of paying whose money is collected when the goods arrive: they need no authorization. */
  payOnDeliveryMethods: z.array(paymentMethod).max(maxPaymentMethods).default([]),
  /** How long after delivery the money of such a payment may take to be reported. */
  collectionTtlMs: duration.default(7 * day),
  /** Whether a chargeback holds the goods that have not left. */
  onChargeback: z.enum(['hold', 'continue']).default('hold'),
  /** How long before a chargeback's evidence is due people are told. */
  evidenceReminderMs: duration.default(2 * day),
  /** Which warehouse gives which units: as few warehouses as can be, or each unit from the first of `warehousePriority` that has it. */
  allocation: z.enum(['fewest_warehouses', 'by_priority']).default('fewest_warehouses'),
  /** The warehouses in the order in which `by_priority` asks them; those that are not named come last, by id. */
  warehousePriority: z.array(warehouseName).max(maxWarehouses).default([]),
  /** Whether units that nobody has wait for goods to come in, or the order fails. A line may say otherwise. */
  backorder: z.enum(['never', 'allow']).default('never'),
  /** Whether what is reserved is sent at once and the rest later, or all of it when all is reserved. It holds for backorders, pre-orders and shortfalls. */
  shipBackordered: z.enum(['split', 'together']).default('split'),
  /** How long backordered units wait for goods to come in. */
  backorderTtlMs: duration.default(30 * day),
  /** When money for a pre-order is taken at the earliest, where the capture policy is `before_confirmation`: at once, when its goods are reserved after its release, or when they are packed. */
  preorderCapture: z.enum(['on_placement', 'on_release', 'on_shipment']).default('on_placement'),
  /** What becomes of goods of a paid order that nobody has: somebody is asked, they wait for a time, or their money is given back. Before the order is confirmed, `refund` lets all of it fail. */
  onShortfall: z.enum(['ask', 'wait', 'refund']).default('refund'),
  /** How long an open shortfall waits for a decision; then its money is given back. */
  shortfallTtlMs: duration.default(3 * day),
  /** How small and how large an order may be, and how much one customer may order. */
  limits: limitsSchema.prefault({}),
  /** What happens to an order that says the same as another one of its customer: same goods, same quantities, same currency. */
  duplicates: duplicatesSchema.prefault({}),
  /** The ways of paying that may be used, by method, with where and how far; `null`: all, everywhere. */
  paymentMethods: paymentMethodsSchema,
  /** The versions of the rules by which the order goes, where that is not the first. Filled in when an order is created. */
  ruleVersions: z.record(z.string(), z.number().int().min(1)).default({}),
});

/** The policies under which an order is placed, complete. */
export type Terms = z.output<typeof termsSchema>;
/** Terms as a user gives them: what is left out takes its default. */
export type TermsInput = z.input<typeof termsSchema>;

/** The terms that hold when nothing else is said. */
export const defaultTerms: Terms = termsSchema.parse({});
