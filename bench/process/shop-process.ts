import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { createOrders } from 'statecart';
import { createPostgresStore, migrate } from 'statecart/adapters/postgres';
import { instantPorts } from '../shop/instant-ports.ts';
import { orderInput } from '../shop/order-input.ts';
import { Outside } from '../shop/outside.ts';
import { untilDelivered } from '../shop/until-delivered.ts';
import type { Job, JobResult } from './job.ts';
import { many } from './many.ts';

/** One worker process: takes orders and works them off. It says `ready`, waits for `go`, and reports. */
async function main(job: Job): Promise<void> {
  const { connection, close } = await connect(job);
  const store = createPostgresStore({ connection, schema: job.schema });
  const outside = new Outside();
  let delivered = 0;
  let transitions = 0;
  let commits = 0;
  const orders = createOrders({
    store,
    ports: instantPorts(outside.tell),
    worker: { concurrency: job.concurrency, batchSize: job.concurrency },
    observer: {
      stepped({ result }) {
        transitions += 1;
        if (result.history.some(({ to }) => to === 'delivered')) delivered += 1;
      },
      committed: () => (commits += 1),
    },
  });
  outside.orders = orders;
  const createMs: number[] = [];
  const live = async (count: number, prefix: string): Promise<void> => {
    createMs.length = 0;
    const goal = delivered + count;
    await many(count, job.clients, async (n) => {
      const begun = performance.now();
      await orders.create(orderInput(), { idempotencyKey: `${job.name}-${prefix}-${n}` });
      createMs.push(performance.now() - begun);
    });
    await untilDelivered(() => delivered >= goal || job.shared, outside);
  };
  await orders.start();
  await live(job.warmUp, 'warm');
  if (job.shared) await untilDelivered(() => allDelivered(connection, job), outside);
  // As autovacuum would within a minute: plans made on empty tables are no measure.
  if (job.url !== null && !job.shared) await (connection as pg.Pool).query('vacuum analyze');
  tell({ kind: 'ready' });
  await new Promise<void>((resolve) => process.once('message', () => resolve()));
  transitions = 0;
  commits = 0;
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  await live(job.lives, 'live');
  const createdMs = performance.now() - begun;
  if (job.shared) await untilDelivered(() => allDelivered(connection, job), outside);
  const tookMs = performance.now() - begun;
  const cpu = process.cpuUsage(cpuBefore);
  const heapBytes = process.memoryUsage().rss;
  tell({
    kind: 'result',
    tookMs,
    createdMs,
    createMs,
    transitions,
    commits,
    cpuMs: (cpu.user + cpu.system) / 1_000,
    rssBytes: heapBytes,
  });
  await orders.stop();
  await close();
}

async function connect(job: Job) {
  if (job.url !== null) {
    const pool = new pg.Pool({ connectionString: job.url, max: 10 });
    await migrate(pool, { schema: job.schema });
    return { connection: pool, close: () => pool.end() };
  }
  const database = await PGlite.create('memory://');
  await migrate(database, { schema: job.schema });
  return { connection: database, close: () => database.close() };
}

/** Several processes on one database: each works on what it gets, and the end is that nothing is left. */
async function allDelivered(connection: pg.Pool | PGlite, job: Job): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, 20));
  const { rows } = await (connection as pg.Pool).query<{ open: string }>(
    `select count(*)::text as open from "${job.schema}".orders where status <> 'delivered'`,
  );
  return rows[0]!.open === '0';
}

function tell(message: { kind: 'ready' } | ({ kind: 'result' } & JobResult)): void {
  process.send?.(message);
}

await main(JSON.parse(process.argv[2]!) as Job);
process.disconnect?.();
