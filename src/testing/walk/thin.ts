import type { Archetype } from './archetypes.ts';
import { goalsOf } from './goals.ts';
import { archetypeOf, type Path, pathOrderId, takeNamed, walkPath } from './path.ts';
import { signatureOf } from './signature.ts';
import { beginWalk, type WalkStep } from './walker.ts';

interface Counted {
  readonly name: string;
  readonly goals: readonly string[];
  /** Whether the order fared on as before, so that the path goes on the same without it. */
  readonly stays: boolean;
}

/**
 * Drops events that show nothing that another path, or another place of the same, does not show: those after which
 * the order fares as before, and those at the end of a path. A path that does not go on the same without them stays whole.
 */
export function thinPaths(archetypes: readonly Archetype[], paths: readonly Path[]): readonly Path[] {
  const walked = paths.map((path, index) => ({
    path,
    steps: [...walkPath(archetypes, path, pathOrderId(index))].map(counted),
  }));
  const shown = new Map<string, number>();
  const add = (goals: readonly string[], by: number) => {
    for (const goal of goals) shown.set(goal, (shown.get(goal) ?? 0) + by);
  };
  for (const { steps } of walked) for (const { goals } of steps) add(goals, 1);
  const isSpare = ({ goals }: Counted) => goals.every((goal) => (shown.get(goal) ?? 0) > 1);
  const thin = (steps: readonly Counted[]): readonly Counted[] => {
    const kept = [...steps];
    for (let index = kept.length - 1; index >= 0; index -= 1) {
      const step = kept[index];
      if (step === undefined || !(step.stays || index === kept.length - 1) || !isSpare(step)) continue;
      add(step.goals, -1);
      kept.splice(index, 1);
    }
    return kept;
  };
  const fewestFirst = [...walked].sort((a, b) => a.steps.length - b.steps.length);
  const thinned = new Map<Path, Path>();
  for (const { path, steps } of fewestFirst) {
    const kept = thin(steps);
    const candidate = { archetype: path.archetype, events: kept.map(({ name }) => name) };
    const holds = goesOnTheSame(archetypes, candidate, kept);
    if (!holds) for (const { goals } of steps.filter((step) => !kept.includes(step))) add(goals, 1);
    thinned.set(path, holds ? candidate : path);
  }
  return paths.map((path) => thinned.get(path) ?? path).filter(({ events }) => events.length > 0);
}

/** Whether a path can be walked and shows what its steps showed before. */
function goesOnTheSame(archetypes: readonly Archetype[], path: Path, expected: readonly Counted[]): boolean {
  let position = beginWalk(archetypeOf(archetypes, path.archetype), pathOrderId(0));
  for (const { name, goals } of expected) {
    const step = takeNamed(position, name);
    if (step === null) return false;
    const shown = new Set(goalsOf(step));
    if (!goals.every((goal) => shown.has(goal))) return false;
    position = step.position;
  }
  return true;
}

function counted(step: WalkStep): Counted {
  const stays = signatureOf(step.before) === signatureOf(step.position.order);
  return { name: step.name, goals: [...new Set(goalsOf(step))], stays };
}
