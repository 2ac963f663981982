import { type EventMeta, parseAs, eventParts as part } from '../machine/index.ts';
import type { Clock, Ids } from '../ports/index.ts';

/** Who calls, and what the call belongs to. All of it may be left out. */
export interface Caller {
  /** A user's id, or the name of a service; kept in the history. @defaultValue null */
  readonly actor?: string | null;
  /** What the whole chain of events is found by. @defaultValue the event's id */
  readonly correlationId?: string | null;
  /** The event or message that caused this one. @defaultValue null */
  readonly causationId?: string | null;
  /** W3C trace context. @defaultValue null */
  readonly traceparent?: string | null;
  /** When it happened by the caller's clock, in epoch milliseconds. @defaultValue now */
  readonly occurredAt?: number;
  /**
   * The event's own id. The same id again is the same event: sent twice, it is applied once, and the second call is
   * answered with the order as it is. @defaultValue a new UUID
   */
  readonly eventId?: string;
}

/** Stamps an event: its id, our clock, and what the caller said of themselves. */
export function stamp(from: { readonly clock: Clock; readonly ids: Ids }, caller: Caller): EventMeta {
  const id = caller.eventId ?? from.ids.next();
  const receivedAt = from.clock.now();
  return {
    id,
    occurredAt: caller.occurredAt ?? receivedAt,
    receivedAt,
    actor: caller.actor ?? null,
    correlationId: caller.correlationId ?? id,
    causationId: caller.causationId ?? null,
    traceparent: caller.traceparent ?? null,
    untried: [],
  };
}

/**
 * As {@link stamp}, where no event's schema looks at what the caller said.
 * @throws OrderError `VALIDATION_FAILED`.
 */
export function stampChecked(from: { readonly clock: Clock; readonly ids: Ids }, caller: Caller): EventMeta {
  return parseAs(part.meta, stamp(from, caller), 'what the options say of the caller');
}

/** What an event's own meta says of the caller; what is ours to fill is left out. */
export function callerOf(meta: Partial<EventMeta> | undefined, caller: Caller): Caller {
  return {
    ...caller,
    ...(meta?.id === undefined ? {} : { eventId: meta.id }),
    ...(meta?.occurredAt === undefined ? {} : { occurredAt: meta.occurredAt }),
    ...(meta?.actor === undefined ? {} : { actor: meta.actor }),
    ...(meta?.correlationId === undefined ? {} : { correlationId: meta.correlationId }),
    ...(meta?.causationId === undefined ? {} : { causationId: meta.causationId }),
    ...(meta?.traceparent === undefined ? {} : { traceparent: meta.traceparent }),
  };
}
