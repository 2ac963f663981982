import type { JsonObject, Order } from '../../machine/index.ts';
import type { CloudEvent, EventBusPort, OrderChange, OrderStore, OrderWrite } from '../../ports/index.ts';
import { chartEdges } from '../walk/goals.ts';
import type { Log } from './log.ts';

/** What is known of one order from its commits. */
export interface Witnessed {
  /** As of its last commit. */
  readonly order: Order;
  /** The ids of its events on the bus, in the order in which each came first. */
  readonly heard: readonly string[];
  /** The types of facts that did not fit, and were recorded for people to see. */
  readonly anomalies: ReadonlySet<string>;
  /** Numbers of its events that went to the dead letters: others may overtake those. */
  readonly dead: ReadonlySet<string>;
}

/** Somebody who sees every commit and every published event, and checks them without the code that made them. */
export interface Witness {
  /** The store, seen. */
  readonly store: OrderStore;
  /** A bus that takes everything and remembers it. */
  readonly bus: EventBusPort;
  /** Every order that was committed, in the order of their creation. */
  orders(): readonly Witnessed[];
  order(orderId: string): Order | undefined;
}

interface Book {
  order: Order;
  readonly heard: string[];
  readonly dead: Set<string>;
  readonly eventIds: Map<string, number>;
  readonly applied: Set<string>;
  readonly anomalies: Set<string>;
  readonly commands: Set<string>;
}

/** The edges of the status, as the statechart declares them. */
const statusEdges = new Set(
  chartEdges()
    .filter(({ axis }) => axis === 'status')
    .map(({ from, to }) => `${from}>${to}`),
);

/** Makes a witness of a store. `check` says what else is wrong with an order that was written. */
export function witnessOf(store: OrderStore, log: Log, check: (order: Order) => readonly string[]): Witness {
  const books = new Map<string, Book>();
  /** The orders that somebody works on. */
  const claimed = new Set<string>();

  const committed = (write: OrderWrite) => {
    const { change, settlement, orderId } = write;
    if (settlement !== null) claimed.delete(orderId);
    for (const { kind, id } of settlement?.dead ?? []) {
      log.tell(`dead letter ${id}`);
      if (kind === 'command') log.mark('a command became a dead letter');
      if (kind === 'event') books.get(orderId)?.dead.add(id.slice('event:'.length));
    }
    if (change === null) return;
    const book = books.get(orderId) ?? newBook(change.order);
    const known = books.has(orderId) ? book.order : null;
    books.set(orderId, book);
    for (const what of [...brokenChange(known, change, book), ...check(change.order)])
      log.breaks(`order ${orderId} v${change.order.version}: ${what}`);
    book.order = change.order;
    const { order, journal } = change;
    log.tally.events += journal.length;
    log.tally.checks += 1;
    log.tell(
      `committed ${orderId} v${order.version} ${journal.map(({ type, outcome }) => `${type}:${outcome}`).join(' ')}`,
    );
    for (const { type, data } of journal) markFact(type, data, log);
  };

  return {
    store: {
      ...store,
      async claim(request) {
        const claims = await store.claim(request);
        for (const { order } of claims) {
          if (claimed.has(order.id)) log.mark('another worker took over what a dead one had claimed');
          claimed.add(order.id);
        }
        return claims;
      },
      async commit(writes) {
        const answers = [];
        // One by one, so that what is seen here is in the order in which it took effect.
        for (const write of writes) {
          const [answer] = await store.commit([write]);
          if (answer === undefined) throw new Error('the store gave no answer to a commit');
          if (answer.status === 'committed') committed(write);
          if (answer.status === 'version') log.mark('somebody else was faster');
          if (answer.status === 'lease') log.mark('a lease was lost');
          if (answer.status === 'failed')
            log.breaks(`the store refused order ${write.orderId}: ${answer.error.message}`);
          answers.push(answer);
        }
        return answers;
      },
    },
    bus: {
      async publish(event) {
        const problem = hear(books.get(event.subject ?? ''), event);
        if (problem !== null) log.breaks(`event ${event.id} of order ${event.subject}: ${problem}`);
      },
    },
    orders: () => [...books.values()],
    order: (orderId) => books.get(orderId)?.order,
  };
}

function markFact(type: string, data: JsonObject, log: Log): void {
  if (type === 'payment.refunded') log.mark('money was given back');
  const short = type === 'stock.reserved' && Array.isArray(data['lines']);
  if (type === 'stock.rejected' || short) log.mark('a warehouse had less than was asked for');
}

function newBook(order: Order): Book {
  return {
    order,
    heard: [],
    dead: new Set(),
    eventIds: new Map(),
    applied: new Set(),
    anomalies: new Set(),
    commands: new Set(),
  };
}

/** What is wrong with a change, after what was known of its order. */
function brokenChange(known: Order | null, change: OrderChange, book: Book): readonly string[] {
  const { before, order, journal, history, events, commands } = change;
  const broken: string[] = [];
  const version = known?.version ?? 0;
  if (before !== version)
    broken.push(`it was made from version ${before}, and the last was ${version}: an update is lost`);
  const versions = journal.filter(({ outcome }) => outcome !== 'refused').map((entry) => entry.version);
  if (
    versions.some((each, index) => each !== version + index + 1) ||
    order.version !== version + versions.length
  )
    broken.push(`versions ${versions.join(', ')} follow on ${version}, the order says ${order.version}`);
  for (const { meta, outcome, type } of journal) {
    if (outcome === 'refused') continue;
    if (outcome === 'anomaly') book.anomalies.add(type);
    if (book.applied.has(meta.id)) broken.push(`${type} ${meta.id} was taken twice`);
    book.applied.add(meta.id);
  }
  let at: string | null = known?.axes.status ?? null;
  for (const { from, to } of history) {
    if (from !== at) broken.push(`the history goes ${at} then ${from}>${to}`);
    if (from !== null && !statusEdges.has(`${from}>${to}`))
      broken.push(`${from}>${to} is no edge of the status`);
    at = to;
  }
  if (at !== order.axes.status) broken.push(`the history ends at ${at}, the status is ${order.axes.status}`);
  let sequence = known?.published ?? 0;
  for (const event of events) {
    sequence += 1;
    if (event.sequence !== sequence)
      broken.push(`event ${event.type} is number ${event.sequence}, not ${sequence}`);
    book.eventIds.set(event.id, event.sequence);
  }
  if (order.published !== sequence) broken.push(`${sequence} events, the order says ${order.published}`);
  for (const { id, type } of commands) {
    if (book.commands.has(id)) broken.push(`${type} ${id} was asked for twice`);
    book.commands.add(id);
  }
  return broken;
}

/** Takes an event from the bus; returns what is wrong with it. */
function hear(book: Book | undefined, event: CloudEvent): string | null {
  const sequence = book?.eventIds.get(event.id);
  if (book === undefined || sequence === undefined) return 'it was published before its commit';
  if (book.heard.includes(event.id)) return null;
  book.heard.push(event.id);
  const missing = [...book.eventIds].filter(
    ([id, number]) => number < sequence && !book.heard.includes(id) && !book.dead.has(id),
  );
  return missing.length === 0 ? null : `it overtook ${missing.length} earlier ones`;
}
