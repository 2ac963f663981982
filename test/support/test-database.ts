import pg from 'pg';
import { migrate } from 'statecart/adapters/postgres';
import { startEmbeddedPostgres } from './embedded-postgres.ts';

/** A migrated schema on a real Postgres server, for tests that run on the embedded one and on the machine's own. */
export interface TestDatabase {
  readonly connectionString: string;
  readonly schema: string;
  /** A pool in this process; ended with the database. */
  readonly pool: pg.Pool;
  /** Another migrated schema on the same server. It is gone with this one. */
  beside(schema: string): Promise<TestDatabase>;
  close(): Promise<void>;
}

/** A server of the binaries from npm, with an empty schema. */
export async function embeddedDatabase(): Promise<TestDatabase> {
  const server = await startEmbeddedPostgres();
  const pool = server.pool({ max: 20 });
  return databaseOn(pool, server.url, 'statecart', () => server.stop());
}

/** A schema of the test's own on a server that runs already; it is dropped at the end. */
export async function databaseAt(connectionString: string, schema: string): Promise<TestDatabase> {
  const pool = new pg.Pool({ connectionString, max: 20 });
  await drop(pool, schema);
  return databaseOn(pool, connectionString, schema, async () => {
    await drop(pool, schema);
    await pool.end();
  });
}

async function databaseOn(
  pool: pg.Pool,
  connectionString: string,
  schema: string,
  close: () => Promise<void>,
): Promise<TestDatabase> {
  await migrate(pool, { schema });
  const besides: string[] = [];
  return {
    connectionString,
    schema,
    pool,
    async beside(name) {
      const other = `${schema}_${name}`;
      await drop(pool, other);
      besides.push(other);
      return databaseOn(pool, connectionString, other, async () => {});
    },
    async close() {
      for (const other of besides) await drop(pool, other);
      await close();
    },
  };
}

async function drop(pool: pg.Pool, schema: string): Promise<void> {
  await pool.query(`drop schema if exists ${schema} cascade`);
}
