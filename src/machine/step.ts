import { OrderError } from '../errors/index.ts';
import type { OrderStatus } from './axes.ts';
import { axisNames } from './axes.ts';
import { compileChart } from './chart/compile.ts';
import { type Ran, runChart } from './chart/run.ts';
import { runWithXState } from './chart/run-with-xstate.ts';
import type { CommandRef, CommandType, PublishedRef } from './commands.ts';
import { deadlinesOf } from './deadlines.ts';
import { isFact, type OrderEvent } from './events/index.ts';
import { fillCommand } from './fill/command.ts';
import { journalData, journalEntry, statusRecords } from './fill/journal.ts';
import { fillPublished } from './fill/published.ts';
import { operationsOf } from './ledgers/entry.ts';
import { summary } from './ledgers/summary.ts';
import { orderMachine } from './machine.ts';
import { machineVersion } from './machine-version.ts';
import type { Order, StatusEdge } from './order.ts';
import type { StepResult } from './step-result.ts';

/**
 * The tables that run, read out of the statechart; `null` for a statechart that uses more of XState than they hold. A test
 * compares them with XState's own `transition` at every step of every path of the state graph, and on random walks.
 */
const chart = compileChart(orderMachine);

/** What a statechart at rest comes to, before the order is closed over it. */
export interface AtRest {
  readonly order: Order;
  readonly published: readonly PublishedRef[];
  readonly commands: readonly CommandRef[];
}

/** Where a step can differ: that of this library, and that of an order with extensions. */
interface StepParts {
  readonly run: (order: Order, event: OrderEvent) => Ran;
  /** What the states of extensions add, given the order before the event. */
  readonly rest: (given: Order, ran: Ran) => AtRest;
  readonly isFact: (event: OrderEvent) => boolean;
  readonly deadlinesOf: (order: Order) => Order['deadlines'];
  readonly fillCommand: typeof fillCommand;
  readonly fillPublished: typeof fillPublished;
  readonly journalData: typeof journalData;
}

/** A step made of its parts. See {@link step} for what it promises. */
export function stepWith(parts: StepParts): (order: Order, event: OrderEvent) => StepResult {
  return (order, event) => {
    if (order.machineVersion !== machineVersion) throw foreignVersion(order);
    const start = withoutDeadline(order, event);
    if (start === undefined) return unchanged(order);

    const ran = parts.run(start, event);
    const { outcome, anomaly } = ran.context;
    if (outcome === 'duplicate') return unchanged(order);
    if (outcome === null) return untaken(order, event, parts.isFact(event));

    assertAgreement(ran.context.order, ran.states);

    const rest = parts.rest(order, ran);
    const moved = rest.order;
    const published: readonly PublishedRef[] = anomaly
      ? [...rest.published, { type: 'order.anomaly_recorded', ref: anomaly.code }]
      : rest.published;
    const after: Order = {
      ...moved,
      version: order.version + 1,
      timestamps: { ...moved.timestamps, updatedAt: event.meta.receivedAt },
      deadlines: parts.deadlinesOf(moved),
      published: order.published + published.length,
    };

    return {
      outcome,
      order: after,
      commands: sortedCommands(rest.commands).map((command) => parts.fillCommand(after, command)),
      withdrawn: withdrawnOf(after, event.meta.untried),
      events: parts.fillPublished(order, after, published, event.meta.occurredAt),
      history: statusRecords(after, edgesOf(published), event),
      journal: [journalEntry(order, after, event, outcome, anomaly, parts.journalData)],
      anomaly,
    };
  };
}

/**
 * What comes of an event: the order after it, the commands to perform, the events to publish, the lines of history.
 *
 * Pure: no clock, no I/O, no randomness; the order that is given is not changed. Requests are to pass `admit` first: it is
 * the only place that refuses. A fact is never refused: it is applied, recognised as a duplicate (nothing changes, nothing
 * is to be written), or recorded as an anomaly.
 *
 * @throws OrderError `NOT_ALLOWED` for a request that the order's state does not take, which `admit` would have refused;
 * `MACHINE_VERSION_UNKNOWN` for an order of another version of the statechart; `INVARIANT_VIOLATED` when the axes and the
 * ledgers disagree afterwards, which is a bug: nothing is to be written then.
 */
