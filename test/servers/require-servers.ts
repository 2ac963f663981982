import pg from 'pg';
import type { TestProject } from 'vitest/node';

/** Where the tests find PostgreSQL unless `STATECART_TEST_POSTGRES_URL` says otherwise. */
const DEFAULT_POSTGRES_URL = 'postgres://postgres@127.0.0.1:5432/test';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL server that answered before the first test: `inject('postgresUrl')`. */
    postgresUrl: string;
  }
}

/** Runs once before all server tests; throws, naming the server, when one does not answer. */
export default async function requireServers(project: TestProject): Promise<void> {
  const postgresUrl = process.env['STATECART_TEST_POSTGRES_URL'] ?? DEFAULT_POSTGRES_URL;
  await requirePostgres(postgresUrl);
  project.provide('postgresUrl', postgresUrl);
}

async function requirePostgres(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // A connection that breaks after the check must not end the process: the tests report it themselves.
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('select 1');
  } catch (cause) {
    const { host, pathname } = new URL(url);
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause);
    throw new Error(
      `PostgreSQL does not answer at ${host}${pathname}: ${reason}. ` +
        'Start it, or point STATECART_TEST_POSTGRES_URL at a running one.',
      { cause },
    );
  } finally {
    await client.end().catch(() => {});
  }
}
