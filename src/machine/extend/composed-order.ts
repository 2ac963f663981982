import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import * as z from 'zod';
import { type Axis, axisStates, baseName } from '../axes.ts';
import { runChart } from '../chart/run.ts';
import { commandTypes, type PublishedEvent } from '../commands.ts';
import { createOrder } from '../create-order.ts';
import { byMoment, deadlinesOf } from '../deadlines.ts';
import {
  type Draft,
  draftSchema,
  type EventMeta,
  type EventParser,
  eventParser,
  eventSchemas,
  factSchemas,
  factTypes,
  isFact,
  type OrderEvent,
  parseAs,
  parseEvent,
  type RequestType,
  requestTypes,
} from '../events/index.ts';
import { fillCommand } from '../fill/command.ts';
import { fieldsGiven, journalData, statusRecords } from '../fill/journal.ts';
import { fillPublished } from '../fill/published.ts';
import { orderMachine, snapshotOf } from '../machine.ts';
import { machineVersion } from '../machine-version.ts';
import type { Deadline, JsonObject, Order } from '../order.ts';
import { orderRules, type Refuse, refuse, refuseBy } from '../rules/admit.ts';
import { eventLeadingTo, type Leading } from '../rules/leading.ts';
import { type RuleBook, ruleBook } from '../rules/rule-book.ts';
import { edgesOf, step, stepWith } from '../step.ts';
import type { StepResult } from '../step-result.ts';
import { upgradeOrder } from '../versions/index.ts';
import { type Additions, collect } from './collect.ts';
import type { AnyExtension } from './extension.ts';
import type { BaseTypes, OrderTypes } from './order-types.ts';
import { ownChart, snapshotIn } from './own-chart.ts';
import { ownRecord } from './own-effects.ts';
import { ownFields } from './own-fields.ts';
import { ownRules } from './own-rules.ts';
import { ownStates } from './own-states.ts';

/**
 * The order of a shop: the base, with what extensions add. It holds all that there is to know of such an order: the
 * runtime, the tests and the diagrams are given one. Made by `extendOrder`, out of {@link baseOrder}.
 */
export interface ComposedOrder<X extends OrderTypes = OrderTypes> {
  /** Only a type: what its order, events and fields are. */
  readonly types?: X;
  readonly extensions: readonly AnyExtension[];
  /** The statechart, with the states of extensions in those of the base: for diagrams and plain actors. */
  readonly machine: AnyStateMachine;
  /** Every state of each axis. */
  readonly axisStates: Readonly<Record<Axis, readonly string[]>>;
  readonly eventSchemas: Readonly<Record<string, z.ZodType>>;
  readonly requestTypes: readonly string[];
  readonly factTypes: readonly string[];
  readonly commandTypes: readonly string[];
  readonly deadlineNames: readonly string[];
  /** The rules, and what is asked of them. */
  readonly rules: RuleBook;
  /** What a draft is made of, with a shop's own fields. */
  readonly draftSchema: z.ZodType<Draft, unknown> & {
    readonly shape: { readonly extension: z.ZodType<JsonObject, unknown> };
  };
  readonly parseEvent: EventParser;
  /** Makes a draft: see `createOrder`. */
  readonly createOrder: (draft: Draft, meta: EventMeta) => StepResult;
  /** Takes one event: see `step`. */
  readonly step: (order: Order, event: OrderEvent) => StepResult;
  readonly refuse: Refuse;
  /** The request that leads to a status, or why none does. */
  readonly eventLeadingTo: (order: Order, status: string) => Leading;
  /** What of an event the journal keeps: personal data is named, not told. */
  readonly journalData: (event: OrderEvent) => JsonObject;
  /** The order as this code goes on with it: upgraded, and with the fields that it lacks. */
  readonly upgrade: (order: Order) => Order;
  /**
   * The order with the base's states on its axes: for what knows only the base, such as `hasTag` and `paymentBook`.
   * @throws OrderError `INVARIANT_VIOLATED` for a state that the composed order does not have.
   */
  readonly baseOf: (order: X['order']) => Order;
  /** The snapshot of the statechart of an order at rest, for `createActor(machine, { snapshot, input })`. */
  readonly snapshotOf: (order: Order) => AnyMachineSnapshot;
  /** The deadlines of extensions, of an order at rest. */
  readonly ownDeadlinesOf: (order: Order) => readonly Deadline[];
  /** What the axes are, by the ledgers and the fields, of an order whose axes are the base's. */
  readonly axesOf: (base: Order) => Order['axes'];
}

