import { readFileSync } from 'node:fs';
import type { CloudEvent, HistoryPage, Order } from 'statecart';
import type {
  Books,
  ParcelRow,
  ProviderAccount,
  ProviderTransaction,
  ReservationRow,
  WarehouseLevel,
} from 'statecart/adapters/memory';
import type { OutsideBooks } from '../../examples/demo/outside/protocol.ts';
import { compareBooks } from '../../examples/demo/report/compare-books.ts';
import { brokenInvariants } from '../../src/testing/invariants.ts';

/** What the verdict is passed on: orders that have come to their end, with their journals. */
export interface Judged {
  readonly order: Order;
  readonly history: HistoryPage;
}

type Rows<Row> = Readonly<Record<string, Row>>;

/** The tables of the outside's books that the verdict reads. */
function tablesOf(books: Books) {
  const table = <Row>(book: string, name: string): Rows<Row> =>
    (books[book]?.[name] ?? {}) as unknown as Rows<Row>;
  return {
    payments: table<ProviderAccount>('payments', 'accounts'),
    transactions: table<ProviderTransaction>('payments', 'transactions'),
    levels: table<WarehouseLevel>('warehouse', 'levels'),
    reservations: table<ReservationRow>('warehouse', 'reservations'),
    parcels: table<ParcelRow>('shipping', 'parcels'),
  };
}

type Tables = ReturnType<typeof tablesOf>;

/**
 * What is wrong, in sentences; empty: nothing. The outside's books are taken for the truth: each charge once, each
 * reservation released or confirmed once, no more refunded than captured, each order in agreement with them.
 */
export function verdict(judged: readonly Judged[], books: Books, busPath: string): readonly string[] {
  const tables = tablesOf(books);
  const bus = readBus(busPath);
  return judged.flatMap(({ order, history }) => [
    ...brokenInvariants(order).map((what) => `${nameOf(order)}: ${what}`),
    ...figures(order, tables),
    ...charges(order, tables),
    ...reservations(order, tables),
    ...parcels(order, tables),
    ...records(order, history),
    ...published(order, bus),
  ]);
}

/** What an order of these tests is called. */
export function nameOf({ id, metadata: { key } }: Order): string {
  return typeof key === 'string' ? key : id;
}

function figures(order: Order, tables: Tables): string[] {
  const { agree, ...compared } = compareBooks(order, tables satisfies OutsideBooks);
  return agree
    ? []
    : [`${nameOf(order)}: the order and the books of the outside differ: ${JSON.stringify(compared)}`];
}

/** Every transaction of the provider's is one entry of the order's ledger, and the other way round. */
function charges(order: Order, { payments, transactions }: Tables): string[] {
  const wrong: string[] = [];
  const theirs = Object.values(transactions)
    .filter(({ orderId }) => orderId === order.id)
    .map(({ kind, key, amountMinor }) => `${kind} ${key} ${amountMinor}`);
  const ours = order.payments
    .flatMap((payment) => payment.transactions)
    .filter(({ state }) => state === 'succeeded')
    .map(({ kind, id, amountMinor }) => `${kind} ${id} ${amountMinor}`);
  if (theirs.toSorted().join('\n') !== ours.toSorted().join('\n'))
    wrong.push(`the provider has ${theirs.join(', ')}; the ledger has ${ours.join(', ')}`);
  const accounts = Object.values(payments).filter(({ orderId }) => orderId === order.id);
  const captured = sum(accounts.map(({ capturedMinor }) => capturedMinor));
  if (captured > order.totals.totalMinor)
    wrong.push(`${captured} was captured of ${order.totals.totalMinor}: more than the order costs`);
  for (const { account, authorizedMinor, capturedMinor, refundedMinor } of accounts)
    if (refundedMinor > capturedMinor || capturedMinor > authorizedMinor)
      wrong.push(
        `${account}: refunded ${refundedMinor}, captured ${capturedMinor}, authorized ${authorizedMinor}`,
      );
  return wrong.map((what) => `${nameOf(order)}: ${what}`);
}

/** Every reservation is over: each unit of it released or confirmed, once. */
function reservations(order: Order, tables: Tables): string[] {
  const theirs = Object.values(tables.reservations).filter(({ orderId }) => orderId === order.id);
  const wrong = theirs.flatMap(({ reservationId, lines }) =>
    lines
      .filter(({ quantity, released, confirmed }) => released + confirmed !== quantity)
      .map((line) => `the reservation ${reservationId} is not over: ${JSON.stringify(line)}`),
  );
  const known = new Set(order.reservations.map(({ id }) => id));
  const unknown = theirs.filter(({ reservationId }) => !known.has(reservationId));
  if (unknown.length > 0 || theirs.length !== order.reservations.length)
    wrong.push(`the warehouse has ${theirs.length} reservations, the order ${order.reservations.length}`);
  return wrong.map((what) => `${nameOf(order)}: ${what}`);
}

function parcels(order: Order, tables: Tables): string[] {
  const theirs = Object.values(tables.parcels).filter(({ orderId }) => orderId === order.id);
  const known = new Set(order.shipments.map(({ id }) => id));
  return theirs
    .filter(({ shipmentId }) => !known.has(shipmentId))
    .map(({ shipmentId }) => `${nameOf(order)}: the carrier has a parcel ${shipmentId} that the order lacks`);
}

/** Every version stands in the journal once, and the edges make one line. */
function records(order: Order, { history, journal }: HistoryPage): string[] {
  const versions = journal.filter(({ outcome }) => outcome !== 'refused').map(({ version }) => version);
  const wrong: string[] = [];
  if (versions.some((version, index) => version !== index + 1) || versions.length !== order.version)
    wrong.push(`version ${order.version}, but the journal has ${versions.join(', ')}`);
  const broken = history.some(({ from }, index) => from !== (history[index - 1]?.to ?? null));
  if (broken || history.at(-1)?.to !== order.axes.status)
    wrong.push(`the history is no line: ${history.map(({ from, to }) => `${from}>${to}`).join(' ')}`);
  return wrong.map((what) => `${nameOf(order)}: ${what}`);
}

/** Every event is on the bus, in order; after a crash the same one may come again. */
function published(order: Order, bus: ReadonlyMap<string, readonly CloudEvent[]>): string[] {
  const events = bus.get(order.id) ?? [];
  const first = events.filter(({ id }, index) => events.findIndex((event) => event.id === id) === index);
  const sequence = first.map((event) => Number(event.sequence));
  const whole =
    sequence.every((number, index) => number === index + 1) && sequence.length === order.published;
  return whole
    ? []
    : [`${nameOf(order)}: ${order.published} events were published, the bus has ${sequence.join(', ')}`];
}

function readBus(path: string): ReadonlyMap<string, readonly CloudEvent[]> {
  const lines = readFileSync(path, 'utf8').split('\n');
  const events = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as CloudEvent);
  const byOrder = new Map<string, CloudEvent[]>();
  for (const event of events) {
    const subject = event.subject ?? '';
    byOrder.set(subject, [...(byOrder.get(subject) ?? []), event]);
  }
  return byOrder;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
