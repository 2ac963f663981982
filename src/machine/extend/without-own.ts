import type { Order } from '../order.ts';
import type { ComposedOrder } from './composed-order.ts';

/** The names of the deadlines that extensions add. */
export function ownDeadlineNames({ extensions }: ComposedOrder): ReadonlySet<string> {
  return new Set(extensions.flatMap(({ deadlines }) => Object.keys(deadlines ?? {})));
}

/**
 * The order as the base has it: its states, and its deadlines.
 * @throws OrderError `INVARIANT_VIOLATED` for a state that the composed order does not have.
 */
export function withoutOwn(order: Order, of: ComposedOrder): Order {
  if (of.extensions.length === 0) return order;
  const own = ownDeadlineNames(of);
  return { ...of.baseOf(order), deadlines: order.deadlines.filter(({ name }) => !own.has(name)) };
}
