import type { ChartAxis, ChartTransition } from './chart.ts';
import { orderOfLife } from './order-of-life.ts';

/** Up to this many transitions are all drawn. */
const fewEnough = 20;

/**
 * The transitions of an axis that are drawn as lines. An axis answers facts in any order, so a large one has transitions
 * from nearly everywhere to nearly everywhere; drawn, they would hide its shape. So of a large axis these are drawn:
 *
 * - an operation begins or ends: from a state at rest to one that waits for an answer, and on, in the order of
 *   life; unless it ends beyond two states at rest;
 * - a move between two states at rest, unless it jumps over an operation or over two states;
 * - something went wrong: into a state that asks for attention;
 * - whatever leads to a state to which no line would lead.
 *
 * The others are in the diagram as text.
 */
export function mainMoves(axis: ChartAxis): ReadonlySet<ChartTransition> {
  const { transitions } = axis;
  if (transitions.length <= fewEnough) return new Set(transitions);
  const drawn = new Set(transitions.filter((move) => isMain(axis, move)));
  const reached = new Set([axis.initial, ...[...drawn].map(({ to }) => to)]);
  for (const move of transitions) if (!reached.has(move.to)) drawn.add(move);
  return drawn;
}

function isMain(axis: ChartAxis, move: ChartTransition): boolean {
  const is = (id: string, tag: string) => axis.states.find((state) => state.id === id)?.tags.includes(tag);
  const [fromTrouble, toTrouble] = [is(move.from, 'attention'), is(move.to, 'attention')];
  if (fromTrouble || !isForward(axis, move)) return false;
  if (toTrouble) return is(move.from, 'in_flight') === true || !hasWayAround(axis, move, () => true);
  const waits = (id: string) => is(id, 'in_flight') === true;
  if (waits(move.from) && waits(move.to)) return false;
  if (waits(move.to)) return true;
  if (waits(move.from))
    return !hasWayAround(axis, move, (middle) => middle.length > 1 && !middle.some(waits));
  return !hasWayAround(axis, move, (middle) => middle.length > 1 || middle.some(waits));
}

function isForward(axis: ChartAxis, { from, to }: Pick<ChartTransition, 'from' | 'to'>): boolean {
  const ids = orderOfLife(axis);
  return ids.indexOf(from) < ids.indexOf(to);
}

/** Whether a longer way forward leads to the same state, over a middle that counts. */
function hasWayAround(
  axis: ChartAxis,
  { from, to }: ChartTransition,
  counts: (middle: readonly string[]) => boolean,
): boolean {
  const pending: (readonly string[])[] = [[from]];
  for (let way = pending.pop(); way !== undefined; way = pending.pop()) {
    const last = way.at(-1);
    for (const move of axis.transitions) {
      if (move.from !== last || !isForward(axis, move)) continue;
      if (move.to !== to) pending.push([...way, move.to]);
      else if (way.length > 1 && counts(way.slice(1))) return true;
    }
  }
  return false;
}
