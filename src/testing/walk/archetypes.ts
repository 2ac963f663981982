import {
  type Draft,
  type DraftInput,
  draftSchema,
  type TermsInput,
  termsSchema,
} from '../../machine/index.ts';

import type { Walked } from './walked.ts';

/** A kind of order that walks begin with: what a caller gives, and the terms in force. */
export interface Archetype {
  /** Unique among archetypes. */
  readonly name: string;
  readonly input: Omit<DraftInput, 'id' | 'terms'>;
  readonly terms: TermsInput;
  /** What its orders are of. @defaultValue the base, without extensions */
  readonly walked?: Walked;
}

/** The draft of an archetype under an id. */
export function draftOf(archetype: Archetype, id: string): Draft {
  const schema = archetype.walked?.order.draftSchema ?? draftSchema;
  return schema.parse({ ...archetype.input, id, terms: termsSchema.parse(archetype.terms) });
}

const mug = (warehouseId: string | null, quantity = 2, unitPriceMinor = 1_250) => ({
  id: `mug-${warehouseId ?? 'any'}`,
  productId: 'p-mug',
  sku: 'MUG',
  name: 'Mug',
  quantity,
  unitPriceMinor,
  warehouseId,
});
/** A mug whose price holds its tax, with a discount of its own and its share of another. */
const discountedMug = {
  ...mug('berlin'),
  discountMinor: 100,
  discounts: [
    { id: 'mugs', name: 'Mug week', amountMinor: 40 },
    { id: 'welcome', code: 'WELCOME', name: 'Welcome', scope: 'order' as const, amountMinor: 60 },
  ],
  taxMinor: 400,
  includedTaxMinor: 400,
  taxes: [{ name: 'VAT', ratePercent: '20', baseMinor: 2_000, amountMinor: 400, included: true }],
};
const song = (unitPriceMinor = 900) => ({
  id: 'song',
  productId: 'p-song',
  sku: 'SONG',
  name: 'Song',
  kind: 'digital' as const,
  quantity: 1,
  unitPriceMinor,
});
const card = { method: 'card', token: 'tok_good' };
const gift = { method: 'gift_card', token: 'gift_10', amountMinor: 1_000 };
const guest = { kind: 'guest' as const, email: 'ada@example.com' };
const shippingAddress = { name: 'Ada', line1: 'Unter den Linden 1', city: 'Berlin', country: 'DE' };
const delivery = { amountMinor: 490, taxMinor: 93 };

/** A week after walks begin: 2026-01-22T12:00:00Z. */
const releaseDate = 1_769_083_200_000;

/** Two attempts of each kind: what follows on the last one is near. */
const brief = { maxPaymentAttempts: 2, maxFulfillmentAttempts: 2 };

function archetype(
  name: string,
  input: Partial<Archetype['input']> & Pick<Archetype['input'], 'lines'>,
  terms: TermsInput,
): Archetype {
  return {
    name,
    input: { currency: 'EUR', customer: guest, shippingAddress, payments: [card], ...input },
    terms: { ...brief, ...terms },
  };
}

/**
 * Orders of every kind that takes its own way through the statechart: capture policies, risk screening, called-back
 * parcels, physical, digital and mixed goods, one warehouse and two, nothing to pay, two payments, payment later,
 * backorders, shortfalls and pre-orders, and drafts that can't be submitted yet.
 */
