import pg from 'pg';
import { createOrders, type Order, type OrderStore } from 'statecart';
import { createPostgresStore, migrate } from 'statecart/adapters/postgres';
import { instantPorts } from '../shop/instant-ports.ts';
import { orderInput } from '../shop/order-input.ts';
import { Outside } from '../shop/outside.ts';
import { untilDelivered } from '../shop/until-delivered.ts';

/** One write of the runtime. */
export type RecordedWrite = Parameters<OrderStore['commit']>[0][number];

/** One life through the runtime, on its own: what each commit wrote, and the rows that it left. */
export interface RecordedLife {
  readonly orderId: string;
  /** The commits, those of settled work that changed nothing else among them. */
  readonly writes: readonly RecordedWrite[];
  readonly transitions: number;
  /** Rows by table, as JSON. */
  readonly rows: { readonly [table: string]: readonly { readonly [column: string]: unknown }[] };
  /** The types of columns that can be written, by table. */
  readonly types: { readonly [table: string]: { readonly [column: string]: string } };
}

/** Takes one order through its life on a real server, one event after the other. */
export async function recordLife(url: string, schema: string): Promise<RecordedLife> {
  const pool = new pg.Pool({ connectionString: url });
  await migrate(pool, { schema });
  const own = createPostgresStore({ connection: pool, schema });
  const writes: RecordedWrite[] = [];
  const store: OrderStore = {
    ...own,
    async commit(batch) {
      const answers = await own.commit(batch as never);
      for (const [n, write] of batch.entries()) if (answers[n]!.status === 'committed') writes.push(write);
      return answers;
    },
  };
  const outside = new Outside();
  const orders = createOrders({ store, ports: instantPorts(outside.tell) });
  outside.orders = orders;
  try {
    await orders.start();
    const { id } = await orders.create(orderInput(), { idempotencyKey: 'recorded' });
    await untilDelivered(async () => ((await orders.get(id)) as Order).axes.status === 'delivered', outside);
    await orders.stop();
    const { rows, types } = await readRows(pool, schema, id);
    const transitions = (rows['order_journal'] ?? []).length;
    return { orderId: id, writes, transitions, rows, types };
  } finally {
    await pool.end();
  }
}

async function readRows(pool: pg.Pool, schema: string, orderId: string) {
  const rows: Record<string, Record<string, unknown>[]> = {};
  const types: Record<string, Record<string, string>> = {};
  const columns = await pool.query<{ table: string; column: string; type: string }>(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attidentity = ''`,
    [schema],
  );
  for (const { table, column, type } of columns.rows) (types[table] ??= {})[column] = type;
  for (const [table, of] of Object.entries(types)) {
    const key = table === 'orders' ? 'id' : 'order_id' in of ? 'order_id' : null;
    if (key === null) continue;
    const found = await pool.query<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from "${schema}".${table} t where t.${key} = $1::uuid`,
      [orderId],
    );
    rows[table] = found.rows.map(({ row }) => row);
  }
  return { rows, types };
}
