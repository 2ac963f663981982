import { OrderError } from '../../../errors/index.ts';
import type { JoinedStore } from '../../../ports/index.ts';
import { applyWrite, locksOf } from './commit.ts';
import type { Database } from './database.ts';
import { appliedAs, findOrder, loadOrders } from './load.ts';
import type { LockOwner, Locks } from './locks.ts';
import { layerOver } from './tables.ts';

/** A transaction of the memory store, to be handed to `join`. What is written in it shows when it is committed. */
export interface MemoryTransaction {
  /** Makes everything visible at once, and frees the orders. */
  commit(): Promise<void>;
  /** Forgets everything, and frees the orders. After the end of the transaction it does nothing. */
  rollback(): Promise<void>;
}

/** What a transaction has open. */
export interface OpenTransaction {
  readonly transaction: MemoryTransaction;
  readonly store: JoinedStore;
}

/** Opens a transaction over the database. */
export function openTransaction(database: Database, locks: Locks, name: string): OpenTransaction {
  const owner: LockOwner = { name };
  const layer = layerOver(database);
  let open = true;

  const end = () => {
    open = false;
    locks.release(owner);
  };
  const acquire = async (names: readonly string[]) => {
    assertOpen();
    await locks.acquire([...new Set(names)], owner);
    if (!open) locks.release(owner);
    assertOpen();
  };
  const assertOpen = () => {
    if (open) return;
    throw new OrderError('STORE_UNAVAILABLE', `${name} is over: begin another one with store.begin().`);
  };

  return {
    transaction: {
      async commit() {
        assertOpen();
        layer.merge();
        end();
      },
      async rollback() {
        if (open) end();
      },
    },
    store: {
      async load(ids) {
        assertOpen();
        const present = ids.filter((id) => layer.tables.orders.get(id) !== undefined);
        await acquire(present.map((id) => `order:${id}`));
        return loadOrders(layer.tables, ids);
      },
      async find(ref) {
        assertOpen();
        return findOrder(layer.tables, ref);
      },
      async appliedAs(orderId, eventId) {
        assertOpen();
        return appliedAs(layer.tables, orderId, eventId);
      },
      async commit(writes) {
        await acquire(writes.flatMap((write) => locksOf(write)));
        return writes.map((write) => {
          const attempt = layerOver(layer.tables);
          const answer = applyWrite(attempt.tables, write, () => database.nextIndex());
          if (answer.status === 'committed') attempt.merge();
          return answer;
        });
      },
      async nextNumber() {
        assertOpen();
        return database.nextNumber();
      },
    },
  };
}
