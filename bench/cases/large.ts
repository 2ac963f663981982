import pg from 'pg';
import { createPostgresStore, migrate } from 'statecart/adapters/postgres';
import { knownVersions } from 'statecart/machine';
import type { BenchOptions } from '../options.ts';
import { runJobs } from '../process/run-jobs.ts';
import type { Figure, Section } from '../report/figure.ts';
import { percentile } from '../report/percentile.ts';
import { fillOrders } from '../rows/fill-orders.ts';
import { recordLife } from '../rows/record-life.ts';
import type { BenchServer } from '../server/bench-server.ts';

/** Claims and lives with many finished orders in the tables, beside the same with none. */
export async function largeCase(server: BenchServer, { quick, large }: BenchOptions): Promise<Section> {
  const sizes = large ? [0, 10_000, 1_000_000] : [0, 10_000];
  const figures: Figure[] = [];
  let first: { claims: number; transitions: number } | null = null;
  for (const size of sizes) {
    const schema = `large_${size}`;
    const life = await recordLife(server.url, schema);
    await fillOrders(server.url, schema, life.orderId, size);
    const claims = await claimMs(server.url, schema, quick ? 100 : 400);
    const { transitionsPerSecond: transitions } = await runJobs([
      {
        name: `large-${size}`,
        url: server.url,
        schema,
        lives: quick ? 200 : 1_000,
        warmUp: 100,
        clients: 32,
        concurrency: 64,
        shared: false,
      },
    ]);
    first ??= { claims, transitions };
    const among = `among ${size.toLocaleString('en-GB')} finished orders`;
    figures.push(
      {
        name: `claim, ${among}`,
        value: claims,
        unit: 'ms',
        ceiling: { name: 'among none', value: first.claims },
      },
      {
        name: `lives, ${among}`,
        value: transitions,
        unit: 'transitions/s',
        ceiling: { name: 'among none', value: first.transitions },
      },
    );
  }
  return {
    name: 'large',
    title: 'With many orders in the tables',
    figures,
    remarks: [
      'The tables are filled with copies of a finished order, its lines, money, parcels and journals, by SQL. A claim, with the release that makes it repeatable left out, is the median of claims by one caller, of an order that has work due.',
    ],
  };
}

async function claimMs(url: string, schema: string, times: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  try {
    await migrate(pool, { schema });
    const store = createPostgresStore({ connection: pool, schema });
    const { rows } = await pool.query<{ id: string }>(
      `select id::text as id from "${schema}".orders limit 1`,
    );
    await pool.query(`update "${schema}".orders set due_at = now() where id = $1`, [rows[0]!.id]);
    const took: number[] = [];
    for (let n = 0; n < times; n += 1) {
      const begun = performance.now();
      const claims = await store.claim({
        token: `claim-${n}`,
        now: Date.now() + 60_000,
        leaseMs: 30_000,
        limit: 16,
        machineVersions: knownVersions,
      });
      took.push(performance.now() - begun);
      await store.release(
        `claim-${n}`,
        claims.map(({ order }) => order.id),
      );
    }
    await pool.query(`update "${schema}".orders set due_at = null where id = $1`, [rows[0]!.id]);
    return percentile(took, 0.5);
  } finally {
    await pool.end();
  }
}
