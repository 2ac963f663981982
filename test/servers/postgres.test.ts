import pg from 'pg';
import { afterAll, beforeAll, describe, inject, it } from 'vitest';
import { migrate } from '../../src/adapters/postgres/index.ts';
import { orderStoreContract } from '../../src/testing/contracts/order-store.ts';
import { emptyStore, inTransaction } from '../support/empty-store.ts';

/** A schema of the tests' own: the server may hold other tables. */
const schema = 'statecart_contract';

describe('the order store on the machine’s own Postgres', () => {
  let pool: pg.Pool;
  beforeAll(async () => {
    pool = new pg.Pool({ connectionString: inject('postgresUrl'), max: 12 });
    await pool.query(`drop schema if exists ${schema} cascade`);
    await migrate(pool, { schema });
  });
  afterAll(async () => {
    await pool.query(`drop schema if exists ${schema} cascade`);
    await pool.end();
  });

  orderStoreContract({
    describe,
    it,
    createStore: async () => emptyStore(pool, (work) => inTransaction(pool, work), schema),
    join: true,
    listen: true,
  });
});
