import pg from 'pg';

const copied = [
  'order_items',
  'order_addresses',
  'order_payments',
  'order_payment_transactions',
  'order_reservations',
  'order_fulfillments',
  'order_shipments',
  'order_status_history',
  'order_journal',
];

/** Fills the tables with copies of a finished order, in portions. */
export async function fillOrders(url: string, schema: string, orderId: string, count: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const columns = async (table: string): Promise<string[]> => {
      const { rows } = await client.query<{ column: string }>(
        `select attname as column from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attidentity = ''`,
        [`"${schema}".${table}`],
      );
      return rows.map(({ column }) => column);
    };
    const ofOrders = await columns('orders');
    const own: Record<string, string> = {
      id: 'n.id',
      order_number: 'n.id::text',
      creation_key: 'n.id::text',
      due_at: 'null',
      next_deadline_at: 'null',
      deadlines: `'[]'::jsonb`,
      lease_token: 'null',
      lease_until: 'null',
    };
    await client.query('create temp table new_ids (id uuid)');
    for (let left = count; left > 0; left -= 20_000) {
      await client.query('truncate new_ids');
      await client.query(
        'insert into new_ids select gen_random_uuid() from generate_series(1, $1::integer)',
        [Math.min(left, 20_000)],
      );
      const values = ofOrders.map((column) => own[column] ?? `o.${column}`);
      await client.query(
        `insert into "${schema}".orders (${ofOrders.join(', ')}) select ${values.join(', ')} from "${schema}".orders o, new_ids n where o.id = $1`,
        [orderId],
      );
      for (const table of copied) {
        const names = await columns(table);
        const selected = names.map((column) => (column === 'order_id' ? 'n.id' : `t.${column}`));
        await client.query(
          `insert into "${schema}".${table} (${names.join(', ')}) select ${selected.join(', ')} from "${schema}".${table} t, new_ids n where t.order_id = $1`,
          [orderId],
        );
      }
    }
    await client.query('analyze');
  } finally {
    await client.end();
  }
}