export const archetypes: readonly Archetype[] = [
  archetype('paid at once', { lines: [mug('berlin')], shipping: delivery }, {}),
  archetype(
    'paid on shipment from two warehouses',
    { lines: [mug('berlin'), mug('aachen', 1)], shipping: delivery, sessionId: 'session-1' },
    { capturePolicy: 'on_shipment', cancelShipped: 'with_intercept' },
  ),
  archetype(
    'captured by hand',
    { lines: [mug(null)] },
    { capturePolicy: 'manual', cancelShipped: 'with_intercept', refundShipping: 'never' },
  ),
  archetype(
    'screened and mixed',
    { lines: [mug('berlin', 1), song()], shipping: delivery },
    { riskScreening: true, cancelShipped: 'with_intercept' },
  ),
  archetype(
    'screened and paid on shipment',
    { lines: [mug('berlin')] },
    { riskScreening: true, capturePolicy: 'on_shipment', expiredAuthorization: 'hold' },
  ),
  archetype('digital', { lines: [song()] }, {}),
  archetype('digital and captured by hand', { lines: [song()] }, { capturePolicy: 'manual' }),
  archetype('free goods', { lines: [mug('berlin', 2, 0)], payments: [] }, {}),
  archetype('free download', { lines: [song(0)], payments: [] }, {}),
  archetype(
    'gift card and card',
    { lines: [discountedMug], payments: [gift, card], discountCodes: ['WELCOME'] },
    { cancelShipped: 'with_intercept' },
  ),
  archetype(
    'gift card and card on shipment',
    { lines: [mug('berlin', 1), mug('aachen', 1)], payments: [gift, card] },
    { capturePolicy: 'on_shipment', expiredAuthorization: 'hold' },
  ),
  archetype(
    'paid later',
    { lines: [mug('berlin')], payments: [], shipping: delivery },
    { paymentOnSubmit: 'later' },
  ),
  archetype(
    'paid later, screened, from two warehouses',
    { lines: [mug('berlin'), mug('aachen', 1)], payments: [] },
    { paymentOnSubmit: 'later', riskScreening: true, capturePolicy: 'on_shipment' },
  ),
  archetype(
    'looked at for being the same as another',
    { lines: [mug('berlin')], shipping: delivery },
    { duplicates: { outcome: 'review' }, cancelShipped: 'with_intercept' },
  ),
  archetype(
    'cancelled early, or not at all',
    { lines: [mug('berlin'), mug('aachen', 1)], shipping: delivery },
    { cancelUntil: 'confirmed', cancelWindowMs: 20_000, cancelReasons: ['changed_mind'] },
  ),
  archetype(
    'within narrow limits',
    { lines: [mug('berlin')], payments: [card] },
    {
      limits: {
        minOrderMinor: { EUR: 1_000 },
        maxOrderMinor: { EUR: 10_000 },
        maxUnits: 3,
        maxLines: 2,
        maxOpenOrders: 2,
        maxCustomerOrders: 2,
        maxCustomerMinor: { EUR: 10_000 },
      },
      duplicates: { outcome: 'refuse' },
      paymentMethods: { card: { countries: ['DE', 'GB'], maxMinor: { EUR: 5_000 } } },
    },
  ),
  archetype(
    'goods that may wait, from two warehouses',
    { lines: [mug('berlin'), mug('aachen', 1)], shipping: delivery },
    { backorder: 'allow' },
  ),
  archetype(
    'asked about what is missing, and sent together',
    { lines: [mug('berlin'), song()], shipping: delivery },
    { onShortfall: 'ask', shipBackordered: 'together' },
  ),
  archetype(
    'pre-ordered and mixed',
    { lines: [{ ...mug('berlin', 1), releaseAt: releaseDate }, mug('aachen', 1)], shipping: delivery },
    { preorderCapture: 'on_release', onShortfall: 'wait' },
  ),
  archetype(
    'paid at the door',
    { lines: [mug('berlin')], payments: [{ method: 'cash_on_delivery' }], shipping: delivery },
    { payOnDeliveryMethods: ['cash_on_delivery'], cancelShipped: 'with_intercept' },
  ),
  archetype(
    'paid later, with tolerance',
    { lines: [mug('berlin')], payments: [] },
    {
      paymentOnSubmit: 'later',
      paymentToleranceMinor: { EUR: 2 },
      onSurplus: 'keep_within_tolerance',
      onChargeback: 'continue',
    },
  ),
  archetype(
    'two payments, all or none',
    { lines: [mug('berlin')], payments: [card, gift] },
    {
      paymentPriority: ['gift_card'],
      onPartialDecline: 'void',
      refundAllocation: 'proportional',
      cancelShipped: 'with_intercept',
    },
  ),
  archetype(
    'a cart',
    { lines: [mug(null)], customer: null, shippingAddress: null, payments: [], cartId: 'cart-1' },
    {},
  ),
];
