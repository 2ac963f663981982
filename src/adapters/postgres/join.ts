import type { CommitAnswer, JoinedStore, OrderWrite } from '../../ports/index.ts';
import { lockOrders } from './commit/lock-orders.ts';
import { withPrevious } from './commit/with-previous.ts';
import { roundsOf, writeLocked } from './commit.ts';
import { findOrders } from './find.ts';
import { appliedAs } from './history.ts';
import { loadOrders } from './load.ts';
import { nextNumbers } from './next-number.ts';
import { type Queryable, run } from './queryable.ts';
import type { Session } from './session.ts';

/**
 * The store within a caller's open transaction. Nothing here begins, ends or retries it: an error of the database, a deadlock
 * among them, is thrown, and the transaction is then the caller's to roll back.
 */
export function joinTransaction(transaction: Queryable, schema: string): JoinedStore {
  const session: Session = {
    schema,
    keepsPlans: false,
    query: (text, values = []) => run(transaction, text, values),
  };
  return {
    async load(ids) {
      await lockOrders(session, ids);
      return loadOrders(session, ids);
    },
    find: async (ref) => (await findOrders(session, [ref]))[0]!,
    appliedAs: (orderId, eventId) => appliedAs(session, orderId, eventId),
    commit: (writes) => commitWithin(session, writes),
    nextNumber: async () => (await nextNumbers(session, 1))[0]!,
  };
}

async function commitWithin(
  session: Session,
  writes: readonly OrderWrite[],
): Promise<readonly CommitAnswer[]> {
  const answers = new Map<OrderWrite, CommitAnswer>();
  for (const round of roundsOf(writes)) {
    const given = await writeLocked(session, await withPrevious(session, round));
    for (const [n, write] of round.entries()) answers.set(write, given[n]!);
  }
  return writes.map((write) => answers.get(write)!);
}
