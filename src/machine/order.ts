import type { Axes, OrderStatus } from './axes.ts';
import type { Cancellation, LineCancellation } from './order/cancellation.ts';
import type { Address, Customer } from './order/customer.ts';
import type { Fulfillment } from './order/fulfillment.ts';
import type { JsonObject } from './order/json.ts';
import type { OrderLine } from './order/line.ts';
import type { Deadline, Timestamps } from './order/moments.ts';
import type { AgreedRefund, Payment } from './order/payment.ts';
import type { Discount, Presentment, ShippingCharge, Totals } from './order/price.ts';
import type { Return } from './order/return.ts';
import type { Hold, Screening } from './order/review.ts';
import type { Shipment, ShippingMethod } from './order/shipment.ts';
import type { Reservation, Shortfall } from './order/stock.ts';
import type { Terms } from './terms.ts';

export type { Cancellation, LineCancellation, LineCancellationState } from './order/cancellation.ts';
export type { Address, Customer } from './order/customer.ts';
export type {
  Fulfillment,
  FulfillmentOperation,
  FulfillmentStage,
  FulfillmentStop,
} from './order/fulfillment.ts';
export type { Json, JsonObject, Timestamp } from './order/json.ts';
export type {
  Allocation,
  BackorderPolicy,
  LineCounts,
  LineKind,
  LineQuantity,
  OrderLine,
} from './order/line.ts';
export type { Deadline, DeadlineName, Timestamps } from './order/moments.ts';
export type { Operation, OperationState } from './order/operation.ts';
export type {
  AgreedRefund,
  Chargeback,
  Evidence,
  NextAction,
  Payment,
  Transaction,
} from './order/payment.ts';
export type { Discount, Presentment, ShippingCharge, Tax, Totals } from './order/price.ts';
export type { Return, ReturnLine } from './order/return.ts';
export type { Hold, HoldOutcome, Screening } from './order/review.ts';
export type {
  ParcelException,
  ParcelExceptionKind,
  ParcelResolution,
  ParcelSettlement,
  Shipment,
  ShipmentOperation,
  ShipmentStage,
  ShippingMethod,
} from './order/shipment.ts';
export type { Reservation, Shortfall, ShortfallLine, ShortfallState, StockOperation } from './order/stock.ts';

/**
 * An order: the whole of what the statechart knows. It is plain JSON: every field is always there, `null` means absent,
 * so it survives `JSON.parse(JSON.stringify(order))` and the store unchanged.
 */
export interface Order {
  /** UUID. */
  readonly id: string;
  /** The number that people use, such as `SC-2026-000042`; given on submission. */
  readonly number: string | null;
  /** 1 when created, one more with every event that was applied. */
  readonly version: number;
  /** The version of the statechart that wrote it. */
  readonly machineVersion: number;
  /** Where it stands on each axis. */
  readonly axes: Axes;
  /** ISO 4217 code; one currency an order. */
  readonly currency: string;
  readonly customer: Customer | null;
  readonly sessionId: string | null;
  readonly cartId: string | null;
  readonly lines: readonly OrderLine[];
  /** The codes that the customer gave for discounts. */
  readonly discountCodes: readonly string[];
  /** What was taken off, each discount once, over all lines and delivery; a consequence of their details. */
  readonly discounts: readonly Discount[];
  /** What delivery costs. */
  readonly shippingCharge: ShippingCharge;
  readonly totals: Totals;
  /** What the customer was shown in a currency of their own; for information. */
  readonly presentment: Presentment | null;
  readonly addresses: { readonly shipping: Address | null; readonly billing: Address | null };
  /** How it is to be sent, as the customer chose; `null`: warehouse and carrier decide. */
  readonly shippingMethod: ShippingMethod | null;
  readonly payments: readonly Payment[];
  /** Refunds agreed with the customer besides what cancellations and returns give back. */
  readonly refunds: readonly AgreedRefund[];
  readonly reservations: readonly Reservation[];
  /** Units that no warehouse can give, and what becomes of them. */
  readonly shortfalls: readonly Shortfall[];
  readonly fulfillments: readonly Fulfillment[];
  readonly shipments: readonly Shipment[];
  readonly returns: readonly Return[];
  readonly screening: Screening | null;
  readonly holds: readonly Hold[];
  readonly cancellation: Cancellation | null;
  /** Wishes to cancel units of lines, the oldest first. */
  readonly lineCancellations: readonly LineCancellation[];
  /** The hash of who ordered what, as it was placed: two orders that say the same have the same. `null`: nobody has made it. */
  readonly contentHash: string | null;
  /** Why the order is `failed`, as a stable code. */
  readonly failure: string | null;
  /** Derived at the end of each step, sorted by `at`, then name, then ref. */
  readonly deadlines: readonly Deadline[];
  /** The policies in force when the order was created. */
  readonly terms: Terms;
  readonly timestamps: Timestamps;
  /** How many ledger entries were numbered so far; ids are `<order id>:<kind>:<n>`. */
  readonly entries: number;
  /** How many events it has published so far. */
  readonly published: number;
  readonly notes: string | null;
  readonly metadata: JsonObject;
  /** A user's own fields. */
  readonly extension: JsonObject;
}

/** One edge that the status took. */
export interface StatusEdge {
  readonly from: OrderStatus | null;
  readonly to: OrderStatus;
}
