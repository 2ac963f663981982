import type { AnyStateNode } from 'xstate';
import { collectingScope } from '../../machine/chart/scope.ts';
import { otherwise } from '../../machine/extend/paths.ts';
import {
  type Axis,
  axisNames,
  baseName,
  baseOrder,
  type ComposedOrder,
  type Order,
} from '../../machine/index.ts';
import { orderOf, type WalkStep } from './walker.ts';

/** A transition of one region: `from>to` of an axis. */
export interface ChartEdge {
  readonly axis: Axis;
  readonly from: string;
  readonly to: string;
}

/** The transitions with a target that the statechart declares, each once; of an extended order if one is given. */
export function chartEdges(of: ComposedOrder = baseOrder as ComposedOrder): readonly ChartEdge[] {
  return axisNames.flatMap((axis) => {
    const states: Node[] = Object.values(of.machine.states[axis]?.states ?? {});
    return [...states, ...states.flatMap((node): Node[] => Object.values(node.states))].flatMap((node) => {
      const targets = [...[...node.transitions.values()].flat(), ...(node.always ?? [])].flatMap(
        (transition) => transition.target ?? [],
      );
      const from = placeOf(node);
      return [...new Set(targets.map(placeOf))].map((to) => ({ axis, from, to }));
    });
  });
}

type Node = AnyStateNode;

/** A state as the column of its axis holds it. */
function placeOf(node: Node): string {
  return place(node.path.slice(1));
}

/** Of a state that others stand in, the child that stands for itself is it. */
function place([base = '', name = otherwise]: readonly string[]): string {
  return name === otherwise ? base : `${base}.${name}`;
}

/** The name of a transition as a goal. */
export function edgeGoal({ axis, from, to }: ChartEdge): string {
  return `${axis}.${from}>${to}`;
}

/** The transitions that a step went through, also those in the middle of it. */
export function edgesOf({ before, event, outcome, position }: WalkStep): readonly ChartEdge[] {
  if (outcome !== 'applied' && outcome !== 'anomaly') return [];
  const { machine, snapshotOf } = orderOf(position);
  const snapshots = machine.microstep(snapshotOf(asSeen(before, event)), event, collectingScope([]));
  const edges: ChartEdge[] = [];
  let at: Readonly<Record<string, string>> = before.axes;
  for (const snapshot of snapshots) {
    const value = placesOf(snapshot.value);
    for (const axis of axisNames) {
      const [from, to] = [at[axis], value[axis]];
      if (from !== undefined && to !== undefined && from !== to) edges.push(edgeOf(axis, from, to));
    }
    at = value;
  }
  return edges;
}

/** What is left with the state of the base that a state of an extension stands in is left by that one's transition. */
function edgeOf(axis: Axis, from: string, to: string): ChartEdge {
  return { axis, from: baseName(from) === baseName(to) ? from : baseName(from), to };
}

/** The state of each region, by its place. */
function placesOf(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, string | object>>).map(([axis, state]) => [
      axis,
      typeof state === 'string' ? state : place(Object.entries(state)[0] ?? []),
    ]),
  );
}

/** A deadline leaves the order before the statechart looks. */
function asSeen(order: Order, event: WalkStep['event']): Order {
  if (event.type !== 'deadline.reached') return order;
  const { name, ref, at } = event;
  const deadlines = order.deadlines.filter(
    (deadline) => !(deadline.name === name && deadline.ref === ref && deadline.at === at),
  );
  return { ...order, deadlines };
}

/**
 * What a step shows: for each axis, what the event came to in the state that the axis was in; and the transitions that
 * were taken. Goals are names: `payment.captured/order.cancel:applied`, `status.draft>pending`.
 */
export function goalsOf(step: WalkStep): readonly string[] {
  const { before, event, outcome, rules } = step;
  const pairs = axisNames.map((axis) => `${axis}.${before.axes[axis]}/${event.type}:${outcome}`);
  return [...pairs, ...edgesOf(step).map(edgeGoal), ...rules.map((rule) => `rule/${rule}:refused`)];
}