const deadlineNames = factSchemas['deadline.reached'].shape.name.options;

/** The order without extensions: what `extendOrder` begins with, and what `createOrders` takes if nothing else is given. */
export const baseOrder: ComposedOrder<BaseTypes> = Object.freeze({
  extensions: [],
  machine: orderMachine as AnyStateMachine,
  axisStates,
  eventSchemas,
  requestTypes,
  factTypes,
  commandTypes,
  deadlineNames,
  rules: orderRules,
  draftSchema,
  parseEvent,
  createOrder,
  step,
  refuse,
  eventLeadingTo: eventLeadingTo as ComposedOrder['eventLeadingTo'],
  journalData,
  upgrade: upgradeOrder,
  baseOf: (order: Order) => order,
  snapshotOf,
  ownDeadlinesOf: () => [],
  axesOf: ({ axes }: Order) => axes,
});

/** Composes the base with extensions. @throws OrderError `OPTIONS_INVALID` with every collision. */
export function compose(extensions: readonly AnyExtension[]): ComposedOrder {
  const additions = collect(extensions);
  const fields = ownFields(additions);
  const states = ownStates(additions, fields.complete);
  const { baseOf, axesOf } = states;
  const { chart, machine } = ownChart(additions, states, ownRecord(additions, fields));
  const requests = [...requestTypes, ...Object.keys(additions.requests)] as RequestType[];
  const rules = ruleBook(ownRules(additions, baseOf), requests);
  const schemas = schemasOf(additions);
  const ownDeadlinesOf = deadlinesWith(additions, baseOf);
  const allDeadlines = (order: Order) =>
    [...deadlinesOf(baseOf(order)), ...ownDeadlinesOf(order)].sort(byMoment);
  const filled = publishedWith(additions, baseOf);
  return Object.freeze({
    extensions: additions.extensions,
    machine,
    axisStates: states.states,
    eventSchemas: schemas,
    requestTypes: requests,
    factTypes: [...factTypes, ...Object.keys(additions.facts)],
    commandTypes: [...commandTypes, ...Object.keys(additions.commands)],
    deadlineNames: [...deadlineNames, ...Object.keys(additions.deadlines)],
    rules,
    draftSchema: draftSchema.extend({ extension: fields.given }),
    parseEvent: eventParser(schemas),
    step: stepWith({
      run: (order, event) => runChart(chart, baseOf(order), event),
      rest: (given, ran) => states.rest(given, { ...ran, order: ran.context.order }),
      isFact: (event) => isFact(event) || Object.hasOwn(additions.facts, event.type),
      deadlinesOf: allDeadlines,
      fillCommand: commandsWith(additions, baseOf),
      fillPublished: filled,
      journalData: (event) => journaled(additions, event),
    }),
    createOrder(draft: Draft, meta: EventMeta) {
      const created = createOrder({ ...draft, terms: rules.stamp(draft.terms) }, meta);
      const base = fields.complete(created.order);
      const rest = states.rest(base, { order: base, published: [], commands: [] });
      const order = { ...rest.order, published: 1 + rest.published.length };
      const whole: Order = { ...order, deadlines: allDeadlines(order) };
      const told = [{ type: 'order.created', ref: null } as const, ...rest.published];
      const born = { from: null, to: 'draft' } as const;
      return {
        ...created,
        order: whole,
        commands: rest.commands.map((command) => commandsWith(additions, baseOf)(whole, command)),
        events: filled({ ...whole, published: 0 }, whole, told, meta.receivedAt),
        history: statusRecords(whole, [born, ...edgesOf(rest.published)], { type: 'order.create', meta }),
      };
    },
    refuse: refuseBy(rules),
    eventLeadingTo: (order: Order, status: string) => leadingTo(additions, order, status),
    journalData: (event: OrderEvent) => journaled(additions, event),
    upgrade: (order: Order) => fields.complete(upgradedIn(order)),
    baseOf: baseOf as ComposedOrder['baseOf'],
    snapshotOf: (order: Order) => snapshotIn(machine, states, order),
    ownDeadlinesOf,
    axesOf,
  });
}

