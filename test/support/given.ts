import {
  type Axes,
  admit,
  createOrder,
  type DeadlineName,
  type DraftInput,
  draftSchema,
  type EventInput,
  type EventMeta,
  isFact,
  type Order,
  type OrderEvent,
  orderBook,
  parseAs,
  parseEvent,
  type Refusal,
  type StepResult,
  step,
  type TermsInput,
  termsSchema,
} from 'statecart/machine';
import {
  failure,
  inFlight,
  type OperationKind,
  operationsOf,
  type Standing,
  success,
} from '../../src/testing/answers.ts';
import { brokenInvariants, brokenStepInvariants } from '../../src/testing/invariants.ts';
import { changedFields, deepFreeze } from './changed.ts';

/** 2026-03-02T09:00:00Z: when the orders of these tests are created. */
export const start = 1_772_442_000_000;
const second = 1_000;
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** What a test chooses of its order; the rest is one mug for 25.00 EUR, 4.90 delivery, paid by card. */
export type GivenOrder = Partial<Omit<DraftInput, 'terms'>> & { readonly terms?: TermsInput };

/** A line of physical goods at 10.00 a unit, unless the test says otherwise. */
export function goods(id: string, changes: Partial<DraftInput['lines'][number]> = {}) {
  return {
    id,
    productId: `p-${id}`,
    sku: id.toUpperCase(),
    name: id,
    quantity: 1,
    unitPriceMinor: 1_000,
    ...changes,
  };
}

const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Begins the life of an order: a draft. */
export function given(chosen: GivenOrder = {}): Life {
  const { terms = {}, ...draft } = chosen;
  const input = {
    id: '0198f0aa-0000-7000-8000-000000000001',
    currency: 'EUR',
    customer: { kind: 'guest', email: 'ada@example.com' },
    lines: [goods('mug', { unitPriceMinor: 2_500 })],
    shippingAddress: { name: 'Ada', line1: 'Unter den Linden 1', city: 'Berlin', country: 'DE' },
    payments: [{ method: 'card', token: 'tok_good' }],
    shipping: { amountMinor: 412, taxMinor: 78 },
    terms: termsSchema.parse(terms),
    ...draft,
  };
  return new Life(parseAs(draftSchema, input, 'the draft'));
}

/**
 * The life of an order as a test tells it: `when` an event comes, `succeed` and `fail` answer what is under way. After
 * each step every invariant is checked, the input is frozen, and requests pass `admit`: a broken one throws.
 */
export class Life {
  order: Order;
  /** The order before the last event. */
  before: Order;
  last: StepResult;
  /** Everything that happened, the creation first. */
  readonly results: StepResult[] = [];
  now = start;
  private events = 0;
  private came: OrderEvent | undefined;

  constructor(draft: Parameters<typeof createOrder>[0]) {
    this.last = createOrder(draft, this.meta());
    this.order = deepFreeze(this.last.order);
    this.before = this.order;
    this.results.push(this.last);
    this.check();
  }

  /** An event comes. @throws Error when a request is refused, or an invariant is broken. */
  when(input: EventInput): this {
    const event = this.parse(input);
    if (!isFact(event)) {
      const admission = admit(this.order, event);
      if (!admission.ok) throw new Error(`${event.type} was refused: ${JSON.stringify(admission.refusals)}`);
    }
    this.before = this.order;
    this.came = event;
    this.last = step(this.order, event);
    this.order = deepFreeze(this.last.order);
    this.results.push(this.last);
    this.check();
    return this;
  }

  /** Why a request would be refused; empty when it would pass. */
  refusals(input: EventInput): readonly Refusal[] {
    const event = this.parse(input);
    if (isFact(event)) throw new Error(`${event.type} is a fact: it is never refused`);
    const admission = admit(this.order, event);
    return admission.ok ? [] : admission.refusals;
  }

  /** Places the order; the goods come from the warehouses that the lines name, or from `berlin`. */
  submit(): this {
    const allocations = this.order.lines
      .filter((line) => line.kind === 'physical')
      .flatMap((line) =>
        line.allocations.length > 0
          ? line.allocations.map((entry) => ({ lineId: line.id, ...entry }))
          : [{ lineId: line.id, warehouseId: 'berlin', quantity: line.quantity }],
      );
    return this.when({ type: 'order.submit', number: 'SC-1042', allocations });
  }

  /** The outside answers the oldest operation of each of these kinds that is under way: it was done. */
  succeed(...kinds: readonly OperationKind[]): this {
    for (const kind of kinds) this.when(success(this.awaited(kind)));
    return this;
  }

  /** The outside answers the oldest operation of this kind that is under way: it was not done. */
  fail(kind: OperationKind, code = 'refused'): this {
    return this.when(failure(this.awaited(kind), code));
  }

