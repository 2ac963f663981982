import { OrderError } from '../../errors/index.ts';
import { type EventOf, type RequestType, requestTypes } from '../events/index.ts';
import type { Order } from '../order.ts';
import type { Refusal, Rule, Verdict } from './rule.ts';
import { rules } from './table.ts';

/** Whether a request may pass, and if not, every rule that objects. */
export type Admission = { readonly ok: true } | { readonly ok: false; readonly refusals: readonly Refusal[] };

/**
 * Whether a request may pass: the only place that refuses one. All rules are asked; a rule over the payload is asked only
 * when the order's state allows the request at all. Facts do not come here: they are never refused.
 */
export function admit(order: Order, event: EventOf<RequestType>): Admission {
  const byState = explain(order, event.type).refusals;
  if (byState.length > 0) return { ok: false, refusals: byState };
  const refusals = rulesFor(event.type).flatMap((rule) =>
    rule.scope === 'payload' ? named(rule, rule.test(order, event)) : [],
  );
  return refusals.length === 0 ? { ok: true } : { ok: false, refusals };
}

/** Whether the order's state allows a type of request, and if not, every rule that objects: without sending anything. */
export function explain(
  order: Order,
  type: RequestType,
): { readonly allowed: boolean; readonly refusals: readonly Refusal[] } {
  const refusals = rulesFor(type).flatMap((rule) =>
    rule.scope === 'state' ? named(rule, rule.test(order)) : [],
  );
  return { allowed: refusals.length === 0, refusals };
}

/** The requests that the order's state allows now. What they ask for may still be refused. */
export function allowedEvents(order: Order): readonly RequestType[] {
  return requestTypes.filter((type) => explain(order, type).allowed);
}

/** The error for a refused request: what, where the order stands, every rule's reason, and what is allowed instead. */
export function refuse(order: Order, type: RequestType, refusals: readonly Refusal[]): OrderError {
  const reasons = refusals.map((refusal) => refusal.reason).join('; ');
  const allowed = allowedEvents(order);
  const instead =
    allowed.length === 0 ? 'Nothing can be asked of it any more.' : `Allowed now: ${allowed.join(', ')}.`;
  return new OrderError(
    'NOT_ALLOWED',
    `\`${type}\` is not allowed while order ${order.number ?? order.id} is \`${order.axes.status}\`: ${reasons}. ${instead}`,
    {
      details: { orderId: order.id, type, axes: order.axes, refusals, allowed },
    },
  );
}

const byType = new Map<RequestType, readonly Rule[]>();

function rulesFor(type: RequestType): readonly Rule[] {
  const known = byType.get(type) ?? rules.filter((rule) => rule.on.includes(type));
  byType.set(type, known);
  return known;
}

function named(rule: Rule, verdict: Verdict): readonly Refusal[] {
  return verdict === null ? [] : [{ rule: rule.id, ...verdict }];
}
