import type { AnyStateMachine } from 'xstate';
import { OrderError } from '../errors/index.ts';
import { otherwise } from '../machine/extend/paths.ts';
import { type Axis, baseName, type JournalEntry, orderMachine, type StatusRecord } from '../machine/index.ts';
import { axisDiagram, needOf } from './axis-diagram.ts';
import { readChart } from './chart/chart.ts';
import { type Diagram, type DiagramEdge, type DiagramNode, edge, node } from './diagram.ts';
import { type Leg, legsOf } from './path.ts';
import { statusDiagram } from './status-diagram.ts';

/** What of an order is drawn. */
export interface OrderDiagramOptions {
  /** The axis to draw. With `status`, the states of the other axes are listed. @defaultValue 'status' */
  readonly axis?: string;
  /** The order's status history, from `orders.history(id)`: the path on `status` is marked. */
  readonly history?: readonly StatusRecord[];
  /** The order's journal, from `orders.history(id)`: the path on the other axes is marked, from event to event. */
  readonly journal?: readonly JournalEntry[];
  /** The machine that the order runs on. @defaultValue `orderMachine` */
  readonly machine?: AnyStateMachine;
}

/**
 * One order on its state diagram: where it stands, and, given what it went through, the way it took.
 *
 * @throws OrderError `OPTIONS_INVALID` if the machine has no such axis, or the order stands where the machine has no state.
 * @example
 * import { diagram, toMermaid } from 'statecart/diagram';
 * const order = await orders.get(id);
 * const { history, journal } = await orders.history(id);
 * console.log(toMermaid(diagram(order, { history, journal })));
 */
export function diagram(order: DrawnOrder, options: OrderDiagramOptions = {}): Diagram {
  const { axis = 'status', machine = orderMachine, history = [], journal = [] } = options;
  const base = axis === 'status' ? statusDiagram({ machine }) : axisDiagram(axis, { machine });
  const standing = standingOf(order, machine);
  const place = standing.get(axis);
  const here = endsOf(place ?? '').find((end) => base.nodes.some(({ id }) => id === end));
  if (here === undefined) throw stranger(order, axis, place, machine);
  const legs = legsOf(axis, history, journal).map((leg) => onEdge(leg, base.edges));
  const others = axis === 'status' ? [beside(standing, machine)] : [];
  return {
    ...base,
    title: `${order.number ?? order.id}: ${axis} ${place}`,
    groups: [
      ...base.groups,
      ...(others.length === 0 ? [] : [{ id: 'beside', label: 'beside it', group: null }]),
    ],
    nodes: [...base.nodes.map((state) => marked(state, here, legs)), ...others],
    edges: [...base.edges.map((way) => walked(way, legs)), ...strayed(base.edges, legs)],
  };
}

/** An order, as far as a diagram looks at it; an extended one, too. */
interface DrawnOrder {
  readonly id: string;
  readonly number: string | null;
  readonly axes: Readonly<Record<Axis, string>>;
}

/** The state of a place; where states of extensions stand in it, the child that stands for itself. */
function endsOf(place: string): readonly string[] {
  return [place, `${place}.${otherwise}`];
}

/** A leg along the transition that took it: a state of an extension is left by those of the state that it stands in, too. */
function onEdge(leg: Leg, edges: readonly DiagramEdge[]): Leg {
  const from = [...endsOf(leg.from), baseName(leg.from)];
  const along = edges.find((way) => from.includes(way.from) && endsOf(leg.to).includes(way.to));
  return along === undefined ? leg : { ...leg, from: along.from, to: along.to };
}

function standingOf(order: DrawnOrder, machine: AnyStateMachine): ReadonlyMap<string, string> {
  const axes = order.axes as Readonly<Record<string, string>>;
  return new Map(
    readChart(machine).flatMap(({ name }) => (axes[name] === undefined ? [] : [[name, axes[name]]])),
  );
}

function marked(state: DiagramNode, here: string | undefined, legs: readonly Leg[]): DiagramNode {
  if (state.id === here) return { ...state, mark: 'current' };
  const passed = legs.flatMap(({ from, to }) => [from, to]).flatMap(endsOf);
  return passed.includes(state.id) ? { ...state, mark: 'passed' } : state;
}

function walked(way: DiagramEdge, legs: readonly Leg[]): DiagramEdge {
  const own = legs.filter(({ from, to }) => from === way.from && to === way.to);
  if (own.length === 0) return way;
  const labels = way.labels.filter((label) => own.every(({ event }) => event !== label));
  return { ...way, labels: [...labels, ...own.map(told)], shown: 'line', taken: true };
}

/** Ways that have no transition of their own: through the choice state, or over several at one event. */
function strayed(edges: readonly DiagramEdge[], legs: readonly Leg[]): readonly DiagramEdge[] {
  const unknown = legs.filter((leg) => !edges.some(({ from, to }) => from === leg.from && to === leg.to));
  const first = unknown.filter(
    (leg, index) => unknown.findIndex(({ from, to }) => from === leg.from && to === leg.to) === index,
  );
  return first.map(({ from, to }) => walked(edge({ from, to }), unknown));
}

function told({ turn, event }: Leg): string {
  return `(${turn}) ${event}`;
}

/** Where the order stands on the other axes. */
function beside(standing: ReadonlyMap<string, string>, machine: AnyStateMachine): DiagramNode {
  const rows = readChart(machine)
    .filter(({ name }) => name !== 'status' && standing.has(name))
    .map(({ name, states }) => {
      const id = standing.get(name) ?? '';
      return [name, id, needOf(states.find((state) => state.id === id)?.tags ?? [])];
    });
  return node({ id: 'beside', kind: 'table', label: 'the other axes', rows });
}

function stranger(
  order: DrawnOrder,
  axis: string,
  state: string | undefined,
  machine: AnyStateMachine,
): OrderError {
  return new OrderError(
    'OPTIONS_INVALID',
    `order ${order.number ?? order.id} is \`${state ?? 'nothing'}\` on the axis ${axis}, a state that the machine "${machine.id}" does not have. Pass the machine that the order runs on.`,
    { retry: 'afterFix', details: { orderId: order.id, axis, state } },
  );
}
