import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPostgresStore, migrate } from '../../src/adapters/postgres/index.ts';
import { textFor } from '../../src/adapters/postgres/other-orders.ts';
import type { Order } from '../../src/machine/index.ts';
import { write } from '../../src/testing/contracts/order-store/writes.ts';
import { sampleId, sampleOrder, sampleTime } from '../../src/testing/sample-orders.ts';
import { type EmbeddedServer, startEmbeddedPostgres } from '../support/embedded-postgres.ts';

interface Database {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** So many orders that reading the table from end to end is never the fastest. */
const many = 6_000;

/** One order of each kind of customer, and many of others: half of them open, all with tokens and hashes of their own. */
async function fill(database: Database, schema: string): Promise<void> {
  const store = createPostgresStore({ connection: database as PGlite, schema });
  const order: Order = { ...sampleOrder({ seed: 'one', number: 'SC-one' }), failure: null };
  expect(await store.commit([write(order)])).toEqual([{ status: 'committed' }]);
  await database.query(
    `insert into ${schema}.orders
     select (jsonb_populate_record(o, jsonb_build_object(
       'id', gen_random_uuid(), 'order_number', 'N-' || n, 'status', (array['shipped', 'delivered'])[1 + n % 2],
       'customer_id', 'customer-' || n % 1500, 'customer_email', 'someone-' || n || '@example.com',
       'content_hash', encode(sha256(convert_to(n::text, 'UTF8')), 'hex'),
       'placed_at', o.placed_at - make_interval(mins => n)))).*
     from ${schema}.orders o, generate_series(1, ${many}) n where o.order_number = 'SC-one'`,
  );
  await database.query(
    `insert into ${schema}.order_payments
     select o.id, 0, o.id || ':payment:1', 'card', 'default', 'pm-' || o.order_number, null, 'ours', o.placed_at
     from ${schema}.orders o where o.order_number <> 'SC-one'`,
  );
  await database.query(`analyze ${schema}.orders`);
  await database.query(`analyze ${schema}.order_payments`);
}

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Node[];
}
const nodesOf = (node: Node): readonly Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

function indexTests(database: () => Database): void {
  const schema = 'other_orders';
  beforeAll(async () => {
    await migrate(database() as PGlite, { schema });
    await fill(database(), schema);
  });

  it('reads by an index in each of its parts, among many orders', async () => {
    const values = [
      'customer-7',
      'someone-7@example.com',
      [sampleId('one')],
      sampleTime - 3_600_000,
      'EUR',
      'a'.repeat(64),
      sampleTime,
      ['pm-N-7'],
    ];
    const { rows } = await database().query(`explain (format json) ${textFor(schema)}`, values);
    const [{ Plan }] = (rows[0] as { 'QUERY PLAN': [{ Plan: Node }] })['QUERY PLAN'];
    const nodes = nodesOf(Plan);
    const scanned = nodes
      .filter((node) => node['Node Type'] === 'Seq Scan')
      .map((node) => node['Relation Name']);
    expect(scanned).toEqual([]);
    const used = new Set(nodes.flatMap((node) => node['Index Name'] ?? []));
    for (const index of [
      'orders_content',
      'orders_customer_placed',
      'orders_email_placed',
      'orders_customer_open',
      'orders_email_open',
      'order_payments_token',
    ])
      expect([...used]).toContain(index);
  });

  it('finds there what stands there', async () => {
    const store = createPostgresStore({ connection: database() as PGlite, schema });
    const found = await store.otherOrders({
      customer: { kind: 'registered', customerId: 'customer-7', email: 'SOMEONE-8@example.com' },
      except: sampleId('nobody'),
      since: 0,
      currency: 'EUR',
      paymentTokens: ['pm-N-7', 'pm-N-9'],
      content: null,
    });
    // Every 1500th is of customer-7: 7, 1507, 3007 and 4507, odd and so delivered; 8 has the email, and is shipped.
    expect(found).toEqual({
      open: 1,
      orders: 5,
      ended: 0,
      totalMinor: 5 * sampleOrder().totals.totalMinor,
      everPlaced: true,
      samePayment: 2,
      duplicate: null,
    });
  });
}

describe('what a customer has ordered besides, on PGlite', () => {
  let database: PGlite;
  beforeAll(async () => {
    database = await PGlite.create('memory://');
  });
  afterAll(() => database.close());
  indexTests(() => database);
});

describe('what a customer has ordered besides, on Postgres', () => {
  let server: EmbeddedServer;
  let pool: ReturnType<EmbeddedServer['pool']>;
  beforeAll(async () => {
    server = await startEmbeddedPostgres();
    pool = server.pool({ max: 4 });
  });
  afterAll(() => server.stop());
  indexTests(() => pool);
});
