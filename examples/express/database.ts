import { join } from 'node:path';
import pg from 'pg';
import { openPglite } from 'statecart/adapters/pglite';
import { createPostgresStore, migrate, type PostgresStore } from 'statecart/adapters/postgres';
import { consoleLogger } from 'statecart/adapters/system';
import type { Config } from './config.ts';

/** An open database, migrated. */
export interface Database {
  readonly store: PostgresStore;
  readonly close: () => Promise<void>;
}

/** Opens the database that the service is set up with. */
export async function openDatabase({ databaseUrl, databaseSchema, dataDir }: Config): Promise<Database> {
  const schema = { schema: databaseSchema };
  if (databaseUrl === null) return openPglite(join(dataDir, 'database'), schema);
  const connection = new pg.Pool({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  // A client that loses its server while it idles tells the pool, and nobody else would listen.
  connection.on('error', (error) => consoleLogger.warn({ err: error }, 'an idle connection was lost'));
  try {
    await migrate(connection, schema);
  } catch (error) {
    await connection.end();
    throw error;
  }
  return { store: createPostgresStore({ connection, ...schema }), close: () => connection.end() };
}
