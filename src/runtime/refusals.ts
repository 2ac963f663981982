import type { OrderError, Problem } from '../errors/index.ts';
import {
  admit,
  type EventMeta,
  explain,
  isRequestType,
  type JournalEntry,
  type JsonObject,
  type Order,
  type OrderEvent,
  type OrderRequest,
  type Refusal,
  type RequestType,
  refuse,
} from '../machine/index.ts';
import type { Context } from './context.ts';

/** A request that was refused. */
export interface RefusedRequest {
  readonly order: Order;
  readonly type: RequestType;
  readonly refusals: readonly Refusal[];
}

/** What the state rules say against a request, whatever its payload. */
export function stateRefusals(order: Order, type: RequestType): readonly Refusal[] {
  const explained = explain(order, type);
  return explained.allowed ? [] : explained.refusals;
}

/** What the rules say against an event. Facts are never refused. */
export function refusalsOf(order: Order, event: OrderEvent): readonly Refusal[] {
  if (!isRequest(event)) return [];
  const admission = admit(order, event);
  return admission.ok ? [] : admission.refusals;
}

function isRequest(event: OrderEvent): event is OrderRequest {
  return isRequestType(event.type);
}

/** The error for the caller. */
export function refusalError({ order, type, refusals }: RefusedRequest): OrderError {
  return refuse(order, type, [...refusals]);
}

/** A rule's refusal in the form of a problem with an input. */
export function problemOf(refusal: Refusal): Problem {
  return { path: '', code: refusal.code, message: refusal.reason };
}

/** The journal's line of a refusal. `data`: the request's payload, as the journal keeps it. */
export function refusalEntry(refused: RefusedRequest, meta: EventMeta, data: JsonObject): JournalEntry {
  const { order, type, refusals } = refused;
  return {
    version: order.version,
    type,
    outcome: 'refused',
    meta,
    data,
    changes: [],
    anomaly: {
      code: refusals[0]?.code ?? 'not_allowed',
      message: refusals.map((refusal) => refusal.reason).join('; '),
    },
  };
}

/** Tells observers and the log. */
export function announceRefusal(context: Context, refused: RefusedRequest, meta: EventMeta): void {
  const { order, type, refusals } = refused;
  const code = refusals[0]?.code ?? 'not_allowed';
  context.observer.refused({ orderId: order.id, type, code, meta });
  context.logger.warn(
    {
      orderId: order.id,
      event: type,
      codes: refusals.map((refusal) => refusal.code),
      actor: meta.actor,
      correlationId: meta.correlationId,
    },
    'the request was refused',
  );
}
