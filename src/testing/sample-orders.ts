import { createHash } from 'node:crypto';
import { defaultTerms, type Order, type OrderLine, type Tax, type Timestamp } from '../machine/index.ts';
import {
  sampleFulfillments,
  sampleLineCancellations,
  samplePayments,
  sampleReservations,
  sampleReturns,
  sampleShipments,
  sampleShortfalls,
} from './sample-ledgers.ts';

/** What tests choose of a sample order. */
export interface SampleOptions {
  /** Any text: the same seed gives the same order. @defaultValue 'sample' */
  readonly seed?: string;
  readonly number?: string | null;
  /** When it was created. @defaultValue {@link sampleTime} */
  readonly at?: Timestamp;
}

/** The moment at which sample orders are created: 2026-01-15T12:00:00Z. */
export const sampleTime: Timestamp = 1_768_478_400_000;

/** A UUID that a seed always gives. */
export function sampleId(seed: string): string {
  const hex = createHash('sha256').update(seed).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * A new draft with one line and nothing else: every list is empty and all that may be `null` is.
 *
 * @example
 * import { sampleDraft } from 'statecart/testing';
 * const order = sampleDraft({ seed: 'first' });
 */
export function sampleDraft({ seed = 'sample', number = null, at = sampleTime }: SampleOptions = {}): Order {
  return {
    id: sampleId(seed),
    number,
    version: 1,
    machineVersion: 1,
    axes: {
      status: 'draft',
      payment: 'awaiting',
      stock: 'unreserved',
      fulfillment: 'unfulfilled',
      returns: 'none',
      review: 'not_started',
    },
    currency: 'EUR',
    customer: null,
    sessionId: null,
    cartId: null,
    lines: [sampleLine('line-1')],
    discountCodes: [],
    discounts: [],
    shippingCharge: {
      amountMinor: 0,
      discountMinor: 0,
      taxMinor: 0,
      includedTaxMinor: 0,
      totalMinor: 0,
      discounts: [],
      taxes: [],
    },
    presentment: null,
    totals: {
      subtotalMinor: 1_000,
      discountMinor: 0,
      taxMinor: 0,
      includedTaxMinor: 0,
      shippingMinor: 0,
      shippingTaxMinor: 0,
      totalMinor: 1_000,
    },
    addresses: { shipping: null, billing: null },
    shippingMethod: null,
    payments: [],
    refunds: [],
    reservations: [],
    shortfalls: [],
    fulfillments: [],
    shipments: [],
    returns: [],
    screening: null,
    holds: [],
    cancellation: null,
    lineCancellations: [],
    contentHash: null,
    failure: null,
    deadlines: [],
    terms: defaultTerms,
    timestamps: {
      createdAt: at,
      updatedAt: at,
      placedAt: null,
      expiresAt: null,
      payableFrom: null,
      confirmedAt: null,
      cancelledAt: null,
      completedAt: null,
      feedbackAt: null,
    },
    entries: 0,
    published: 0,
    notes: null,
    metadata: {},
    extension: {},
  };
}

/**
 * An order in which something of every kind has happened: several lines, payments, refunds, reservations, fulfilments,
 * shipments, returns, holds, a refused cancellation, a screening, deadlines, terms of its own. Its sums and counts agree.
 *
 * @example
 * import { sampleOrder } from 'statecart/testing';
 * const order = sampleOrder({ seed: 'rich', number: 'SC-2026-000042' });
 */
export function sampleOrder(options: SampleOptions = {}): Order {
  const draft = sampleDraft(options);
  const { id } = draft;
  const at = draft.timestamps.createdAt;
  return {
    ...draft,
    version: 17,
    axes: {
      status: 'shipped',
      payment: 'partially_refunded',
      stock: 'partially_confirmed',
      fulfillment: 'partially_delivered',
      returns: 'partially_returned',
      review: 'clear',
    },
    customer: { kind: 'registered', customerId: `customer-of-${id.slice(0, 8)}`, email: 'ada@example.com' },
    sessionId: 'session-1',
    cartId: 'cart-1',
    lines: [
      {
        ...sampleLine('line-1', 5),
        name: 'Mug “Grüße” – 350 ml ☕',
        unitPriceMinor: 1_999,
        discountMinor: 500,
        taxMinor: 1_805,
        totalMinor: 11_300,
        discounts: [
          { id: 'tenner', code: 'TENNER', name: '“Grüße” − a share', scope: 'order', amountMinor: 300 },
          { id: 'chipped', code: null, name: 'A chip', scope: 'line', amountMinor: 200 },
        ],
        taxes: [
          { ...sampleTax, ratePercent: '18', baseMinor: 9_495, amountMinor: 1_709 },
          { ...sampleTax, name: 'City tax', jurisdiction: null, ratePercent: '100/99', amountMinor: 96 },
        ],
        allocations: [
          { warehouseId: 'wh-berlin', quantity: 3 },
          { warehouseId: 'wh-aachen', quantity: 2 },
        ],
        counts: {
          reserved: 1,
          backordered: 0,
          shipped: 3,
          delivered: 2,
          cancelled: 1,
          returned: 1,
          writtenOff: 0,
        },
        metadata: {
          engraving: 'O\'Hara \\ "Q"',
          options: { gift: true, wrap: null, layers: [1, 2.5, 'three'] },
        },
      },
      {
        ...sampleLine('line-2', 2),
        unitPriceMinor: 2_500,
        taxMinor: 950,
        totalMinor: 5_950,
        taxes: [{ ...sampleTax, baseMinor: 5_000, amountMinor: 950 }],
        allocations: [{ warehouseId: 'wh-berlin', quantity: 2 }],
        backorder: 'allow',
        releaseAt: at - 86_400_000,
        counts: { ...noCounts, backordered: 1, writtenOff: 1 },
      },
      {
        ...sampleLine('line-0'),
        kind: 'digital',
        unitPriceMinor: 999,
        taxMinor: 160,
        includedTaxMinor: 160,
        totalMinor: 999,
        taxes: [{ ...sampleTax, baseMinor: 839, amountMinor: 160, included: true }],
      },
    ],
    discountCodes: ['TENNER', 'SLOW-BOAT'],
    discounts: [
      { id: 'tenner', code: 'TENNER', name: '“Grüße” − a share', scope: 'order', amountMinor: 300 },
      { id: 'chipped', code: null, name: 'A chip', scope: 'line', amountMinor: 200 },
      { id: 'slow', code: 'SLOW-BOAT', name: 'It may take longer', scope: 'shipping', amountMinor: 100 },
    ],
    shippingCharge: {
      amountMinor: 590,
      discountMinor: 100,
      taxMinor: 93,
      includedTaxMinor: 0,
      totalMinor: 583,
      discounts: [
        { id: 'slow', code: 'SLOW-BOAT', name: 'It may take longer', scope: 'shipping', amountMinor: 100 },
      ],
      taxes: [{ ...sampleTax, baseMinor: 490, amountMinor: 93 }],
    },
    presentment: { currency: 'JPY', rate: '163.42', totalMinor: 30_776 },
    totals: {
      subtotalMinor: 15_994,
      discountMinor: 600,
      taxMinor: 3_008,
      includedTaxMinor: 160,
      shippingMinor: 590,
      shippingTaxMinor: 93,
      totalMinor: 18_832,
    },
    addresses: {
      shipping: {
        customerAddressId: 'address-1',
        name: 'Ada Lovelace',
        company: 'Analytical Engines',
        line1: '12 St James’s Square',
        line2: '2nd floor',
        city: 'London',
        region: 'Greater London',
        postalCode: 'SW1Y 4JH',
        country: 'GB',
        phone: '+44 20 0000 0000',
      },
      billing: {
        customerAddressId: null,
        name: 'Ada Lovelace',
        company: null,
        line1: 'Main Street 1',
        line2: null,
        city: 'Dublin',
        region: null,
        postalCode: null,
        country: 'IE',
        phone: null,
      },
    },
    shippingMethod: { carrier: 'dhl', service: 'Paket', label: 'DHL, 1–2 days', rateId: 'rate_7' },
    payments: samplePayments(id, at),
    refunds: [
      {
        id: `${id}:refund:3`,
        amountMinor: 1_500,
        reason: 'scratched',
        agreedAt: at + 9_000,
        agreedBy: 'user-9',
      },
      { id: `${id}:refund:2`, amountMinor: 250, reason: 'late', agreedAt: at + 9_500, agreedBy: null },
    ],
    reservations: sampleReservations(id, at),
    shortfalls: sampleShortfalls(id, at),
    fulfillments: sampleFulfillments(id, at),
    shipments: sampleShipments(id, at),
    returns: sampleReturns(id, at),
    screening: {
      id: `${id}:screening:1`,
      state: 'succeeded',
      requestedAt: at + 100,
      settledAt: at + 200,
      reference: 'risk-7',
      code: null,
      outcome: 'review',
      reasons: ['new_customer', 'high_amount'],
      decidedBy: 'user-9',
      decidedAt: at + 900,
      note: 'called, it is her',
    },
    holds: [
      {
        id: `${id}:hold:1`,
        kind: 'risk',
        reason: 'high_amount',
        placedAt: at + 200,
        placedBy: null,
        releasedAt: at + 900,
        releasedBy: 'user-9',
        outcome: 'approved',
        code: 'too_risky',
        note: 'called, it is her',
      },
      {
        id: `${id}:hold:2`,
        kind: 'manual',
        reason: 'call the customer',
        placedAt: at + 950,
        placedBy: 'user-9',
        releasedAt: null,
        releasedBy: null,
        outcome: null,
        code: null,
        note: null,
      },
    ],
    cancellation: {
      id: `${id}:cancellation:1`,
      state: 'refused',
      reason: 'customer_request',
      note: 'too late',
      actor: 'user-3',
      notify: false,
      restock: false,
      overrideReason: 'a good customer',
      requestedAt: at + 8_000,
    },
    lineCancellations: sampleLineCancellations(id, at),
    contentHash: createHash('sha256').update(id).digest('hex'),
    failure: 'payment_declined',
    deadlines: [
      { name: 'review.expires', ref: `${id}:hold:2`, at: at + 86_400_000 },
      { name: 'authorization.expires', ref: `${id}:transaction:1`, at: at + 7 * 86_400_000 },
    ],
    terms: { ...draft.terms, capturePolicy: 'on_shipment', maxPaymentAttempts: 5 },
    timestamps: {
      createdAt: at,
      updatedAt: at + 10_001,
      placedAt: at + 50,
      expiresAt: at + 1_800_000,
      payableFrom: at + 60,
      confirmedAt: at + 1_000,
      cancelledAt: at + 8_001,
      completedAt: at + 9_999,
      feedbackAt: at + 10_000,
    },
    entries: 23,
    published: 31,
    notes: 'leave at the door\nring twice',
    metadata: { channel: 'web', tags: ['a', 'b'], nested: { empty: {}, list: [] } },
    extension: { loyalty: { points: 120, rate: 0.015 } },
  };
}

const noCounts = {
  reserved: 0,
  backordered: 0,
  shipped: 0,
  delivered: 0,
  cancelled: 0,
  returned: 0,
  writtenOff: 0,
};

const sampleTax: Tax = {
  name: 'VAT',
  jurisdiction: 'DE',
  ratePercent: '19',
  baseMinor: null,
  amountMinor: 0,
  included: false,
};

/** A line of physical goods at 10.00 a unit of which nothing has happened yet. */
export function sampleLine(id: string, quantity = 1): OrderLine {
  return {
    id,
    productId: `product-of-${id}`,
    sku: `SKU-${id}`,
    name: `Thing ${id}`,
    kind: 'physical',
    quantity,
    unitPriceMinor: 1_000,
    discountMinor: 0,
    taxMinor: 0,
    includedTaxMinor: 0,
    totalMinor: 1_000 * quantity,
    discounts: [],
    taxes: [],
    allocations: [],
    backorder: null,
    releaseAt: null,
    released: true,
    counts: noCounts,
    metadata: {},
  };
}
