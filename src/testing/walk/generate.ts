import { type Archetype, archetypes as ourArchetypes } from './archetypes.ts';
import { explore, type Violation } from './explore.ts';
import { type ChartEdge, chartEdges, edgeGoal } from './goals.ts';
import type { Path } from './path.ts';
import { selectPaths } from './select.ts';
import { thinPaths } from './thin.ts';

/** How paths are generated. The same options give the same paths, as long as the statechart is the same. */
export interface GenerateOptions {
  /** What walks begin with. @defaultValue {@link ourArchetypes} */
  readonly archetypes?: readonly Archetype[];
  /** @defaultValue 1 */
  readonly seed?: number;
  /** How many walks of 30 events begin at each archetype, to see the whole of the chart. @defaultValue 100 */
  readonly strolls?: number;
  /** How many orders are then looked at from all sides; about 30 ms each. @defaultValue 1000 */
  readonly expansions?: number;
  /** How many times transitions that were not seen are looked for again, by other strolls. @defaultValue 4 */
  readonly rounds?: number;
  /** The longest way from a draft to an order that is looked at. @defaultValue 40 */
  readonly maxDepth?: number;
}

/** What was generated. */
export interface GeneratedPaths {
  readonly paths: readonly Path[];
  /** What must never happen, and did, with the shortest way there that was seen. */
  readonly violations: readonly Violation[];
}

/**
 * Generates paths that show, in few events, all that the statechart was seen to do: every event in every state of every
 * axis, with each outcome, and every transition. Explores with the real step, concrete orders and concrete payloads: no
 * model of the chart stands between.
 *
 * @example
 * import { generatePaths } from 'statecart/testing';
 * const { paths, violations } = generatePaths({ strolls: 5, expansions: 100 });
 */
export function generatePaths(options: GenerateOptions = {}): GeneratedPaths {
  const { archetypes = ourArchetypes, seed = 1, strolls = 100, expansions = 1_000, maxDepth = 40 } = options;
  const wanted = new Set(chartEdges(archetypes[0]?.walked?.order).filter(isOwnEdge).map(edgeGoal));
  const exploration = explore({ archetypes, seed, strolls, expansions, maxDepth, wanted });
  const paths = [...selectPaths(exploration)];
  const violations = [...exploration.violations];
  for (const goal of exploration.goals) wanted.delete(goal);
  for (let round = 1; round <= (options.rounds ?? 4) && wanted.size > 0; round += 1) {
    const more = explore({
      archetypes,
      seed: seed + round,
      strolls,
      expansions: expansions / 2,
      maxDepth,
      wanted,
    });
    paths.push(...selectPaths(more, wanted));
    violations.push(...more.violations);
    for (const goal of more.goals) wanted.delete(goal);
  }
  return { paths: thinPaths(archetypes, paths), violations };
}

/** Whether a transition is one of its own, and not the way through `settling` that every state has. */
function isOwnEdge({ from, to }: ChartEdge): boolean {
  return from !== 'settling' && to !== 'settling';
}
