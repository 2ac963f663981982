import { pgConnection } from './pg-connection.ts';
import type { PgPool } from './pg-pool.ts';
import { type PgliteDatabase, pgliteConnection } from './pglite-connection.ts';
import { quotedSchema } from './schema-name.ts';
import type { Connection } from './session.ts';
import { StatementNames } from './statement-names.ts';

/** A `pg.Pool`, or a PGlite instance: taken by its shape, so that only the library in use has to be installed. */
export type PostgresConnection = PgPool | PgliteDatabase;

/** The one interface that all queries here are written against. */
export function connectionOf(
  database: PostgresConnection,
  schema: string,
  { prepare = false }: { readonly prepare?: boolean } = {},
): Connection {
  const name = quotedSchema(schema);
  return 'transaction' in database
    ? pgliteConnection(database, name)
    : pgConnection(database, name, prepare ? new StatementNames() : null);
}
