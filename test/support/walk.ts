import fc from 'fast-check';
import {
  createOrder,
  type DraftInput,
  draftSchema,
  type EventInput,
  type EventMeta,
  type Order,
  type OrderEvent,
  parseAs,
  parseEvent,
  type TermsInput,
  termsSchema,
} from 'statecart/machine';
import { inFlight, success } from '../../src/testing/answers.ts';
import type { Candidate } from '../../src/testing/candidate.ts';
import { candidateEvents } from '../../src/testing/candidate-events.ts';
import { day, goods, start } from './given.ts';
import { priced, prices } from './priced.ts';

/** What a walk begins with, and the choices it makes: each a number that picks one of the events that could come. */
export interface Walk {
  readonly draft: Parameters<typeof createOrder>[0];
  readonly choices: readonly Choice[];
}

/** `forward`: what is under way succeeds, or the goods go on; `any`: anything that could come at all. */
interface Choice {
  readonly kind: 'forward' | 'any';
  readonly pick: number;
}

const paymentTerms = {
  paymentPriority: fc.constantFrom<string[]>([], ['gift_card']),
  refundAllocation: fc.constantFrom('last_first', 'first_first', 'proportional'),
  onPartialDecline: fc.constantFrom('wait', 'void'),
  paymentToleranceMinor: fc.constantFrom<Record<string, number>>({}, { EUR: 2 }),
  onSurplus: fc.constantFrom('refund', 'keep_within_tolerance'),
  payOnDeliveryMethods: fc.constantFrom<string[]>([], ['cash_on_delivery']),
  onChargeback: fc.constantFrom('hold', 'continue'),
} as const;

const terms: fc.Arbitrary<TermsInput> = fc.record({
  capturePolicy: fc.constantFrom('before_confirmation', 'on_shipment', 'manual'),
  riskScreening: fc.boolean(),
  cancelShipped: fc.constantFrom('never', 'with_intercept'),
  cancelUntil: fc.constantFrom('shipped', 'shipped', 'processing', 'confirmed'),
  cancelWindowMs: fc.constantFrom(null, null, 3_600_000),
  cancelReasons: fc.constantFrom(null, null, ['customer_request'] as const),
  expiredAuthorization: fc.constantFrom('reauthorize', 'hold'),
  refundShipping: fc.constantFrom('full_return', 'never'),
  maxPaymentAttempts: fc.integer({ min: 1, max: 3 }),
  maxFulfillmentAttempts: fc.integer({ min: 1, max: 2 }),
  onLostParcel: fc.constantFrom('refund', 'reship', 'ask'),
  onReturnedToSender: fc.constantFrom('ask', 'reship', 'refund'),
  onDamagedParcel: fc.constantFrom('ask', 'reship', 'refund'),
  parcelSilentMs: fc.constantFrom(null, 3_600_000),
  parcelDecisionMs: fc.constantFrom(null, 86_400_000),
  undecidedParcel: fc.constantFrom('refund', 'reship'),
  notifyParcelShipped: fc.boolean(),
  duplicates: fc.record({ outcome: fc.constantFrom('allow', 'review') }),
  ...paymentTerms,
  backorder: fc.constantFrom('never', 'allow', 'allow'),
  shipBackordered: fc.constantFrom('split', 'together'),
  onShortfall: fc.constantFrom('ask', 'wait', 'refund'),
  preorderCapture: fc.constantFrom('on_placement', 'on_release', 'on_shipment'),
});

const line = (id: string) =>
  fc
    .record({
      kind: fc.constantFrom('physical', 'physical', 'physical', 'digital'),
      quantity: fc.integer({ min: 1, max: 3 }),
      unitPriceMinor: fc.constantFrom(0, 1, 333, 1_000),
      taxMinor: fc.constantFrom(0, 1, 190),
      warehouseId: fc.constantFrom('berlin', 'berlin', 'tokyo'),
      backorder: fc.constantFrom(null, null, 'never', 'allow'),
      releaseAt: fc.constantFrom(null, null, null, start + 7 * day),
    } as const)
    .map((chosen) => goods(id, chosen));

