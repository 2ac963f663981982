import {
  baseOrder,
  type ComposedOrder,
  type EventMeta,
  type EventType,
  type Order,
  type OrderEvent,
  type OrderRequest,
  type StepResult,
} from '../../machine/index.ts';
import type { Candidate } from '../candidate.ts';
import { candidateEvents } from '../candidate-events.ts';
import { type Archetype, draftOf } from './archetypes.ts';
import { boldRequests, strangeFacts } from './unfit.ts';
import type { Walked } from './walked.ts';

/** Where a walk stands. Plain data, but for what an extended order is of. */
export interface Position {
  readonly order: Order;
  /** Ids of the commands that nobody has attempted. */
  readonly untried: readonly string[];
  /** The time. */
  readonly now: number;
  /** How many events were sent, the creation included. */
  readonly events: number;
  /** Left out: the order is the base's. */
  readonly walked?: Walked;
}

/** What the orders of a walk are of. */
export function orderOf({ walked }: Pick<Position, 'walked'>): ComposedOrder {
  return walked?.order ?? (baseOrder as ComposedOrder);
}

/** What became of an event. `refused`: by a rule; the order stays as it is. */
export type WalkOutcome = StepResult['outcome'] | 'refused';

/** One step of a walk. */
export interface WalkStep {
  /** The name of the event among those that could come. */
  readonly name: string;
  readonly event: OrderEvent;
  /** Whether a worker took all commands before the event: their answers are still to come. */
  readonly taken: boolean;
  readonly outcome: WalkOutcome;
  /** The ids of the rules that refused it. */
  readonly rules: readonly string[];
  /** `null`: the request was refused. */
  readonly result: StepResult | null;
  readonly before: Order;
  readonly position: Position;
}

/** An event that could come next, under a name that no other has at this position. */
export interface NextEvent extends Candidate {
  readonly type: EventType;
}

/** When walks begin: 2026-01-15T12:00:00Z. */
export const walkStart = 1_768_478_400_000;
/** How much time passes between two events, in milliseconds, unless a deadline is further away. */
export const walkPaceMs = 1_000;

/** The meta of the `count`-th event of a walk. */
export function walkMeta(count: number, now: number, untried: readonly string[] = []): EventMeta {
  const id = `event-${count}`;
  return {
    id,
    occurredAt: now,
    receivedAt: now,
    actor: null,
    correlationId: id,
    causationId: null,
    traceparent: null,
    untried: [...untried],
  };
}

/** The beginning of a walk: a draft of the archetype. */
export function beginWalk(archetype: Archetype, orderId: string): Position {
  const { walked } = archetype;
  const { order } = orderOf({ ...archetype }).createOrder(
    draftOf(archetype, orderId),
    walkMeta(0, walkStart),
  );
  return { order, untried: [], now: walkStart, events: 1, ...(walked === undefined ? {} : { walked }) };
}

/** Every event that could come next: facts in and out of season, facts about nothing of the order, requests, and requests to be refused. */
export function nextEvents(order: Order, walked?: Walked): readonly NextEvent[] {
  const seen = new Map<string, number>();
  const base = walked === undefined ? order : walked.order.baseOf(order);
  const own = walked?.candidates(order as never) ?? [];
  return [...candidateEvents(base), ...own, ...strangeFacts(base), ...boldRequests(base)].map(
    ({ name, event }) => {
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      return { name: count === 1 ? name : `${name}#${count}`, event, type: event.type };
    },
  );
}

/**
 * Takes one event, as the runtime would: rules first, then the statechart. Commands stay untried until an event whose
 * name ends in `in_flight`: before it, a worker has taken them all.
 */
export function takeEvent(from: Position, next: NextEvent): WalkStep {
  const taken = next.name.includes('/in_flight');
  const untried = taken ? [] : from.untried;
  const now = Math.max(from.now + walkPaceMs, next.event.meta?.receivedAt ?? 0);
  const { meta: _meta, ...input } = next.event;
  const of = orderOf(from);
  const event = of.parseEvent(input, walkMeta(from.events, now, untried));
  const { walked } = from;
  const moved = { now, events: from.events + 1, ...(walked === undefined ? {} : { walked }) };
  const seen = { name: next.name, event, taken, before: from.order };
  const admission = isRequest(of, event) ? of.rules.admit(from.order, event) : { ok: true as const };
  if (!admission.ok) {
    const rules = admission.refusals.map((refusal) => refusal.rule);
    return { ...seen, outcome: 'refused', rules, result: null, position: { ...from, ...moved, untried } };
  }
  const result = of.step(from.order, event);
  const gone = new Set(result.withdrawn);
  return {
    ...seen,
    outcome: result.outcome,
    rules: [],
    result,
    position: {
      ...moved,
      order: result.order,
      untried: [...untried.filter((id) => !gone.has(id)), ...result.commands.map((command) => command.id)],
    },
  };
}

function isRequest(of: ComposedOrder, event: OrderEvent): event is OrderRequest {
  return of.requestTypes.includes(event.type);
}
