import { OrderError } from '../errors/index.ts';

/**
 * The six axes of an order: one region of the statechart and one column of the table each.
 * The `-ing` states, `requested` and `screening` say what the order waits for.
 */
export const axisStates = {
  /** Where the order stands in its life. Only this axis is monotone. */
  status: [
    'draft',
    'pending',
    'confirmed',
    'processing',
    'shipped',
    'delivered',
    'cancelled',
    'refunded',
    'failed',
  ],
  /** The money, over all payments of the order. */
  payment: [
    'not_required',
    'awaiting',
    'authorizing',
    'action_required',
    'authorized',
    'partially_authorized',
    'capturing',
    'captured',
    'partially_captured',
    'voiding',
    'voided',
    'refunding',
    'refunded',
    'partially_refunded',
    'disputed',
    'charged_back',
    'failed',
    'expired',
    'unknown',
  ],
  /** The goods in the warehouse. */
  stock: [
    'not_required',
    'unreserved',
    'reserving',
    'reserved',
    'backordered',
    'preordered',
    'out_of_stock',
    'releasing',
    'released',
    'expired',
    'confirming',
    'partially_confirmed',
    'confirmed',
    'returning',
    'returned',
    'failed',
    'unknown',
  ],
  /** The way of the goods to the customer. */
  fulfillment: [
    'not_required',
    'unfulfilled',
    'requesting',
    'requested',
    'in_progress',
    'partially_shipped',
    'shipped',
    'partially_delivered',
    'delivered',
    'cancelling',
    'cancelled',
    'exception',
    'failed',
    'unknown',
  ],
  /** Goods on their way back. */
  returns: ['none', 'requested', 'partially_returned', 'returned'],
  /** Risk screening and holds. */
  review: ['not_started', 'not_required', 'screening', 'held', 'clear', 'rejected'],
} as const;

/** The name of an axis. */
export type Axis = keyof typeof axisStates;
/** The states of one axis. */
export type AxisState<A extends Axis> = (typeof axisStates)[A][number];
/** Where an order stands on every axis. */
export type Axes = { readonly [A in Axis]: AxisState<A> };
/** The nine statuses of an order. */
export type OrderStatus = AxisState<'status'>;

/** The axes, in their canonical order. */
export const axisNames = Object.keys(axisStates) as Axis[];

/** What conditions may ask of a status: they speak in tags rather than in lists of names. */
export type StatusTag = 'open' | 'editable' | 'placed' | 'cancellable' | 'released' | 'ended' | 'terminal';

/**
 * The tags of each status. `open`: work goes on; `editable`: lines may change; `placed`: the customer has submitted;
 * `cancellable`: a cancellation may be asked for; `released`: goods may be asked of the warehouse;
 * `ended`: it will not be fulfilled, what succeeded is undone; `terminal`: no status comes after it.
 */
export const statusTags: Readonly<Record<OrderStatus, readonly StatusTag[]>> = {
  draft: ['open', 'editable', 'cancellable'],
  pending: ['open', 'placed', 'cancellable'],
  confirmed: ['open', 'placed', 'cancellable', 'released'],
  processing: ['open', 'placed', 'cancellable', 'released'],
  shipped: ['open', 'placed', 'cancellable', 'released'],
  delivered: ['placed'],
  cancelled: ['ended'],
  refunded: ['ended', 'terminal'],
  failed: ['ended', 'terminal'],
};

/** A status, or one of an extension within it: `shipped.on_hold_for_pickup`. */
export type StatusPath = OrderStatus | `${OrderStatus}.${string}`;

/**
 * Whether a status carries a tag; one of an extension has those of the status that it stands in.
 * @throws OrderError `INVARIANT_VIOLATED` for a status that there is not.
 */
export function hasTag(status: StatusPath, tag: StatusTag): boolean {
  if (Object.hasOwn(statusTags, status)) return statusTags[status as OrderStatus].includes(tag);
  const base = baseName(String(status));
  if (Object.hasOwn(statusTags, base)) return statusTags[base as OrderStatus].includes(tag);
  throw new OrderError(
    'INVARIANT_VIOLATED',
    `"${String(status)}" is no status of an order: was its row changed by hand?`,
  );
}

/** The state of the base that a state of an extension stands in: `shipped` of `shipped.on_hold_for_pickup`. */
export function baseName(path: string): string {
  const dot = path.indexOf('.');
  return dot < 0 ? path : path.slice(0, dot);
}