const payments = fc.constantFrom<DraftInput['payments'] & object>(
  [{ method: 'card', token: 'tok_good' }],
  [{ method: 'card', token: 'tok_good' }],
  [{ method: 'gift_card', amountMinor: 1 }, { method: 'card' }],
  [{ method: 'card' }, { method: 'gift_card', amountMinor: 1 }],
  [{ method: 'cash_on_delivery' }],
  [{ method: 'gift_card', amountMinor: 1 }, { method: 'cash_on_delivery' }],
);

const draft = fc
  .record({
    terms,
    payments,
    lines: fc
      .tuple(line('mug'), line('plate'), line('song'))
      .chain((all) => fc.subarray(all, { minLength: 1 })),
    shipping: fc.constantFrom({ amountMinor: 0, taxMinor: 0 }, { amountMinor: 412, taxMinor: 79 }),
    detail: fc.option(prices),
  })
  .map(({ terms: chosen, lines: plain, shipping: charge, detail, ...rest }) => {
    const detailed = detail && priced(plain, charge.amountMinor, detail);
    const { lines, shipping } = detailed ?? { lines: plain, shipping: charge };
    const plainMinor = plain.reduce<number>(
      (sum, entry) => sum + entry.unitPriceMinor * entry.quantity + (entry.taxMinor ?? 0),
      charge.amountMinor,
    );
    const totalMinor = detailed?.totalMinor ?? plainMinor;
    const input = {
      id: '0198f0aa-0000-7000-8000-000000000002',
      currency: 'EUR',
      customer: { kind: 'registered', customerId: 'customer-1' },
      shippingAddress: { name: 'Ada', line1: 'Unter den Linden 1', city: 'Berlin', country: 'DE' },
      sessionId: 'session-1',
      lines,
      shipping,
      terms: termsSchema.parse(chosen),
      ...rest,
      payments: totalMinor > 1 ? rest.payments : [],
    };
    return parseAs(draftSchema, input, 'the draft');
  });

const choice: fc.Arbitrary<Choice> = fc.record({
  kind: fc.constantFrom('forward', 'forward', 'any'),
  pick: fc.nat({ max: 9_999 }),
});

/** Walks of a length over orders of every sort. */
export function walks(steps: number): fc.Arbitrary<Walk> {
  return fc.record({ draft, choices: fc.array(choice, { minLength: steps, maxLength: steps }) });
}

/** Reads one of the events that could come next out of a choice. */
export function eventOf(order: Order, { kind, pick }: Choice, at: number): OrderEvent {
  const candidates = kind === 'forward' ? forward(order) : candidateEvents(order);
  const { event } = candidates[pick % candidates.length] as Candidate;
  return parseEvent(event, metaAt(Math.max(at, event.meta?.receivedAt ?? 0), `event-${order.version}`));
}

/** What lets an order go on: submission, the answers it waits for, the way of its goods. */
function forward(order: Order): readonly Candidate[] {
  const answers = inFlight(order).map(
    (entry): Candidate => ({ name: 'answer', event: success(entry) as EventInput }),
  );
  if (answers.length > 0) return answers;
  const ways = /^(order\.submit|review\.approve|fulfillment\.packed|shipment\.(dispatched|delivered)|return)/;
  const onward = candidateEvents(order).filter(({ name }) => ways.test(name) && !name.endsWith('stranger'));
  return onward.length > 0 ? onward : candidateEvents(order);
}

/** The meta of an event that comes at a moment. */
export function metaAt(at: number, id: string): EventMeta {
  return {
    id,
    occurredAt: at,
    receivedAt: at,
    actor: null,
    correlationId: null,
    causationId: null,
    traceparent: null,
    untried: [],
  };
}

/** The order that a walk begins with. */
export function firstOrder(walk: Walk): Order {
  return createOrder(walk.draft, metaAt(start, 'event-0')).order;
}
