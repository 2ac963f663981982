export type { PostgresConnection } from './connection.ts';
export { type MigrateOptions, type MigrationReport, migrate } from './migrate.ts';
export type { PgClient, PgPool } from './pg-pool.ts';
export type { PgliteDatabase } from './pglite-connection.ts';
export type { Queryable } from './queryable.ts';
export {
  createPostgresStore,
  type PostgresStore,
  type PostgresStoreOptions,
  type PostgresTransaction,
} from './store.ts';