  /** Nobody knows how the operation of this kind that is under way ended. */
  lose(kind: OperationKind): this {
    return this.when({ type: 'operation.unknown', operationId: this.awaited(kind).operation.id });
  }

  /** Everything that is asked of the outside is done, until nothing is asked any more. */
  settle(): this {
    for (let rounds = 0; rounds < 100; rounds += 1) {
      const [next] = inFlight(this.order);
      if (!next) return this;
      this.when(success(next));
    }
    throw new Error('the order never comes to rest');
  }

  /** The warehouse packs a parcel of a fulfilment: all that is left, or these units. */
  pack(quantities?: Readonly<Record<string, number>>, fulfillment = 0): this {
    const fulfillmentId = this.order.fulfillments[fulfillment]?.id ?? '';
    const lines =
      quantities && Object.entries(quantities).map(([lineId, quantity]) => ({ lineId, quantity }));
    return this.when({ type: 'fulfillment.packed', fulfillmentId, lines: lines ?? null });
  }

  /** The carrier reports on a parcel, the first by default. */
  parcel(
    news: 'dispatched' | 'in_transit' | 'delivered' | 'lost' | 'returned_to_sender' | 'cancelled',
    shipment = 0,
  ): this {
    return this.when({ type: `shipment.${news}`, shipmentId: this.order.shipments[shipment]?.id ?? '' });
  }

  /** A deadline of the order comes. @throws Error when it has no such deadline. */
  deadline(name: DeadlineName): this {
    const found = this.order.deadlines.find((entry) => entry.name === name);
    if (!found) throw new Error(`the order has no deadline ${name}: ${JSON.stringify(this.order.deadlines)}`);
    this.now = Math.max(this.now, found.at);
    return this.when({ type: 'deadline.reached', ...found });
  }

  /** Time goes by. */
  wait(ms: number): this {
    this.now += ms;
    return this;
  }

  get axes(): Axes {
    return this.order.axes;
  }
  /** The axes that the last event moved: `payment: authorizing>authorized`. */
  get moves(): readonly string[] {
    return this.last.journal.flatMap((entry) => entry.changes);
  }
  /** What the last event changed in the order, by path; all else stayed as it was. */
  get changed(): readonly string[] {
    return changedFields(this.before, this.order);
  }
  /** What the last event asked of the outside. */
  get commands(): readonly string[] {
    return this.last.commands.map((command) =>
      command.type === 'notification.send' ? `notify ${text(command.data['template'])}` : command.type,
    );
  }
  /** The same without the messages to the customer. */
  get operated(): readonly string[] {
    return this.commands.filter((command) => !command.startsWith('notify '));
  }
  /** What the last event told the world; `status from>to` for a status change. */
  get told(): readonly string[] {
    return this.last.events.map((event) =>
      event.type === 'order.status_changed'
        ? `status ${text(event.data['oldStatus'])}>${text(event.data['newStatus'])}`
        : event.type,
    );
  }
  /** The names of the deadlines that the order has. */
  get deadlines(): readonly DeadlineName[] {
    return this.order.deadlines.map((entry) => entry.name);
  }
  /** The operations that were ever asked for, as `kind state`. */
  get operations(): readonly string[] {
    return operationsOf(this.order).map(({ kind, operation }) => `${kind} ${operation.state}`);
  }
  /** The money that was ever moved: `[captured, refunded, still authorized]`. */
  get money(): readonly [captured: number, refunded: number, open: number] {
    const book = orderBook(this.order);
    return [book.capturedMinor, book.refundedMinor, book.openMinor];
  }

  /** The operation of a kind whose answer is owed. @throws Error when there is none. */
  awaited(kind: OperationKind): Standing {
    const found = inFlight(this.order).find((entry) => entry.kind === kind);
    if (!found) throw new Error(`no ${kind} is under way: ${this.operations.join(', ')}`);
    return found;
  }

  private parse(input: EventInput): OrderEvent {
    this.now += second;
    return deepFreeze(parseEvent(input, this.meta()));
  }

  private meta(): EventMeta {
    this.events += 1;
    return {
      id: `event-${this.events}`,
      occurredAt: this.now,
      receivedAt: this.now,
      actor: 'user-7',
      correlationId: null,
      causationId: null,
      traceparent: null,
      untried: [],
    };
  }

  private check(): void {
    const broken = [
      ...brokenInvariants(this.order),
      ...(this.results.length > 1 ? brokenStepInvariants(this.before, this.last, this.came) : []),
    ];
    if (broken.length > 0) throw new Error(`broken after ${this.results.length} steps: ${broken.join('; ')}`);
  }
}
