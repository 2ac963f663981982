import pg from 'pg';
import { startEmbeddedPostgres } from '../../test/support/embedded-postgres.ts';

/** A Postgres server to measure on, with a database of our own. */
export interface BenchServer {
  /** Where our database is. */
  readonly url: string;
  /** Which server it is, in words. */
  readonly what: string;
  /** Drops the database, and ends the server if it was started here. */
  stop(): Promise<void>;
}

/** DATABASE_URL, the machine's own server, or one of the binaries from npm. */
export async function openServer(): Promise<BenchServer> {
  const given = process.env['DATABASE_URL'];
  if (given !== undefined) return ownDatabase(given, 'DATABASE_URL', async () => {});
  const local = 'postgres://postgres@127.0.0.1:5432/postgres';
  if (await answers(local)) return ownDatabase(local, "the machine's own", async () => {});
  const server = await startEmbeddedPostgres();
  const { host, port, user, password } = server.pool({ max: 1 }).options;
  const url = `postgres://${user}:${password as string}@${host}:${port}/postgres`;
  return ownDatabase(url, 'embedded-postgres, without fsync', () => server.stop());
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

async function ownDatabase(
  adminUrl: string,
  what: string,
  stopServer: () => Promise<void>,
): Promise<BenchServer> {
  const name = `statecart_bench_${process.pid}`;
  const [version] = await ask(adminUrl, `select split_part(version(), ' ', 2) as version`);
  await ask(adminUrl, `drop database if exists ${name}`);
  await ask(adminUrl, `create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    what: `PostgreSQL ${(version as { version: string }).version} (${what})`,
    async stop() {
      await ask(adminUrl, `drop database if exists ${name} with (force)`);
      await stopServer();
    },
  };
}

/** One query on a connection of its own. */
export async function ask(url: string, text: string, values: unknown[] = []): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}