/** An upgrade changes no place, and knows the states of the base alone. */
function upgradedIn(order: Order): Order {
  if (order.machineVersion >= machineVersion) return order;
  const names = Object.fromEntries(Object.entries(order.axes).map(([axis, path]) => [axis, baseName(path)]));
  return { ...upgradeOrder({ ...order, axes: names as unknown as Order['axes'] }), axes: order.axes };
}

/** The payloads of all events; a deadline may be one of an extension. */
function schemasOf({ requests, facts, deadlines }: Additions): ComposedOrder['eventSchemas'] {
  const names = [...deadlineNames, ...Object.keys(deadlines)];
  const reached = factSchemas['deadline.reached'].extend({ name: z.enum(names) });
  return { ...eventSchemas, 'deadline.reached': reached, ...requests, ...facts };
}

function deadlinesWith(
  { deadlines }: Additions,
  baseOf: (order: Order) => Order,
): ComposedOrder['ownDeadlinesOf'] {
  const all = Object.entries(deadlines);
  return (order) => {
    if (all.length === 0) return [];
    const base = baseOf(order);
    return all.flatMap(([name, { due }]) =>
      [due(base) ?? []].flat().map(({ ref = order.id, at }) => ({ name: name as Deadline['name'], ref, at })),
    );
  };
}

function commandsWith({ commands, fill }: Additions, baseOf: (order: Order) => Order): typeof fillCommand {
  return (order, named) => {
    const schema = commands[named.type];
    if (schema === undefined) return fillCommand(baseOf(order), named);
    const { type, ref } = named;
    const data = parseAs(
      schema,
      fill[type]?.(baseOf(order), ref),
      `the data of the command ${type}`,
    ) as JsonObject;
    return { id: `${order.id}:${type}:${ref}:${order.version}`, type, lane: `${type}:${ref}`, data };
  };
}

function publishedWith({ published }: Additions, baseOf: (order: Order) => Order): typeof fillPublished {
  return (before, after, named, at) =>
    fillPublished(before, after, named, at).map((event): PublishedEvent => {
      const own = published[event.type];
      if (own === undefined) return event;
      const ref = event.data['ref'];
      return {
        ...event,
        data: { ...event.data, ...own(baseOf(after), typeof ref === 'string' ? ref : null) },
      };
    });
}

/** What the journal keeps of an event. */
function journaled({ requests, facts, personal }: Additions, event: OrderEvent): JsonObject {
  if (!Object.hasOwn(requests, event.type) && !Object.hasOwn(facts, event.type)) return journalData(event);
  const { type, meta: _meta, ...payload } = event;
  if (personal.has(type)) return fieldsGiven(payload);
  return Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined)) as JsonObject;
}

function leadingTo({ states }: Additions, order: Order, status: string): Leading {
  const own = states.find(({ axis, path }) => axis === 'status' && path === status);
  if (own === undefined) return eventLeadingTo(order, status as Order['axes']['status']);
  return { reason: `an order stands there by itself: ${own.state.about}` };
}
