import { type Diagram, type DiagramEdge, type DiagramNode, edge, node } from 'statecart/diagram';
import {
  type Command,
  commandTypes,
  factTypes,
  orderMachine,
  publishedTypes,
  requestTypes,
  rules,
} from 'statecart/machine';
import { type ChartAxis, readChart } from '../../src/diagram/chart/chart.ts';
import { methodsOf } from '../../src/runtime/option-schemas.ts';
import { families } from './families.ts';
import { type Performer, performedBy } from './performed-by.ts';

/** The way of an event: from a request or a fact through rules and machine to the ports and the bus. */
export async function flowDiagram(commands: ReadonlyMap<string, Command>): Promise<Diagram> {
  const chart = readChart(orderMachine);
  const performers = new Map<string, Performer>();
  for (const type of commandTypes) {
    const command = commands.get(type);
    if (command === undefined) throw new Error(`no kept path leads to a command ${type}`);
    performers.set(type, await performedBy(command));
  }
  return {
    title: 'The way of an event',
    direction: 'right',
    groups: [{ id: 'ports', label: 'your ports: a worker calls them with a key, and retries', group: null }],
    nodes: [...incoming(chart), asked(performers), ...core(chart), ...portsOf(performers), ...outgoing()],
    edges: [...way(), ...[...new Set([...performers.values()].map(({ port }) => port))].map(toPort)],
    legend: [
      { tone: 'open', label: 'may be refused' },
      { tone: 'done', label: 'never refused' },
      { tone: 'plain', label: 'pure' },
      { tone: 'waiting', label: 'the outside' },
    ],
    notes: [
      'A port’s answer and a provider’s webhook are the same fact. Everything between them and the outbox is one commit an order.',
    ],
  };
}

function incoming(chart: readonly ChartAxis[]): readonly DiagramNode[] {
  const table = { kind: 'table' } as const;
  const takers = (type: string) =>
    chart
      .filter(
        ({ takes, transitions }) => takes.includes(type) || transitions.some(({ event }) => event === type),
      )
      .map(({ name }) => name);
  // Several axes take it, each for what is its own.
  const taker = (type: string) => (takers(type).length > 1 ? 'its axis' : (takers(type)[0] ?? ''));
  return [
    node({ ...table, id: 'requests', label: 'Requests', tone: 'open', rows: families(requestTypes, taker) }),
    node({ ...table, id: 'facts', label: 'Facts', tone: 'done', rows: families(factTypes, taker) }),
    node({
      ...table,
      id: 'deadlines',
      label: 'Deadlines, kept in the order',
      tone: 'done',
      rows: chart.flatMap(({ name, deadlines }) => deadlines.map((deadline) => [deadline, name])),
    }),
  ];
}

function core(chart: readonly ChartAxis[]): readonly DiagramNode[] {
  return [
    node({ id: 'admit', kind: 'box', label: 'admit', rows: [[`${rules.length} rules, by name`]] }),
    node({ id: 'machine', kind: 'box', label: 'the statechart', rows: chart.map(({ name }) => [name]) }),
    node({
      id: 'commit',
      kind: 'box',
      label: 'one commit',
      rows: [['the order'], ['its history and journal'], ['commands and events'], ['in the outbox']],
    }),
  ];
}

function portsOf(performers: ReadonlyMap<string, Performer>): readonly DiagramNode[] {
  const names = [...new Set([...performers.values()].map(({ port }) => port))];
  return names.map((name) => {
    const own = [...performers].filter(([, { port }]) => port === name);
    const find = (methodsOf as Readonly<Record<string, readonly string[]>>)[name]?.includes('find') ?? false;
    return node({
      id: `port:${name}`,
      kind: 'table',
      label: name,
      tone: 'waiting',
      group: 'ports',
      rows: [
        ...own.map(([type, { method }]) => [type, method]),
        ...(find ? [['an answer was lost', 'find']] : []),
      ],
    });
  });
}

/** The ports that are only read: their methods perform no command. */
function asked(performers: ReadonlyMap<string, Performer>): DiagramNode {
  const {
    store: _store,
    bus: _bus,
    clock: _clock,
    ids: _ids,
    random: _random,
    logger: _logger,
    ...ports
  } = methodsOf;
  const performed = [...performers.values()];
  const rows = Object.entries(ports).flatMap(([port, methods]) => {
    const performs = performed.filter((performer) => performer.port === port).map(({ method }) => method);
    const lookups = performs.length > 0 ? ['find'] : [];
    return methods
      .filter((method) => ![...performs, ...lookups].includes(method))
      .map((method) => [port, method]);
  });
  return node({ id: 'asked', kind: 'table', label: 'Asked beforehand', tone: 'waiting', rows });
}

function outgoing(): readonly DiagramNode[] {
  return [
    node({
      id: 'published',
      kind: 'table',
      label: 'Events, in sequence',
      rows: families(publishedTypes, () => ''),
    }),
    node({
      id: 'bus',
      kind: 'table',
      label: 'your bus',
      tone: 'waiting',
      rows: methodsOf.bus.map((method) => ['CloudEvents', method]),
    }),
  ];
}

function way(): readonly DiagramEdge[] {
  return [
    edge({ from: 'requests', to: 'admit', course: 'straight' }),
    edge({ from: 'asked', to: 'admit', labels: ['the answers travel', 'in the request'], tone: 'waiting' }),
    edge({ from: 'admit', to: 'machine', labels: ['allowed'], course: 'straight' }),
    edge({ from: 'facts', to: 'machine', labels: ['applied, a duplicate,', 'or an anomaly'] }),
    edge({ from: 'deadlines', to: 'machine', labels: ['deadline.reached'] }),
    edge({ from: 'machine', to: 'commit', course: 'straight' }),
    edge({ from: 'commit', to: 'published', labels: ['events'] }),
    edge({ from: 'published', to: 'bus' }),
    edge({ from: 'ports', to: 'facts', labels: ['answers and webhooks'], course: 'back', tone: 'done' }),
  ];
}

function toPort(port: string): DiagramEdge {
  return edge({ from: 'commit', to: `port:${port}`, tone: 'waiting' });
}
