import type { ChartAxis, ChartState, ChartTransition } from './chart/chart.ts';
import { orderOfLife } from './chart/order-of-life.ts';
import { type DiagramEdge, type DiagramGroup, type DiagramNode, edge, node } from './diagram.ts';

/** The states that an order can be in: those without states of their own. */
export function leavesOf({ states }: ChartAxis): readonly ChartState[] {
  return states.filter(({ isCompound }) => !isCompound);
}

/** The states that others stand in, as frames. */
export function framesOf({ states }: ChartAxis): readonly DiagramGroup[] {
  return states
    .filter(({ isCompound }) => isCompound)
    .map(({ id, name, parent }) => ({ id, label: name, group: parent }));
}

/** The dot from which the axis begins, with its arrow. */
export function startOf({ initial }: ChartAxis): {
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
} {
  if (initial === null) return { nodes: [], edges: [] };
  return {
    nodes: [node({ id: 'start', kind: 'start', label: 'start' })],
    edges: [edge({ from: 'start', to: initial, course: 'straight' })],
  };
}

/**
 * How a transition runs: straight, from one state to the next in the order of life, which is the way most orders go;
 * onward, to a later one; or back.
 */
export function courseOf(axis: ChartAxis, { from, to }: ChartTransition): DiagramEdge['course'] {
  const ids = orderOfLife(axis);
  const distance = ids.indexOf(to) - ids.indexOf(from);
  if (distance === 1) return 'straight';
  return distance > 1 ? 'onward' : 'back';
}
