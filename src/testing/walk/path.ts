import type { Archetype } from './archetypes.ts';
import { beginWalk, nextEvents, type Position, takeEvent, type WalkStep } from './walker.ts';

/** A walk that is kept: an archetype, and the names of the events that came. */
export interface Path {
  readonly archetype: string;
  readonly events: readonly string[];
}

/** The id of the order that walks a path: paths may share a store. */
export function pathOrderId(index: number): string {
  return `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
}

/** The archetype of a path. @throws Error if there is none of that name. */
export function archetypeOf(archetypes: readonly Archetype[], name: string): Archetype {
  const found = archetypes.find((archetype) => archetype.name === name);
  if (found === undefined) throw new Error(`there is no archetype "${name}"`);
  return found;
}

/** One event of a walk by its name. `null`: no event of that name could come now. */
export function takeNamed(from: Position, name: string): WalkStep | null {
  const next = nextEvents(from.order, from.walked).find((event) => event.name === name);
  return next === undefined ? null : takeEvent(from, next);
}

/**
 * Walks a path with the real statechart.
 *
 * @throws Error if an event of the path can't come where the path has it: the statechart has changed since it was made.
 *
 * @example
 * import { archetypes, walkPath } from 'statecart/testing';
 * const path = { archetype: 'digital', events: ['order.submit/plain', 'payment.captured/sale'] };
 * for (const step of walkPath(archetypes, path, crypto.randomUUID())) console.log(step.outcome, step.position.order.axes);
 */
export function* walkPath(
  archetypes: readonly Archetype[],
  path: Path,
  orderId: string,
): Generator<WalkStep, void> {
  let position = beginWalk(archetypeOf(archetypes, path.archetype), orderId);
  for (const [index, name] of path.events.entries()) {
    const step = takeNamed(position, name);
    if (step === null)
      throw new Error(
        `"${name}" can't come as event ${index + 1} of a path of "${path.archetype}" while the order is ${JSON.stringify(position.order.axes)}: the statechart has changed since the path was made.`,
      );
    yield step;
    position = step.position;
  }
}
