import type { Archetype } from './archetypes.ts';
import type { Edge, Exploration, Node } from './explore.ts';

/** A node of an exploration, with what is still worth trying from it. */
export interface Spot {
  readonly archetype: Archetype;
  readonly parent: Spot | null;
  /** The event that led here, and what it showed. */
  readonly name: string;
  readonly goals: readonly number[];
  /** Events that can be put in here. */
  idle: readonly Way[];
  /** Events that lead to an order that was seen on another way: the plan of a path ends here. */
  last: readonly Way[];
  /** Orders that were first seen from here. */
  children: readonly Spot[];
}

/** An event that may come at a spot. */
export interface Way {
  readonly name: string;
  readonly goals: readonly number[];
}

/** The spots of an exploration: a tree for each archetype. */
export function spotsOf({ roots }: Exploration): readonly Spot[] {
  const spots = new Map<Node, Spot>();
  const pending: Node[] = [];
  const begin = (node: Node, parent: Spot | null, edge: Edge | null): Spot => {
    const { archetype } = node;
    const spot = {
      archetype,
      parent,
      name: edge?.name ?? '',
      goals: edge?.goals ?? [],
      idle: [],
      last: [],
      children: [],
    };
    spots.set(node, spot);
    pending.push(node);
    return spot;
  };
  const trees = roots.map((root) => begin(root, null, null));
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const spot = spots.get(node);
    if (spot === undefined) continue;
    spot.children = node.tried
      .filter((edge) => isFirstWay(node, edge))
      .map((edge) => begin(edge.to as Node, spot, edge));
  }
  for (const [node, spot] of spots) {
    const way = ({ name, goals }: Edge): Way => ({ name, goals });
    spot.idle = node.tried.filter((edge) => edge.idle).map(way);
    spot.last = node.tried.filter((edge) => !edge.idle && !isFirstWay(node, edge)).map(way);
  }
  return trees;
}

function isFirstWay(node: Node, { to, name }: Edge): boolean {
  return to !== null && to.parent === node && to.name === name;
}

/** Drops what shows nothing that is missing, for good. Returns whether anything is left of the spot. */
export function prune(spot: Spot, isMissing: (goal: number) => boolean): boolean {
  const useful = (way: { readonly goals: readonly number[] }) => way.goals.some(isMissing);
  spot.idle = spot.idle.filter(useful);
  spot.last = spot.last.filter(useful);
  spot.children = spot.children.filter((child) => prune(child, isMissing) || useful(child));
  return spot.idle.length + spot.last.length + spot.children.length > 0;
}
