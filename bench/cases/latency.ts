import pg from 'pg';
import { createOrders } from 'statecart';
import { createPostgresStore, migrate } from 'statecart/adapters/postgres';
import type { BenchOptions } from '../options.ts';
import { many } from '../process/many.ts';
import type { Figure, Section } from '../report/figure.ts';
import { percentile } from '../report/percentile.ts';
import { recordLife } from '../rows/record-life.ts';
import { runScript } from '../rows/run-pgbench.ts';
import { transactionsOf } from '../rows/transactions.ts';
import type { BenchServer } from '../server/bench-server.ts';
import { instantPorts } from '../shop/instant-ports.ts';
import { orderInput } from '../shop/order-input.ts';

/** How long one caller waits for `create` and `send`, beside pgbench writing the rows of such a call. */
export async function latencyCase(server: BenchServer, { quick }: BenchOptions): Promise<Section> {
  const seconds = quick ? 2 : 6;
  const count = quick ? 300 : 2_000;
  const figures: Figure[] = [];
  const life = await recordLife(server.url, 'recorded_calls');
  const [creation, ...moves] = transactionsOf(life, 'recorded_calls', { id: ':id::text', from: '' });
  const begin = { text: 'select gen_random_uuid()::text', variable: 'id' };
  for (const clients of [1, 16]) {
    const { createMs, sendMs } = await callTimes(server.url, clients, clients === 1 ? count / 4 : count);
    const made = await runScript(server.url, { begin, transactions: [creation!] }, clients, seconds);
    // A move on its own: the order that it moves is made first, and its time taken off below.
    const moved = await runScript(
      server.url,
      { begin, transactions: [creation!, moves[0]!] },
      clients,
      seconds,
    );
    const callers = clients === 1 ? '1 caller' : `${clients} callers`;
    for (const share of [0.5, 0.95, 0.99]) {
      const p = `p${share * 100}`;
      const least = percentile(made.tookMs, share);
      figures.push(time(`\`create\` ${p}, ${callers}`, percentile(createMs, share), made.by, least));
      const both = percentile(moved.tookMs, share);
      figures.push(
        time(`\`send\` ${p}, ${callers}`, percentile(sendMs, share), moved.by, Math.max(0, both - least)),
      );
    }
  }
  return {
    name: 'latency',
    title: 'How long a call takes',
    figures,
    remarks: [
      '`create` takes a key, a number, and a commit; `send` (here `draft.touch`, the smallest) a load and a commit. No worker runs beside them. The ceiling is one transaction with the rows of a recorded creation, or of a recorded move (the difference of a script that creates and moves and one that creates), each statement a round trip.',
    ],
  };
}

function time(name: string, value: number, by: string, ceiling: number): Figure {
  return { name, value, unit: 'ms', ceiling: { name: by, value: ceiling } };
}

async function callTimes(url: string, clients: number, count: number) {
  const schema = `calls_${clients}`;
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  await migrate(pool, { schema });
  const orders = createOrders({
    store: createPostgresStore({ connection: pool, schema }),
    ports: instantPorts(() => {}),
  });
  const timed = async (work: () => Promise<unknown>, into: number[] | null): Promise<void> => {
    const begun = performance.now();
    await work();
    into?.push(performance.now() - begun);
  };
  try {
    const createMs: number[] = [];
    const sendMs: number[] = [];
    const drafts: string[] = [];
    const warm = Math.ceil(count / 4);
    await many(count + warm, clients, (n) =>
      timed(() => orders.create(orderInput(), { idempotencyKey: `call-${n}` }), n < warm ? null : createMs),
    );
    await many(64, clients, async () => void drafts.push((await orders.createDraft(orderInput())).id));
    await many(count + warm, clients, (n) =>
      timed(() => orders.send(drafts[n % 64]!, { type: 'draft.touch' } as never), n < warm ? null : sendMs),
    );
    await orders.stop();
    return { createMs, sendMs };
  } finally {
    await pool.end();
  }
}
