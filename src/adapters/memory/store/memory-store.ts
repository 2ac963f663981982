import { OrderError } from '../../../errors/index.ts';
import { isWithin, type ScanRecord } from '../../../machine/index.ts';
import type { CensusRow, JoinedStore, OrderStore, StoreUpkeep } from '../../../ports/index.ts';
import { isolate } from '../isolate.ts';
import { census } from './census.ts';
import { claimOrders, releaseLease, renewLease } from './claim.ts';
import { applyWrite, locksOf } from './commit.ts';
import { Database } from './database.ts';
import { deadLetter, listDeadLetters, redriveLetter } from './dead-letters.ts';
import { receiveMessage } from './inbox.ts';
import { appliedAs, findOrder, loadOrders } from './load.ts';
import { Locks } from './locks.ts';
import { otherOrders } from './other-orders.ts';
import { layerOver } from './tables.ts';
import { type MemoryTransaction, type OpenTransaction, openTransaction } from './transaction.ts';
import { upkeepOf } from './upkeep.ts';

/** An order store in this process's memory, with transactions to join. */
export interface MemoryStore extends OrderStore<MemoryTransaction> {
  /** Begins a transaction. It ends with `commit` or `rollback`; until then it holds the orders it has loaded. */
  begin(): MemoryTransaction;
  census(): Promise<readonly CensusRow[]>;
  readonly upkeep: StoreUpkeep;
  wake(): Promise<void>;
  scans(orderId: string): Promise<readonly ScanRecord[]>;
  listen(onWake: () => void): Promise<() => Promise<void>>;
  join(transaction: MemoryTransaction): JoinedStore;
}

/**
 * Makes an order store that lives in this process's memory and is gone with it: for tests, previews and simulations.
 * It keeps what {@link OrderStore} promises as a database does: what is stored is a frozen copy of what was given, a
 * write is atomic per order, and what a transaction wrote is invisible until its commit.
 *
 * Whoever writes an order that a transaction holds waits for the end of that transaction. Two transactions that wait
 * for each other: the second gets `STORE_UNAVAILABLE` with `retry: 'later'`.
 *
 * @example
 * import { createMemoryStore } from 'statecart/adapters/memory';
 * const store = createMemoryStore();
 * const transaction = store.begin();
 * const [stored] = await store.join(transaction).load(['0190a5d2-0000-7000-8000-000000000001']);
 * await transaction.rollback();
 */
export function createMemoryStore(): MemoryStore {
  const database = new Database();
  const locks = new Locks();
  const listeners = new Set<() => void>();
  const transactions = new WeakMap<MemoryTransaction, OpenTransaction>();
  let begun = 0;

  /** Runs `work` when no transaction holds the names; nobody comes between. */
  const whenFree = async <T>(names: readonly string[], work: () => T): Promise<T> => {
    for (let wait = locks.blocked(names); wait !== null; wait = locks.blocked(names)) await wait;
    return work();
  };

  return {
    async check() {},
    async load(ids) {
      return loadOrders(database, ids);
    },
    async find(ref) {
      return findOrder(database, ref);
    },
    async nextNumber() {
      return database.nextNumber();
    },
    async commit(writes) {
      const answers = [];
      for (const write of writes) {
        const answer = await whenFree(locksOf(write), () => {
          const attempt = layerOver(database);
          const outcome = applyWrite(attempt.tables, write, () => database.nextIndex());
          if (outcome.status === 'committed') attempt.merge();
          return outcome;
        });
        answers.push(answer);
      }
      return answers;
    },
    async claim(request) {
      return claimOrders(database, request, (orderId) => locks.isHeld(`order:${orderId}`));
    },
    async renew(token, orderIds, until) {
      const renewed = [];
      for (const id of orderIds) {
        if (await whenFree([`order:${id}`], () => renewLease(database, token, id, until))) renewed.push(id);
      }
      return renewed;
    },
    async release(token, orderIds) {
      for (const id of orderIds) await whenFree([`order:${id}`], () => releaseLease(database, token, id));
    },
    async receive(message, now) {
      return receiveMessage(database, message, now);
    },
    async recordRefusals(refusals) {
      for (const { orderId, entry } of refusals) {
        await whenFree([`order:${orderId}`], () => {
          if (!database.orders.has(orderId)) return;
          database.journal.set(orderId, [...(database.journal.get(orderId) ?? []), isolate(entry)]);
        });
      }
    },
    async appliedAs(orderId, eventId) {
      return appliedAs(database, orderId, eventId);
    },
    async otherOrders(query) {
      const orders = [...database.orders.values()].map((row) => row.order);
      return otherOrders(orders, query);
    },
    async history(orderId) {
      return { history: database.history.get(orderId) ?? [], journal: database.journal.get(orderId) ?? [] };
    },
    async scans(orderId) {
      return (database.scans.get(orderId) ?? []).toSorted(
        (one, other) => one.occurredAt - other.occurredAt || one.version - other.version,
      );
    },
    async nextDue(now) {
      let next: number | null = null;
      for (const [orderId, at] of database.due) {
        const lease = database.orders.get(orderId)?.lease ?? null;
        const claimable = lease !== null && lease.until > now ? Math.max(at, lease.until) : at;
        if (next === null || claimable < next) next = claimable;
      }
      return next;
    },
    async deadLetters(page) {
      return listDeadLetters(database, page);
    },
    async redrive(id, now) {
      return whenFree(orderLock(deadLetter(database, id).letter.orderId), () => {
        const row = deadLetter(database, id);
        redriveLetter(database, row, now);
        return row.letter;
      });
    },
    async discard(id) {
      deadLetter(database, id);
      database.letters.delete(id);
    },
    async list(page) {
      const rows = [...database.orders.values()].toSorted((one, other) => one.index - other.index);
      const after = page.after === undefined ? 0 : (database.orders.get(page.after)?.index ?? 0);
      return rows
        .filter(
          (row) =>
            row.index > after && (page.status === undefined || isWithin(row.order.axes.status, page.status)),
        )
        .slice(0, page.limit)
        .map((row) => row.order.id);
    },
    async census() {
      return census(database);
    },
    upkeep: upkeepOf(database, (orderId) => locks.isHeld(`order:${orderId}`)),
    async wake() {
      for (const onWake of listeners) onWake();
    },
    async listen(onWake) {
      const listener = () => onWake();
      listeners.add(listener);
      return async () => {
        listeners.delete(listener);
      };
    },
    begin() {
      begun += 1;
      const opened = openTransaction(database, locks, `transaction ${begun}`);
      transactions.set(opened.transaction, opened);
      return opened.transaction;
    },
    join(transaction) {
      const opened = transactions.get(transaction);
      if (opened !== undefined) return opened.store;
      throw new OrderError(
        'OPTIONS_INVALID',
        'this transaction is not of this store: take the one that store.begin() gave.',
        {
          retry: 'afterFix',
        },
      );
    },
  };
}

function orderLock(orderId: string | null): readonly string[] {
  return orderId === null ? [] : [`order:${orderId}`];
}
