import type { EventOf, RequestType } from '../events/index.ts';
import type { Json, Order } from '../order.ts';

/** Why a request is refused. */
export interface Refusal {
  /** The rule's id. */
  readonly rule: string;
  /** A stable snake_case code. */
  readonly code: string;
  /** One sentence for people. */
  readonly reason: string;
  /** The order's, or the request's, value. */
  readonly value: Json;
  /** What it was held against. */
  readonly limit: Json;
}

/** A rule's verdict: `null` is yes. */
export type Verdict = Omit<Refusal, 'rule'> | null;

/** A rule that needs only the order: `explain` and `allowedEvents` use it, too. */
export interface StateRule {
  readonly id: string;
  readonly on: readonly RequestType[];
  readonly scope: 'state';
  /** What it is for, in one sentence. */
  readonly about: string;
  readonly test: (order: Order) => Verdict;
}

/** A rule that looks at what is asked. */
export interface PayloadRule {
  readonly id: string;
  readonly on: readonly RequestType[];
  readonly scope: 'payload';
  readonly about: string;
  readonly test: (order: Order, event: EventOf<RequestType>) => Verdict;
}

/** A rule of the table. */
export type Rule = StateRule | PayloadRule;

/** A rule over the payload of one type of request. */
export function payloadRule<T extends RequestType>(
  id: string,
  on: T,
  about: string,
  test: (order: Order, event: EventOf<T>) => Verdict,
): PayloadRule {
  return { id, on: [on], scope: 'payload', about, test: test as PayloadRule['test'] };
}

/** A rule over the order's state. */
export function stateRule(
  id: string,
  on: readonly RequestType[],
  about: string,
  test: (order: Order) => Verdict,
): StateRule {
  return { id, on, scope: 'state', about, test };
}
