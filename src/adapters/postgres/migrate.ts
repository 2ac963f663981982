import { OrderError } from '../../errors/index.ts';
import { connectionOf, type PostgresConnection } from './connection.ts';
import { latestVersion, migrations } from './migrations/index.ts';
import { defaultSchema } from './schema-name.ts';
import { schemaVersion } from './schema-version.ts';
import type { Connection, Session } from './session.ts';

/** Options of {@link migrate}. */
export interface MigrateOptions {
  /** Where everything of ours stands. @defaultValue 'statecart' */
  readonly schema?: string;
  /** The version to go to, up or down; 0 removes every table, and what is in it. @defaultValue the latest */
  readonly to?: number;
}

/** What {@link migrate} did. */
export interface MigrationReport {
  readonly from: number;
  readonly to: number;
  /** The migrations that ran, in the order they ran: `up 1 orders`. */
  readonly ran: readonly string[];
}

/**
 * Brings the schema to a version, the latest unless another is asked for. Each version is one transaction, so a failure
 * leaves the version before it. Several processes may call it at once: one works, the others wait and find it done.
 *
 * @throws OrderError `SCHEMA_NEWER` if the schema is of a version that this code does not know; `OPTIONS_INVALID`; `STORE_UNAVAILABLE`.
 * @example
 * import { migrate } from 'statecart/adapters/postgres';
 * import pg from 'pg';
 * await migrate(new pg.Pool());
 */
export async function migrate(
  database: PostgresConnection,
  { schema = defaultSchema, to = latestVersion }: MigrateOptions = {},
): Promise<MigrationReport> {
  if (!Number.isInteger(to) || to < 0 || to > latestVersion) {
    throw new OrderError(
      'OPTIONS_INVALID',
      `There is no schema version ${to}: expected 0 to ${latestVersion}.`,
      {
        retry: 'afterFix',
        details: { to },
      },
    );
  }
  const connection = connectionOf(database, schema);
  const ran: string[] = [];
  let from: number | undefined;
  for (;;) {
    const { before, step } = await oneStep(connection, to);
    from ??= before;
    if (step === null) return { from, to, ran };
    ran.push(step);
  }
}

function oneStep(connection: Connection, to: number): Promise<{ before: number; step: string | null }> {
  return connection.transaction(async (session) => {
    await session.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `statecart migrations ${session.schema}`,
    ]);
    await session.query(`create schema if not exists ${session.schema}`);
    await session.query(`create table if not exists ${session.schema}.migrations (
      version integer primary key, name text not null, applied_at timestamptz not null default now()
    )`);
    const before = await schemaVersion(session);
    if (before > latestVersion) throw newer(session, before);
    return {
      before,
      step: before < to ? await up(session, before + 1) : before > to ? await down(session, before) : null,
    };
  });
}

async function up(session: Session, version: number): Promise<string> {
  const migration = migrations[version - 1]!;
  for (const statement of migration.up(session.schema)) await session.query(statement);
  await session.query(`insert into ${session.schema}.migrations (version, name) values ($1, $2)`, [
    version,
    migration.name,
  ]);
  return `up ${version} ${migration.name}`;
}

async function down(session: Session, version: number): Promise<string> {
  const migration = migrations[version - 1]!;
  for (const statement of migration.down(session.schema)) await session.query(statement);
  await session.query(`delete from ${session.schema}.migrations where version = $1`, [version]);
  return `down ${version} ${migration.name}`;
}

/** The error for a schema from the future. */
export function newer(session: Session, version: number): OrderError {
  return new OrderError(
    'SCHEMA_NEWER',
    `Schema ${session.schema} is at version ${version}, this release of statecart knows versions up to ${latestVersion}: a newer release has migrated it. Deploy that release here, or go back with its migrate(connection, { to: ${latestVersion} }).`,
    { retry: 'afterFix', details: { schema: session.schema, version, latest: latestVersion } },
  );
}
