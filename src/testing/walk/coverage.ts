import {
  type Axis,
  axisNames,
  baseOrder,
  type ComposedOrder,
  type EventType,
  eventSchemas,
} from '../../machine/index.ts';
import type { Archetype } from './archetypes.ts';
import { type ChartEdge, chartEdges, edgeGoal, edgesOf } from './goals.ts';
import { type Path, pathOrderId, walkPath } from './path.ts';
import type { WalkOutcome } from './walker.ts';

/** An event in a state of an axis. */
export interface Pair {
  readonly axis: Axis;
  readonly state: string;
  readonly type: EventType;
}

/** A transition that was taken, and the event that most often took it. */
export interface TakenEdge extends ChartEdge {
  readonly example: string;
}

/** What paths show of the statechart. */
export interface Coverage {
  /** What an event came to in a state: empty if it never came there. */
  outcomes(pair: Pair): ReadonlySet<WalkOutcome>;
  readonly taken: readonly TakenEdge[];
  readonly unreachedPairs: readonly Pair[];
  readonly unreachedEdges: readonly ChartEdge[];
  /** How many events the paths have. */
  readonly steps: number;
}

/** All events, requests first. */
export const eventTypes = Object.keys(eventSchemas) as EventType[];

/** Every event in every state of every axis. */
export const allPairs: readonly Pair[] = pairsOf(baseOrder as ComposedOrder);

function pairsOf({ axisStates, eventSchemas: schemas }: ComposedOrder): readonly Pair[] {
  const types = Object.keys(schemas) as EventType[];
  return axisNames.flatMap((axis) =>
    axisStates[axis].flatMap((state) => types.map((type) => ({ axis, state, type }))),
  );
}

const nothing: ReadonlySet<WalkOutcome> = new Set();
const keyOf = ({ axis, state, type }: Pair) => `${axis}.${state}/${type}`;

/** Walks paths and notes what they show. */
export function coverPaths(archetypes: readonly Archetype[], paths: readonly Path[]): Coverage {
  const outcomes = new Map<string, Set<WalkOutcome>>();
  const examples = new Map<string, Map<string, number>>();
  let steps = 0;
  for (const [index, path] of paths.entries())
    for (const step of walkPath(archetypes, path, pathOrderId(index))) {
      steps += 1;
      const { before, event, outcome } = step;
      for (const axis of axisNames) {
        const key = keyOf({ axis, state: before.axes[axis], type: event.type });
        outcomes.set(key, (outcomes.get(key) ?? new Set()).add(outcome));
      }
      for (const edge of edgesOf(step)) {
        const counts = examples.get(edgeGoal(edge)) ?? new Map<string, number>();
        counts.set(event.type, (counts.get(event.type) ?? 0) + 1);
        examples.set(edgeGoal(edge), counts);
      }
    }
  const of = archetypes[0]?.walked?.order;
  const edges = chartEdges(of);
  const pairs = of === undefined ? allPairs : pairsOf(of);
  return {
    outcomes: (pair) => outcomes.get(keyOf(pair)) ?? nothing,
    taken: edges.flatMap((edge) => {
      const counts = examples.get(edgeGoal(edge));
      return counts === undefined ? [] : [{ ...edge, example: mostFrequent(counts) }];
    }),
    unreachedPairs: pairs.filter((pair) => !outcomes.has(keyOf(pair))),
    unreachedEdges: edges.filter((edge) => !examples.has(edgeGoal(edge))),
    steps,
  };
}

function mostFrequent(counts: ReadonlyMap<string, number>): string {
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0];
}
