import { collectingScope } from '../../machine/chart/scope.ts';
import { type Axis, axisNames, type Order, orderMachine, snapshotOf } from '../../machine/index.ts';
import type { WalkStep } from './walker.ts';

/** A transition of one region: `from>to` of an axis. */
export interface ChartEdge {
  readonly axis: Axis;
  readonly from: string;
  readonly to: string;
}

/** The transitions with a target that the statechart declares, each once. */
export function chartEdges(): readonly ChartEdge[] {
  return axisNames.flatMap((axis) =>
    Object.values(orderMachine.states[axis]?.states ?? {}).flatMap((node) => {
      const targets = [...[...node.transitions.values()].flat(), ...(node.always ?? [])].flatMap(
        (transition) => transition.target ?? [],
      );
      return [...new Set(targets.map((target) => target.key))].map((to) => ({ axis, from: node.key, to }));
    }),
  );
}

/** The name of a transition as a goal. */
export function edgeGoal({ axis, from, to }: ChartEdge): string {
  return `${axis}.${from}>${to}`;
}

/** The transitions that a step went through, also those in the middle of it. */
export function edgesOf({ before, event, outcome }: WalkStep): readonly ChartEdge[] {
  if (outcome !== 'applied' && outcome !== 'anomaly') return [];
  const snapshots = orderMachine.microstep(snapshotOf(asSeen(before, event)), event, collectingScope([]));
  const edges: ChartEdge[] = [];
  let at: Readonly<Record<string, string>> = before.axes;
  for (const snapshot of snapshots) {
    const value = snapshot.value as Readonly<Record<string, string>>;
    for (const axis of axisNames) {
      const [from, to] = [at[axis], value[axis]];
      if (from !== undefined && to !== undefined && from !== to) edges.push({ axis, from, to });
    }
    at = value;
  }
  return edges;
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
