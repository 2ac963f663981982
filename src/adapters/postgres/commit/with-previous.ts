import type { OrderWrite } from '../../../ports/index.ts';
import { loadOrders } from '../load.ts';
import type { Session } from '../session.ts';

/**
 * Writes with the orders as they were loaded: those that the writer has not said are read here. A write whose order has
 * moved on is answered `version` by the statement that writes; versions only rise, so an order that has version `before`
 * then had it when it was read.
 */
export async function withPrevious(
  session: Session,
  writes: readonly OrderWrite[],
): Promise<readonly OrderWrite[]> {
  const asked = writes.filter(
    ({ change }) => change !== null && change.before !== 0 && change.previous === undefined,
  );
  if (asked.length === 0) return writes;
  const loaded = await loadOrders(
    session,
    asked.map(({ orderId }) => orderId),
  );
  const known = new Map(loaded.map(({ order }) => [order.id, order]));
  return writes.map((write) => {
    const { change } = write;
    if (change === null || change.before === 0 || change.previous !== undefined) return write;
    const previous = known.get(write.orderId);
    return previous?.version !== change.before ? write : { ...write, change: { ...change, previous } };
  });
}
