import type {
  Axes,
  Cancellation,
  Customer,
  Deadline,
  JsonObject,
  Order,
  Presentment,
  ShippingCharge,
  Terms,
} from '../../../machine/index.ts';
import { contentHash } from '../content-hash.ts';
import type { RowOf, Table } from './table.ts';

const columns = {
  id: 'uuid',
  order_number: 'text?',
  version: 'integer',
  machine_version: 'integer',
  status: 'text',
  payment: 'text',
  stock: 'text',
  fulfillment: 'text',
  returns: 'text',
  review: 'text',
  currency: 'text',
  customer_id: 'text?',
  customer_email: 'text?',
  session_id: 'text?',
  cart_id: 'text?',
  subtotal_minor: 'bigint',
  discount_minor: 'bigint',
  tax_minor: 'bigint',
  shipping_minor: 'bigint',
  shipping_tax_minor: 'bigint',
  total_minor: 'bigint',
  shipping_method: 'jsonb?',
  included_tax_minor: 'bigint',
  shipping_discount_minor: 'bigint',
  shipping_included_tax_minor: 'bigint',
  shipping_discounts: 'jsonb',
  shipping_taxes: 'jsonb',
  discounts: 'jsonb',
  discount_codes: 'jsonb',
  presentment_currency: 'text?',
  presentment_rate: 'text?',
  presentment_total_minor: 'bigint?',
  cancellation_id: 'text?',
  cancellation_state: 'text?',
  cancellation_reason: 'text?',
  cancellation_note: 'text?',
  cancellation_actor: 'text?',
  cancellation_notify: 'boolean?',
  cancellation_restock: 'boolean?',
  cancellation_override_reason: 'text?',
  cancellation_requested_at: 'timestamptz?',
  content_hash: 'text?',
  failure: 'text?',
  deadlines: 'jsonb',
  next_deadline_at: 'timestamptz?',
  terms_id: 'text',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
  placed_at: 'timestamptz?',
  expires_at: 'timestamptz?',
  payable_from: 'timestamptz?',
  confirmed_at: 'timestamptz?',
  cancelled_at: 'timestamptz?',
  completed_at: 'timestamptz?',
  feedback_at: 'timestamptz?',
  entries: 'integer',
  published: 'integer',
  notes: 'text?',
  metadata: 'jsonb',
  extension: 'jsonb',
} as const;

/** The order itself. */
export const orders: Table<typeof columns> = { name: 'orders', columns };
/** A row of {@link orders}. */
export type OrderRow = RowOf<typeof columns>;
/** What of the order its row tells. */
export type OrderHead = Omit<
  Order,
  | 'lines'
  | 'addresses'
  | 'payments'
  | 'refunds'
  | 'reservations'
  | 'shortfalls'
  | 'fulfillments'
  | 'shipments'
  | 'returns'
  | 'screening'
  | 'lineCancellations'
  | 'holds'
  | 'terms'
>;

/** The row of an order. */
export function orderRowOf(order: Order): OrderRow {
  const { axes, totals, timestamps, cancellation, customer, shippingCharge, presentment } = order;
  return {
    id: order.id,
    order_number: order.number,
    version: order.version,
    machine_version: order.machineVersion,
    ...axes,
    currency: order.currency,
    customer_id: customer?.kind === 'registered' ? customer.customerId : null,
    customer_email: customer?.email ?? null,
    session_id: order.sessionId,
    cart_id: order.cartId,
    subtotal_minor: totals.subtotalMinor,
    discount_minor: totals.discountMinor,
    tax_minor: totals.taxMinor,
    shipping_minor: totals.shippingMinor,
    shipping_tax_minor: totals.shippingTaxMinor,
    total_minor: totals.totalMinor,
    shipping_method: order.shippingMethod,
    included_tax_minor: totals.includedTaxMinor,
    shipping_discount_minor: shippingCharge.discountMinor,
    shipping_included_tax_minor: shippingCharge.includedTaxMinor,
    shipping_discounts: shippingCharge.discounts,
    shipping_taxes: shippingCharge.taxes,
    discounts: order.discounts,
    discount_codes: order.discountCodes,
    presentment_currency: presentment?.currency ?? null,
    presentment_rate: presentment?.rate ?? null,
    presentment_total_minor: presentment?.totalMinor ?? null,
    cancellation_id: cancellation?.id ?? null,
    cancellation_state: cancellation?.state ?? null,
    cancellation_reason: cancellation?.reason ?? null,
    cancellation_note: cancellation?.note ?? null,
    cancellation_actor: cancellation?.actor ?? null,
    cancellation_notify: cancellation?.notify ?? null,
    cancellation_restock: cancellation?.restock ?? null,
    cancellation_override_reason: cancellation?.overrideReason ?? null,
    cancellation_requested_at: cancellation?.requestedAt ?? null,
    content_hash: order.contentHash,
    failure: order.failure,
    deadlines: order.deadlines,
    next_deadline_at: order.deadlines.length === 0 ? null : Math.min(...order.deadlines.map(({ at }) => at)),
    terms_id: termsId(order.terms),
    created_at: timestamps.createdAt,
    updated_at: timestamps.updatedAt,
    placed_at: timestamps.placedAt,
    expires_at: timestamps.expiresAt,
    payable_from: timestamps.payableFrom,
    confirmed_at: timestamps.confirmedAt,
    cancelled_at: timestamps.cancelledAt,
    completed_at: timestamps.completedAt,
    feedback_at: timestamps.feedbackAt,
    entries: order.entries,
    published: order.published,
    notes: order.notes,
    metadata: order.metadata,
    extension: order.extension,
  };
}

