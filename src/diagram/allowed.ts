import { allowedEvents, type Order, type RequestType, requestTypes } from '../machine/index.ts';

/** The requests that the rules allow in a status, for at least one of these orders; in the order of the requests. */
export function allowedIn(orders: Iterable<Order>): ReadonlyMap<string, readonly RequestType[]> {
  const seen = new Map<string, Set<RequestType>>();
  for (const order of orders) {
    const types = seen.get(order.axes.status) ?? new Set();
    for (const type of allowedEvents(order)) types.add(type);
    seen.set(order.axes.status, types);
  }
  return new Map(
    [...seen].map(([status, types]) => [status, requestTypes.filter((type) => types.has(type))]),
  );
}
