import { getShortestPaths as getShortestPathsOfCard } from '@xstate/graph';
import {
  type Axis,
  axisNames,
  axisStates,
  type CommandType,
  commandTypes,
  type Order,
  type OrderEvent,
  orderMachine,
  parseEvent,
} from 'statecart/machine';
import {
  archetypeOf,
  archetypes,
  beginWalk,
  candidateEvents,
  chartEdges,
  eventTypes,
  walkMeta,
  walkStart,
} from 'statecart/testing';
import { describe, expect, it } from 'vitest';
import { createActor } from 'xstate';
import { getShortestPaths } from 'xstate/graph';

const draftOf = (name: string) => beginWalk(archetypeOf(archetypes, name), 'order-1').order;

/** Events that open ever new ways: payments from elsewhere, lost answers, holds. Without them the chart is small. */
const opening = /stranger|elsewhere|foreign|outside|^operation\.unknown|^hold\.|^payment\.add|^draft\./;

/** What could come to an order next, as events of the statechart. */
function eventsOf(order: Order): OrderEvent[] {
  return candidateEvents(order)
    .filter(({ name }) => !opening.test(name))
    .map(({ event: { meta, ...event } }) =>
      parseEvent(event, walkMeta(order.version, meta?.receivedAt ?? walkStart)),
    );
}

/** Regions that take an event, in any of their states. */
function regionsTaking(type: string): Axis[] {
  return axisNames.filter((axis) => {
    const region = orderMachine.states[axis];
    const nodes = [region, ...Object.values(region?.states ?? {})];
    return nodes.some((node) => node?.transitions.has(type));
  });
}

/** The values of a parameter of the guards on an event, by region. */
function guardParams(type: string, param: string): string[] {
  return axisNames.flatMap((axis) =>
    (orderMachine.states[axis]?.transitions.get(type) ?? []).flatMap(({ guard }) => {
      const { params } = guard as unknown as { readonly params: Readonly<Record<string, string[]>> };
      return params[param] ?? [];
    }),
  );
}

describe('the statechart', () => {
  it('has the states of each axis, and a way to settle for the ledgers', () => {
    const states = (axis: Axis) =>
      Object.keys(orderMachine.states[axis]?.states ?? {}).filter((key) => key !== 'settling');
    expect(axisNames.map((axis) => states(axis).sort())).toEqual(
      axisNames.map((axis) => [...axisStates[axis]].sort()),
    );
  });

  it('leads only to states that exist', () => {
    const lost = chartEdges().filter(
      ({ axis, to }) => ![...axisStates[axis], 'settling'].some((state) => state === to),
    );
    expect(lost).toEqual([]);
    expect(chartEdges().length).toBeGreaterThan(100);
  });

  it('has exactly one region for each event; of unknown operations and deadlines, for each kind', () => {
    const shared = ['operation.unknown', 'deadline.reached'];
    const own = eventTypes.filter((type) => !shared.includes(type));
    expect(own.filter((type) => regionsTaking(type).length !== 1)).toEqual([]);
    const kinds = [...guardParams('operation.unknown', 'kinds'), ...guardParams('deadline.reached', 'names')];
    expect(new Set(kinds).size).toBe(kinds.length);
    expect(kinds.length).toBeGreaterThan(15);
  });

  it('has no event on the root, whose transitions would be dropped in silence', () => {
    expect([...orderMachine.root.transitions.keys()]).toEqual([]);
  });
});

describe('the two graph packages', () => {
  const options = {
    serializeState: (state: { readonly value: unknown }) => JSON.stringify(state.value),
    events: ((state: { readonly context: { readonly order: Order } }) =>
      eventsOf(state.context.order)) as never,
    limit: 60_000,
  };

  const shipping = ['pending', 'confirmed', 'processing', 'shipped'];
  it.each([
    ['free download', ['draft', 'delivered', 'cancelled']],
    ['digital', ['draft', 'pending', 'delivered', 'cancelled', 'refunded']],
    ['free goods', ['draft', ...shipping, 'delivered', 'cancelled', 'failed']],
  ])('reach the same states of an order “%s”, through the statuses %j', (name, statuses) => {
    const input = { order: draftOf(name) };
    const reach = (found: readonly { readonly state: { readonly value: unknown } }[]) =>
      [...new Set(found.map(({ state }) => JSON.stringify(state.value)))].sort();
    const ofCard = reach(getShortestPathsOfCard(orderMachine, { ...options, input }));
    const ofSuccessor = reach(getShortestPaths(orderMachine, { ...options, input }));
    expect(ofSuccessor).toEqual(ofCard);
    const reached = new Set(ofCard.map((value) => (JSON.parse(value) as { status: string }).status));
    expect([...reached].sort()).toEqual([...statuses].sort());
  });
});

describe('a plain actor', () => {
  /** How the outside answers a command when all goes well. */
  const answers: Partial<Record<CommandType, string>> = {
    'stock.reserve': 'stock.reserved/answer',
    'payment.authorize': 'payment.captured/sale',
    'fulfillment.create': 'fulfillment.accepted/answer',
    'shipment.create': 'shipment.created/answer',
    'stock.confirm': 'stock.confirmed/answer',
  };

  it('takes an order from the draft to its delivery, with the commands that it is provided with', () => {
    const sent: CommandType[] = [];
    const asked: CommandType[] = [];
    const actions = Object.fromEntries(
      commandTypes.map((type) => [type, () => void asked.push(type)] as const),
    ) as Record<CommandType, () => void>;
    const actor = createActor(orderMachine.provide({ actions }), {
      input: { order: draftOf('paid at once') },
    });
    const statuses: (string | null)[] = [];
    actor.on('order.status_changed', ({ ref }) => void statuses.push(ref));
    actor.start();
    const order = () => actor.getSnapshot().context.order;
    const send = (name: string) => {
      const found = candidateEvents(order()).find((candidate) => candidate.name === name);
      if (found === undefined) throw new Error(`${name} can't come now`);
      const { meta: _meta, ...event } = found.event;
      actor.send(parseEvent(event, walkMeta(sent.length, walkStart)));
      for (let type = asked.shift(); type !== undefined; type = asked.shift()) {
        sent.push(type);
        const answer = answers[type];
        if (answer !== undefined) send(answer);
      }
    };
    send('order.submit/plain');
    for (const name of ['fulfillment.packed/all', 'shipment.dispatched/plain', 'shipment.delivered/plain'])
      send(name);
    expect(statuses).toEqual([
      'draft>pending',
      'pending>confirmed',
      'confirmed>processing',
      'processing>shipped',
      'shipped>delivered',
    ]);
    expect(sent.filter((type) => type !== 'notification.send')).toEqual([
      'stock.reserve',
      'payment.authorize',
      'fulfillment.create',
      'shipment.create',
      'stock.confirm',
    ]);
    expect(actor.getSnapshot().value).toEqual(order().axes);
  });
});