export const step: (order: Order, event: OrderEvent) => StepResult = stepWith({
  run: (order, event) => (chart ? runChart(chart, order, event) : runWithXState(order, event)),
  rest: (_given, { context, published, commands }) => ({ order: context.order, published, commands }),
  isFact,
  deadlinesOf,
  fillCommand,
  fillPublished,
  journalData,
});

function unchanged(order: Order): StepResult {
  return {
    outcome: 'duplicate',
    order,
    commands: [],
    withdrawn: [],
    events: [],
    history: [],
    journal: [],
    anomaly: null,
  };
}

/** A deadline leaves the order before the machine looks. One that the order does not have (any more) changes nothing. */
function withoutDeadline(order: Order, event: OrderEvent): Order | undefined {
  if (event.type !== 'deadline.reached') return order;
  const rest = order.deadlines.filter(
    (deadline) => !(deadline.name === event.name && deadline.ref === event.ref && deadline.at === event.at),
  );
  return rest.length === order.deadlines.length ? undefined : { ...order, deadlines: rest };
}

/** An event that no region took. A fact always has a region; a request that gets here was not admitted. */
function untaken(order: Order, event: OrderEvent, fact: boolean): StepResult {
  if (fact) return unchanged(order);
  throw new OrderError(
    'NOT_ALLOWED',
    `\`${event.type}\` is not allowed while order ${order.number ?? order.id} is \`${order.axes.status}\`.`,
    {
      details: { orderId: order.id, type: event.type, axes: order.axes },
    },
  );
}

/** The edges of the status among published events. */
export function edgesOf(published: readonly PublishedRef[]): readonly StatusEdge[] {
  return published
    .filter((event) => event.type === 'order.status_changed')
    .map((event) => {
      const [from, to] = (event.ref ?? '').split('>');
      return { from: from as OrderStatus, to: to as OrderStatus };
    });
}

/** What undoes comes first, in reverse of the sequence in which it is done; then what does; then what tells. */
const commandOrder: readonly CommandType[] = [
  'fulfillment.cancel',
  'shipment.cancel',
  'payment.void',
  'payment.refund',
  'stock.release',
  'risk.screen',
  'stock.reserve',
  'payment.authorize',
  'payment.capture',
  'stock.confirm',
  'stock.return',
  'fulfillment.create',
  'shipment.create',
  'checkout.clear',
  'notification.send',
];
const places = new Map<string, number>(commandOrder.map((type, index) => [type, index]));
/** Commands of extensions come after what does, and before what tells. */
const ownPlace = commandOrder.indexOf('checkout.clear') - 0.5;

function sortedCommands(asked: readonly CommandRef[]): readonly CommandRef[] {
  return [...asked].sort((a, b) => (places.get(a.type) ?? ownPlace) - (places.get(b.type) ?? ownPlace));
}

/** Those of the commands that nobody has attempted whose operations were taken back. */
function withdrawnOf(order: Order, untried: readonly string[]): readonly string[] {
  if (untried.length === 0) return [];
  const taken = new Set(
    operationsOf(order)
      .filter((operation) => operation.state === 'withdrawn')
      .map((operation) => operation.id),
  );
  return untried.filter((id) => taken.has(id));
}

/** The states, the axes in the order and the summaries of the ledgers say the same, or nothing is written. */
function assertAgreement(order: Order, states: Readonly<Record<string, string>>): void {
  const ledgers: Record<string, string> = { status: order.axes.status, ...summary(order) };
  const wrong = axisNames.filter(
    (axis) => order.axes[axis] !== ledgers[axis] || states[axis] !== order.axes[axis],
  );
  if (wrong.length === 0) return;
  const list = wrong
    .map((axis) => `${axis} is ${order.axes[axis]}, its state ${states[axis]}, its ledger ${ledgers[axis]}`)
    .join('; ');
  throw new OrderError(
    'INVARIANT_VIOLATED',
    `order ${order.id} would not agree with its ledgers: ${list}. Nothing was written; please report this.`,
    {
      details: { orderId: order.id, axes: order.axes, states, ledgers },
    },
  );
}

function foreignVersion(order: Order): OrderError {
  return new OrderError(
    'MACHINE_VERSION_UNKNOWN',
    `order ${order.number ?? order.id} was written by version ${order.machineVersion} of the statechart, and this is version ${machineVersion}. Migrate it, or let a worker of its version go on with it.`,
    {
      retry: 'afterFix',
      details: { orderId: order.id, machineVersion: order.machineVersion, known: [machineVersion] },
    },
  );
}
