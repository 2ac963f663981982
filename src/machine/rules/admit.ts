import { OrderError } from '../../errors/index.ts';
import type { RequestType } from '../events/index.ts';
import type { Order } from '../order.ts';
import type { Refusal } from './rule.ts';
import { type RuleBook, ruleBook } from './rule-book.ts';
import { rules } from './table.ts';

/** The rules of this library's statechart. */
export const orderRules = ruleBook(rules);

/**
 * Whether a request may pass: the only place that refuses one. Facts do not come here: they are never refused.
 * @throws OrderError `RULE_VERSION_UNKNOWN`.
 */
export const admit = orderRules.admit;
/**
 * Whether an order allows a type of request in the state that it is in, or a request with its payload; and if not, every
 * rule that objects, with its limit and the value that it was held against. @throws OrderError `RULE_VERSION_UNKNOWN`.
 */
export const explain = orderRules.explain;
/** The requests that an order's state allows now. What they ask for may still be refused. @throws OrderError `RULE_VERSION_UNKNOWN`. */
export const allowedEvents = orderRules.allowedEvents;

/** Makes the error for a request that is refused by a book's rules. */
export type Refuse = (order: Order, type: RequestType, refusals: readonly Refusal[]) => OrderError;

/** The error for a refused request, by a book's rules: what, where the order stands, every reason, and what is allowed instead. */
export function refuseBy(book: Pick<RuleBook, 'allowedEvents'>): Refuse {
  return (order, type, refusals) => {
    const reasons = refusals.map((refusal) => refusal.reason).join('; ');
    const allowed = book.allowedEvents(order);
    const instead =
      allowed.length === 0 ? 'Nothing can be asked of it any more.' : `Allowed now: ${allowed.join(', ')}.`;
    return new OrderError(
      'NOT_ALLOWED',
      `\`${type}\` is not allowed while order ${order.number ?? order.id} is \`${order.axes.status}\`: ${reasons}. ${instead}`,
      {
        details: { orderId: order.id, type, axes: order.axes, refusals, allowed },
      },
    );
  };
}

/** The error for a refused request, by the rules of this library's statechart. */
export const refuse: Refuse = refuseBy(orderRules);
