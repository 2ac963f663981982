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
 * - something went wrong: into a state that asks for attention, from one that waits or where no other way leads there;
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
  const { from, to } = move;
  const is = (id: string, tag: string) =>
    axis.states.some((state) => state.id === id && state.tags.includes(tag));
  const waits = (id: string) => is(id, 'in_flight');
  if (is(from, 'attention') || !isForward(axis, move)) return false;
  if (is(to, 'attention')) return waits(from) || longestWay(axis, move) === 1;
  if (waits(to)) return !waits(from);
  if (waits(from)) return longestWay(axis, move, (id) => !waits(id)) <= 2;
  return longestWay(axis, move) <= 2 && !axis.states.some(({ id }) => waits(id) && isBetween(axis, id, move));
}

function isForward(axis: ChartAxis, { from, to }: Pick<ChartTransition, 'from' | 'to'>): boolean {
  const ids = orderOfLife(axis);
  return ids.indexOf(from) < ids.indexOf(to);
}

/** Whether one state alone stands on a way forward between the ends of a transition. */
function isBetween(axis: ChartAxis, id: string, { from, to }: ChartTransition): boolean {
  const leads = (first: string, second: string) =>
    axis.transitions.some((move) => move.from === first && move.to === second && isForward(axis, move));
  return leads(from, id) && leads(id, to);
}

/** How many transitions the longest way forward has between the ends of one, over states that may be crossed. */
function longestWay(
  axis: ChartAxis,
  { from, to }: ChartTransition,
  mayCross: (id: string) => boolean = () => true,
): number {
  const lengths = new Map([[from, 0]]);
  for (const id of orderOfLife(axis)) {
    const length = lengths.get(id);
    if (length === undefined || id === to || (id !== from && !mayCross(id))) continue;
    for (const move of axis.transitions)
      if (move.from === id && isForward(axis, move))
        lengths.set(move.to, Math.max(length + 1, lengths.get(move.to) ?? 0));
  }
  return lengths.get(to) ?? 0;
}
