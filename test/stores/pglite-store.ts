import { PGlite } from '@electric-sql/pglite';
import { createPostgresStore, migrate, type PostgresStore } from 'statecart/adapters/postgres';
import type { Order } from 'statecart/machine';
import { afterAll, beforeAll } from 'vitest';

/** A store over a database in memory of a test file's own, there while its tests run. */
export function pgliteStore() {
  let database: PGlite;
  let store: PostgresStore;
  beforeAll(async () => {
    database = await PGlite.create('memory://');
    await migrate(database);
    store = createPostgresStore({ connection: database });
  });
  afterAll(() => database.close());
  return {
    database: (): PGlite => database,
    store: (): PostgresStore => store,
    loaded: async (id: string): Promise<Order | undefined> => (await store.load([id]))[0]?.order,
    /** Which transaction wrote each row of an order in one of its tables: another one, another row version. */
    versions: async (table: string, orderId: string) => {
      const { rows } = await database.query<{ id: string; xmin: string }>(
        `select id, xmin::text from statecart.${table} where order_id = $1 order by position`,
        [orderId],
      );
      return rows;
    },
  };
}
