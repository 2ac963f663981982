import type { Pool } from 'pg';
import {
  createPostgresStore,
  type PostgresConnection,
  type PostgresTransaction,
} from '../../src/adapters/postgres/index.ts';
import type { StoreUnderTest } from '../../src/testing/contracts/order-store.ts';

/** A store that the last test has left empty. Deleting the rows takes 5 ms, a schema of its own for each test takes 200. */
export function emptyStore(
  connection: PostgresConnection,
  transaction: <T>(work: (tx: PostgresTransaction) => Promise<T>) => Promise<T>,
  schema = 'statecart',
): StoreUnderTest {
  return {
    store: createPostgresStore({ connection, schema }),
    transaction,
    close: () =>
      transaction(async (tx) => {
        await tx.query("set local statecart.archival = 'on'");
        for (const table of ['dead_letters', 'inbox', 'orders', 'terms'])
          await tx.query(`delete from ${schema}.${table}`);
      }),
  };
}

/** Runs `work` in a transaction of its own. */
export async function inTransaction<T>(
  pool: Pool,
  work: (tx: PostgresTransaction) => Promise<T>,
): Promise<T> {
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