const termsIds = new WeakMap<Terms, string>();

/** The id of terms: the hash of their content. Terms are never changed, so each object is hashed once. */
export function termsId(terms: Terms): string {
  const known = termsIds.get(terms);
  if (known !== undefined) return known;
  const id = contentHash(terms);
  termsIds.set(terms, id);
  return id;
}

/** What the row tells of the order. */
export function orderHeadOf(row: OrderRow): OrderHead {
  const { status, payment, stock, fulfillment, returns, review } = row;
  return {
    id: row.id,
    number: row.order_number,
    version: row.version,
    machineVersion: row.machine_version,
    axes: { status, payment, stock, fulfillment, returns, review } as Axes,
    currency: row.currency,
    customer: customerOf(row),
    sessionId: row.session_id,
    cartId: row.cart_id,
    discountCodes: row.discount_codes as Order['discountCodes'],
    discounts: row.discounts as Order['discounts'],
    shippingCharge: shippingChargeOf(row),
    presentment: presentmentOf(row),
    totals: {
      subtotalMinor: row.subtotal_minor,
      discountMinor: row.discount_minor,
      taxMinor: row.tax_minor,
      includedTaxMinor: row.included_tax_minor,
      shippingMinor: row.shipping_minor,
      shippingTaxMinor: row.shipping_tax_minor,
      totalMinor: row.total_minor,
    },
    shippingMethod: row.shipping_method as Order['shippingMethod'],
    cancellation: cancellationOf(row),
    contentHash: row.content_hash,
    failure: row.failure,
    deadlines: row.deadlines as readonly Deadline[],
    timestamps: {
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      placedAt: row.placed_at,
      expiresAt: row.expires_at,
      payableFrom: row.payable_from,
      confirmedAt: row.confirmed_at,
      cancelledAt: row.cancelled_at,
      completedAt: row.completed_at,
      feedbackAt: row.feedback_at,
    },
    entries: row.entries,
    published: row.published,
    notes: row.notes,
    metadata: row.metadata as JsonObject,
    extension: row.extension as JsonObject,
  };
}

function shippingChargeOf(row: OrderRow): ShippingCharge {
  const { shipping_discount_minor: discountMinor, shipping_included_tax_minor: includedTaxMinor } = row;
  const { shipping_minor: amountMinor, shipping_tax_minor: taxMinor } = row;
  return {
    amountMinor,
    discountMinor,
    taxMinor,
    includedTaxMinor,
    totalMinor: amountMinor - discountMinor + (taxMinor - includedTaxMinor),
    discounts: row.shipping_discounts as ShippingCharge['discounts'],
    taxes: row.shipping_taxes as ShippingCharge['taxes'],
  };
}

function presentmentOf(row: OrderRow): Presentment | null {
  const { presentment_currency: currency, presentment_rate: rate, presentment_total_minor: totalMinor } = row;
  return currency === null ? null : { currency, rate: rate!, totalMinor: totalMinor! };
}

function customerOf({ customer_id: customerId, customer_email: email }: OrderRow): Customer | null {
  if (customerId !== null) return { kind: 'registered', customerId, email };
  return email === null ? null : { kind: 'guest', email };
}

function cancellationOf(row: OrderRow): Cancellation | null {
  if (row.cancellation_state === null) return null;
  return {
    id: row.cancellation_id!,
    state: row.cancellation_state as Cancellation['state'],
    reason: row.cancellation_reason!,
    note: row.cancellation_note,
    actor: row.cancellation_actor,
    notify: row.cancellation_notify!,
    restock: row.cancellation_restock ?? true,
    overrideReason: row.cancellation_override_reason,
    requestedAt: row.cancellation_requested_at!,
  };
}
