import fc from 'fast-check';
import {
  createOrder,
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
import { type Candidate, candidateEvents } from '../../src/testing/candidate-events.ts';
import { goods, start } from './given.ts';

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

const terms: fc.Arbitrary<TermsInput> = fc.record({
  capturePolicy: fc.constantFrom('before_confirmation', 'on_shipment', 'manual'),
  riskScreening: fc.boolean(),
  cancelShipped: fc.constantFrom('never', 'with_intercept'),
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
});

const line = (id: string) =>
  fc
    .record({
      kind: fc.constantFrom('physical', 'physical', 'physical', 'digital'),
      quantity: fc.integer({ min: 1, max: 3 }),
      unitPriceMinor: fc.constantFrom(0, 1, 333, 1_000),
      taxMinor: fc.constantFrom(0, 1, 190),
      warehouseId: fc.constantFrom('berlin', 'berlin', 'tokyo'),
    } as const)
    .map((chosen) => goods(id, chosen));

const payments = fc.constantFrom(
  [{ method: 'card', token: 'tok_good' }],
  [{ method: 'card', token: 'tok_good' }],
  [{ method: 'gift_card', amountMinor: 1 }, { method: 'card' }],
);

const draft = fc
  .record({
    terms,
    payments,
    lines: fc
      .tuple(line('mug'), line('plate'), line('song'))
      .chain((all) => fc.subarray(all, { minLength: 1 })),
    shipping: fc.constantFrom({ amountMinor: 0, taxMinor: 0 }, { amountMinor: 412, taxMinor: 79 }),
  })
  .map(({ terms: chosen, lines, ...rest }) => {
    const total = lines.reduce(
      (sum, entry) => sum + entry.unitPriceMinor * entry.quantity + (entry.taxMinor ?? 0),
      0,
    );
    const input = {
      id: '0198f0aa-0000-7000-8000-000000000002',
      currency: 'EUR',
      customer: { kind: 'registered', customerId: 'customer-1' },
      shippingAddress: { name: 'Ada', line1: 'Unter den Linden 1', city: 'Berlin', country: 'DE' },
      sessionId: 'session-1',
      lines,
      terms: termsSchema.parse(chosen),
      ...rest,
      payments: total + rest.shipping.amountMinor > 1 ? rest.payments : [],
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
