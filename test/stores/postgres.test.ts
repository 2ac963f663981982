import { PGlite } from '@electric-sql/pglite';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { migrate } from '../../src/adapters/postgres/index.ts';
import { orderStoreContract } from '../../src/testing/contracts/order-store.ts';
import { type EmbeddedServer, startEmbeddedPostgres } from '../support/embedded-postgres.ts';
import { emptyStore, inTransaction } from '../support/empty-store.ts';

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
