import { PGlite } from '@electric-sql/pglite';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, it } from 'vitest';
import {
  createPostgresStore,
  migrate,
  type PostgresConnection,
  type PostgresTransaction,
} from '../../src/adapters/postgres/index.ts';
import { orderStoreContract, type StoreUnderTest } from '../../src/testing/contracts/order-store.ts';
import { type EmbeddedServer, startEmbeddedPostgres } from '../support/embedded-postgres.ts';

/** A store that the last test has left empty. Deleting the rows takes 5 ms, a schema of its own for each test takes 200. */
function emptyStore(
  connection: PostgresConnection,
  transaction: <T>(work: (tx: PostgresTransaction) => Promise<T>) => Promise<T>,
): StoreUnderTest {
  return {
    store: createPostgresStore({ connection }),
    transaction,
    close: () =>
      transaction(async (tx) => {
        await tx.query("set local statecart.archival = 'on'");
        for (const table of ['dead_letters', 'inbox', 'orders', 'terms'])
          await tx.query(`delete from statecart.${table}`);
      }),
  };
}

describe('the order store on PGlite', () => {
  let database: PGlite;
  beforeAll(async () => {
    database = await PGlite.create('memory://');
    await migrate(database);
  });
  afterAll(() => database.close());

  orderStoreContract({
    describe,
    it,
    createStore: async () => emptyStore(database, (work) => database.transaction((tx) => work(tx))),
    join: true,
    listen: true,
  });
});

describe('the order store on Postgres', () => {
  let server: EmbeddedServer;
  let pool: Pool;
  beforeAll(async () => {
    server = await startEmbeddedPostgres();
    pool = server.pool({ max: 12 });
    await migrate(pool);
  });
  afterAll(() => server.stop());

  orderStoreContract({
    describe,
    it,
    createStore: async () => emptyStore(pool, (work) => inTransaction(pool, work)),
    join: true,
    listen: true,
  });
});

async function inTransaction<T>(pool: Pool, work: (tx: PostgresTransaction) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
