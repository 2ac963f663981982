import type { OrderStore } from '../../ports/index.ts';
import { census } from './census.ts';
import { check } from './check.ts';
import { claimOrders } from './claim.ts';
import { recordRefusals } from './commit/append-journal.ts';
import { commitWrites } from './commit.ts';
import { connectionOf, type PostgresConnection } from './connection.ts';
import { discardDeadLetter, listDeadLetters, redriveDeadLetter } from './dead-letters.ts';
import { findOrders } from './find.ts';
import { gathered } from './gather.ts';
import { appliedAs, readHistory } from './history.ts';
import { type Receipt, type Received, receiveMessages } from './inbox.ts';
import { joinTransaction } from './join.ts';
import { releaseLeases, renewLeases } from './leases.ts';
import { listOrders } from './list.ts';
import { listen, wake } from './listen.ts';
import { loadOrders } from './load.ts';
import { nextDue } from './next-due.ts';
import { nextNumbers } from './next-number.ts';
import { otherOrders } from './other-orders.ts';
import type { Queryable } from './queryable.ts';
import { RecentOrders } from './recent-orders.ts';
import { readScans } from './scans.ts';
import { defaultSchema } from './schema-name.ts';
import { upkeepOf } from './upkeep.ts';

/** Options of {@link createPostgresStore}. */
export interface PostgresStoreOptions {
  /** A `pg.Pool`, or a PGlite instance. It stays the caller's: the store opens nothing by itself and closes nothing. */
  readonly connection: PostgresConnection;
  /** Where everything of ours stands. @defaultValue 'statecart' */
  readonly schema?: string;
  /**
   * Whether statements stay prepared in the sessions of a `pg.Pool`: planning them costs the server more than running them.
   * Turn it off behind a pooler that gives each transaction another session and does not carry prepared statements along
   * (PgBouncer before 1.21, or with `max_prepared_statements = 0`). @defaultValue true
   */
  readonly prepare?: boolean;
}

/** A transaction that a caller has open: a `pg` client after BEGIN, or what PGlite gives to the callback of `transaction`. */
export type PostgresTransaction = Queryable;

/** An order store on Postgres; it can be woken, and can join a caller's transaction. */
export type PostgresStore = Required<OrderStore<PostgresTransaction>>;

/**
 * An order store on Postgres 15 or later, or on PGlite. The schema has to be there: see `migrate`. Nothing is done until a
 * method is called.
 *
 * A `listen` keeps one client of the pool to itself. A transaction to be joined has to be READ COMMITTED.
 *
 * @throws OrderError `OPTIONS_INVALID` for a schema name that can't be one.
 * @example
 * import { createPostgresStore, migrate } from 'statecart/adapters/postgres';
 * import pg from 'pg';
 * const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
 * await migrate(pool);
 * const store = createPostgresStore({ connection: pool });
 */
export function createPostgresStore(options: PostgresStoreOptions): PostgresStore {
  const connection = connectionOf(options.connection, options.schema ?? defaultSchema, {
    prepare: options.prepare ?? true,
  });
  let seenNext: { readonly at: number | null } | null = null;
  const recent = new RecentOrders();
  const number = gathered<null, number>((asked) => nextNumbers(connection, asked.length));
  const received = gathered<Received, Receipt | Error>((messages) => receiveMessages(connection, messages));
  return {
    check: () => check(connection),
    load: (ids) => loadOrders(connection, ids),
    find: gathered((refs) => findOrders(connection, refs)),
    nextNumber: () => number(null),
    async commit(writes) {
      const answers = await commitWrites(connection, writes);
      for (const [n, { change }] of writes.entries()) {
        if (change !== null && answers[n]!.status === 'committed') recent.keep(change.order);
      }
      return answers;
    },
    async claim(request) {
      const { claims, next } = await claimOrders(connection, recent, request);
      // Who claims and gets nothing asks at once when there will be something: the same statement has seen it. What is
      // asked in a later turn of the event loop is asked of the database.
      if (claims.length === 0) {
        seenNext = { at: next };
        setImmediate(() => (seenNext = null));
      }
      return claims;
    },
    renew: (token, ids, until) => renewLeases(connection, token, ids, until),
    release: (token, ids) => releaseLeases(connection, token, ids),
    async receive(message, now) {
      const receipt = await received({ message, now });
      if (receipt instanceof Error) throw receipt;
      return receipt;
    },
    recordRefusals: (refusals) => recordRefusals(connection, refusals),
    appliedAs: (orderId, eventId) => appliedAs(connection, orderId, eventId),
    history: (orderId) => readHistory(connection, orderId),
    scans: (orderId) => readScans(connection, orderId),
    otherOrders: (query) => otherOrders(connection, query),
    async nextDue() {
      const seen = seenNext;
      seenNext = null;
      return seen === null ? nextDue(connection) : seen.at;
    },
    deadLetters: (page) => listDeadLetters(connection, page),
    redrive: (id, now) => redriveDeadLetter(connection, id, now),
    discard: (id) => discardDeadLetter(connection, id),
    list: (page) => listOrders(connection, page),
    census: () => census(connection),
    upkeep: upkeepOf(connection),
    wake: () => wake(connection),
    listen: (onWake) => listen(connection, onWake),
    join: (transaction) => joinTransaction(transaction, connection.schema),
  };
}
