import type { PostgresStore } from 'statecart/adapters/postgres';
import type { OrderWrite } from 'statecart/ports';
import type { Reach } from './failpoints.ts';
import { doing } from './traced-pool.ts';

/** A store that tells when each of its operations begins, and when it has been answered but nobody knows yet. */
export function tracedStore(store: PostgresStore, reach: Reach): PostgresStore {
  const traced = async <T>(
    what: string,
    orders: readonly string[],
    work: () => Promise<T>,
    ordersOf: (result: T) => readonly string[] = () => orders,
  ): Promise<T> => {
    reach(`${what}.before`, '', orders);
    const result = await doing.run({ what, orders }, work);
    reach(`${what}.after`, '', ordersOf(result));
    return result;
  };
  return {
    ...store,
    claim: (request) =>
      traced(
        'claim',
        [],
        () => store.claim(request),
        (claims) => claims.map(({ order }) => order.id),
      ),
    commit: (writes) =>
      traced(
        kindOf(writes),
        writes.map(({ orderId }) => orderId),
        () => store.commit(writes),
      ),
    receive: (message, now) => traced('receive', [message.orderRef], () => store.receive(message, now)),
    wake: () => traced('wake', [], () => store.wake()),
  };
}

/** `commit` is a worker's, `create` and `request` are a caller's. */
function kindOf(writes: readonly OrderWrite[]): string {
  if (writes.some(({ settlement }) => settlement !== null)) return 'commit';
  return writes.some(({ change }) => change?.before === 0) ? 'create' : 'request';
}
