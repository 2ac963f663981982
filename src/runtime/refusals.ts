import type { OrderError, Problem } from '../errors/index.ts';
import {
  type ComposedOrder,
  type EventMeta,
  type JournalEntry,
  type JsonObject,
  type Order,
  type OrderEvent,
  type OrderRequest,
  type Refusal,
  type RequestType,
} from '../machine/index.ts';
import type { Context } from './context.ts';
import { problemsError } from './prepare/refuse-problems.ts';

/** A request that was refused. */
export interface RefusedRequest {
  readonly of: ComposedOrder;
  readonly order: Order;
  readonly type: RequestType;
  readonly refusals: readonly Refusal[];
  /** What read-only ports found wrong besides. */
  readonly problems: readonly Problem[];
}

/** What the state rules say against a request, whatever its payload. */
export function stateRefusals(of: ComposedOrder, order: Order, type: RequestType): readonly Refusal[] {
  const explained = of.rules.explain(order, type);
  return explained.allowed ? [] : explained.refusals;
}

/** What the rules say against an event. Facts are never refused. */
export function refusalsOf(of: ComposedOrder, order: Order, event: OrderEvent): readonly Refusal[] {
  if (!isRequest(of, event)) return [];
  const admission = of.rules.admit(order, event);
  return admission.ok ? [] : admission.refusals;
}

/** Whether an event is a request of the order. */
export function isRequest(of: ComposedOrder, event: OrderEvent): event is OrderRequest {
  return of.requestTypes.includes(event.type);
}

/** The error for the caller: what the rules say, or, if ports found something as well, one that lists it all. */
export function refusalError({ of, order, type, refusals, problems }: RefusedRequest): OrderError {
  if (problems.length === 0) return of.refuse(order, type, [...refusals]);
  const asked = type === 'order.submit' ? 'submitted' : 'changed';
  return problemsError(`order ${order.number ?? order.id} can't be ${asked}`, [
    ...problems,
    ...refusals.map(problemOf),
  ]);
}

/** A rule's refusal in the form of a problem with an input. */
export function problemOf(refusal: Refusal): Problem {
  const { path, code, reason, value, limit } = refusal;
  return { path, code, message: reason, value, limit };
}

/** The journal's line of a refusal. `data`: the request's payload, as the journal keeps it. */
export function refusalEntry(refused: RefusedRequest, meta: EventMeta, data: JsonObject): JournalEntry {
  const { order, type, refusals, problems } = refused;
  // What ports say may quote what a person wrote: of that, the journal keeps where and what, not the words.
  const found = problems.map(({ path, code }) => `${path}: ${code}`);
  return {
    version: order.version,
    type,
    outcome: 'refused',
    meta,
    data,
    changes: [],
    anomaly: {
      code: codeOf(refused),
      message: [...found, ...refusals.map((refusal) => refusal.reason)].join('; '),
    },
  };
}

function codeOf({ refusals, problems }: RefusedRequest): string {
  return (refusals[0] ?? problems[0])?.code ?? 'not_allowed';
}

/** Tells observers and the log. */
export function announceRefusal(context: Context, refused: RefusedRequest, meta: EventMeta): void {
  const { order, type, refusals, problems } = refused;
  const code = codeOf(refused);
  context.observer.refused({ orderId: order.id, type, code, meta });
  context.logger.warn(
    {
      orderId: order.id,
      event: type,
      codes: [...problems, ...refusals].map((reason) => reason.code),
      actor: meta.actor,
      correlationId: meta.correlationId,
    },
    'the request was refused',
  );
}
