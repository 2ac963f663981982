import type { EventMeta } from './events/index.ts';
import type { JsonObject, Timestamp } from './order.ts';

/** What the order asks of the outside: each is performed by one method of one port. */
export const commandTypes = [
  'risk.screen',
  'stock.reserve',
  'stock.release',
  'stock.confirm',
  'stock.return',
  'payment.authorize',
  'payment.capture',
  'payment.void',
  'payment.refund',
  'fulfillment.create',
  'fulfillment.cancel',
  'shipment.create',
  'shipment.cancel',
  'checkout.clear',
  'notification.send',
] as const;

/** The type of a command. */
export type CommandType = (typeof commandTypes)[number];

/** The messages that customers get. */
export type NotificationTemplate =
  | 'order_placed'
  | 'order_confirmed'
  | 'order_processing'
  | 'order_shipped'
  | 'parcel_shipped'
  | 'order_delivered'
  | 'order_cancelled'
  | 'order_failed'
  | 'order_refunded'
  | 'payment_failed'
  | 'payment_action_required'
  | 'payment_incomplete'
  | 'cancellation_refused'
  | 'order_lines_cancelled'
  | 'line_cancellation_refused'
  | 'feedback_request'
  | 'order_backordered'
  | 'order_short';

/** A command as the statechart names it: the type and a reference; {@link Command} carries the data. */
export type CommandRef =
  | { readonly type: Exclude<CommandType, 'notification.send'>; readonly ref: string }
  | { readonly type: 'notification.send'; readonly ref: NotificationTemplate | ParcelNotice };

/** A message about one parcel: the template, and the parcel's id. */
type ParcelNotice = `parcel_shipped ${string}`;

/** A command, ready to be performed. */
export interface Command {
  /**
   * Unique for ever, and the idempotency key of the call: the id of the ledger entry it belongs to; for commands
   * without an entry, `<order id>:<type>:<ref>`.
   */
  readonly id: string;
  readonly type: CommandType;
  /** Commands of one lane are performed one at a time, in order: a payment, a reservation, a fulfilment, a shipment. */
  readonly lane: string;
  /** What the port needs, from the order as it stood at the end of the step. */
  readonly data: JsonObject;
}

/** An event for the world, as it is published. */
export interface PublishedEvent {
  /** Stable across retries: `<order id>:<version>:<index>`. */
  readonly id: string;
  readonly type: PublishedType;
  /** 1, 2, 3… within the order, without gaps. */
  readonly sequence: number;
  readonly occurredAt: Timestamp;
  readonly data: JsonObject;
}

/** The events that subscribers can get. */
export const publishedTypes = [
  'order.created',
  'order.edited',
  'order.placed',
  'order.address_changed',
  'order.status_changed',
  'order.review_required',
  'order.stock_reserved',
  'order.out_of_stock',
  'order.backordered',
  'order.shortfall_opened',
  'order.shortfall_decided',
  'order.payment_authorized',
  'order.payment_captured',
  'order.payment_failed',
  'order.payment_pending',
  'order.payment_action_required',
  'order.payment_written_off',
  'order.payment_overdue',
  'order.payment_voided',
  'order.payment_refunded',
  'order.refund_failed',
  'order.chargeback_opened',
  'order.chargeback_won',
  'order.chargeback_lost',
  'order.chargeback_evidence_due',
  'order.cancellation_requested',
  'order.cancellation_refused',
  'order.line_cancellation_requested',
  'order.line_cancelled',
  'order.line_cancellation_refused',
  'order.fulfillment_stopped',
  'order.fulfillment_stop_refused',
  'order.hold_placed',
  'order.hold_released',
  'order.shipment_created',
  'order.shipment_dispatched',
  'order.shipment_updated',
  'order.shipment_delivered',
  'order.shipment_exception',
  'order.shipment_resolved',
  'order.shipment_returned',
  'order.return_requested',
  'order.return_received',
  'order.anomaly_recorded',
] as const;
/** The type of a published event. */
export type PublishedType = (typeof publishedTypes)[number];

/** A published event as the statechart names it. */
export interface PublishedRef {
  readonly type: PublishedType;
  /** The ledger entry it speaks of, `from>to` for a status change; `null` for the order as a whole. */
  readonly ref: string | null;
}

/** Something that happened but could not be taken as it came, for people to look at. */
export interface Anomaly {
  readonly code: string;
  readonly message: string;
}

/** One line of the order's journal: every event that was applied, recorded as an anomaly, or refused. */
export interface JournalEntry {
  readonly version: number;
  readonly type: string;
  readonly outcome: 'applied' | 'anomaly' | 'refused';
  readonly meta: EventMeta;
  /** The event's payload. Requests that carry personal data are kept without it. */
  readonly data: JsonObject;
  /** The axes that changed: `payment: authorizing>authorized`. */
  readonly changes: readonly string[];
  readonly anomaly: Anomaly | null;
}

/** One line of the status history. */
export interface StatusRecord {
  readonly version: number;
  /** 0, 1, 2… within the version: one event may cross several edges. */
  readonly index: number;
  readonly from: string | null;
  readonly to: string;
  readonly reason: string | null;
  readonly note: string | null;
  readonly actor: string | null;
  readonly at: Timestamp;
  /** The event that caused it. */
  readonly event: string;
}
