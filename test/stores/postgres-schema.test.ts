import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPostgresStore, migrate } from '../../src/adapters/postgres/index.ts';
import { isOrderError, type OrderError } from '../../src/errors/index.ts';
import type { Order } from '../../src/machine/index.ts';
import type { OrderStore } from '../../src/ports/index.ts';
import { command, edge, entry, event, next, write } from '../../src/testing/contracts/order-store/writes.ts';
import { sampleDraft, sampleOrder } from '../../src/testing/sample-orders.ts';

let database: PGlite;
let store: OrderStore;
let schema = '';
let schemas = 0;

beforeAll(async () => {
  database = await PGlite.create('memory://');
});
afterAll(() => database.close());
beforeEach(() => {
  schema = `schema_${++schemas}`;
  store = createPostgresStore({ connection: database, schema });
});

async function rejection(attempt: Promise<unknown>): Promise<OrderError> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isOrderError(error)) throw new Error(`expected an OrderError, got ${String(error)}`);
  return error;
}

async function fill(
  seed = 'sample',
  order: Order = sampleOrder({ seed, number: `SC-${seed}` }),
): Promise<Order> {
  const answers = await store.commit([
    write(order, {
      history: [edge(1)],
      journal: [entry(1)],
      commands: [command(order, 1)],
      events: [event(order, 1)],
    }),
  ]);
  expect(answers).toEqual([{ status: 'committed' }]);
  return order;
}

const tables = async (): Promise<string[]> => {
  const { rows } = await database.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = $1 order by 1`,
    [schema],
  );
  return rows.map(({ name }) => name);
};

const names = [
  'orders',
  'journals',
  'work',
  'prices',
  'checks',
  'stock',
  'payments',
  'cancellation',
  'parcels',
  'upkeep',
];
const latest = names.length;
const steps = names.map((name, index) => `${index + 1} ${name}`);

describe('migrate', () => {
  it('goes up and down with orders in place, and says what it did', async () => {
    expect(await migrate(database, { schema })).toEqual({
      from: 0,
      to: latest,
      ran: steps.map((step) => `up ${step}`),
    });
    const order = await fill('plain', sampleDraft({ seed: 'plain' }));
    expect(await migrate(database, { schema })).toEqual({ from: latest, to: latest, ran: [] });
    expect(await migrate(database, { schema, to: 1 })).toEqual({
      from: latest,
      to: 1,
      ran: steps
        .slice(1)
        .reverse()
        .map((step) => `down ${step}`),
    });
    expect(await migrate(database, { schema })).toEqual({
      from: 1,
      to: latest,
      ran: steps.slice(1).map((step) => `up ${step}`),
    });
    expect(await store.load([order.id])).toEqual([{ order, untried: [] }]);
    expect(await migrate(database, { schema, to: 0 })).toMatchObject({ from: latest, to: 0 });
    expect(await tables()).toEqual(['migrations']);
  });

  it('does not go below the version that says which prices hold their tax, while there are such orders', async () => {
    await migrate(database, { schema });
    const order = await fill();
    await expect(migrate(database, { schema, to: 1 })).rejects.toThrow("can't go below version 4");
    await migrate(database, { schema });
    const [stored] = await store.load([order.id]);
    expect(stored?.order.totals).toEqual(order.totals);
  });

  it('keeps two schemas in one database apart', async () => {
    const other = `${schema}_other`;
    await migrate(database, { schema });
    await migrate(database, { schema: other });
    const order = await fill();
    const elsewhere = createPostgresStore({ connection: database, schema: other });
    expect(await elsewhere.load([order.id])).toEqual([]);
    expect(await elsewhere.list({ limit: 10 })).toEqual([]);
  });

  it('refuses a version that there is not, and a schema that can not be named so', async () => {
    expect((await rejection(migrate(database, { schema, to: latest + 1 }))).message).toContain(
      `no schema version ${latest + 1}: expected 0 to ${latest}`,
    );
    const bad = 'a"; drop schema public; --';
    expect((await rejection(migrate(database, { schema: bad }))).code).toBe('OPTIONS_INVALID');
    expect(() => createPostgresStore({ connection: database, schema: 'Shop' })).toThrow(
      '"Shop" can\'t be the name of the schema',
    );
  });
});

describe('check', () => {
  it('says that the tables are missing, where, and what to do', async () => {
    const error = await rejection(store.check());
    expect(error).toMatchObject({
      code: 'SCHEMA_MISSING',
      retry: 'afterFix',
      details: { schema, version: 0, latest },
    });
    expect(error.message).toBe(
      `There are no order tables in schema "${schema}" of database "postgres". Run migrate(connection, { schema: '${schema}' }) from statecart/adapters/postgres before the store is used.`,
    );
    await migrate(database, { schema });
    await store.check();
    await migrate(database, { schema, to: 0 });
    expect((await rejection(store.check())).code).toBe('SCHEMA_MISSING');
  });

  it('says that the tables are older', async () => {
    await migrate(database, { schema, to: 2 });
    const error = await rejection(store.check());
    expect(error).toMatchObject({ code: 'SCHEMA_OLDER', details: { version: 2, latest } });
    expect(error.message).toContain(
      `are at version 2, this release of statecart needs version ${latest}. Run migrate(`,
    );
  });

  it('says that the tables are newer, and so does migrate', async () => {
    await migrate(database, { schema });
    await database.query(`insert into ${schema}.migrations (version, name) values (99, 'from the future')`);
    const error = await rejection(store.check());
    expect(error).toMatchObject({ code: 'SCHEMA_NEWER', details: { version: 99, latest } });
    expect(error.message).toContain('a newer release has migrated it. Deploy that release here');
    expect((await rejection(migrate(database, { schema }))).code).toBe('SCHEMA_NEWER');
  });
});

describe('the journals', () => {
  it.each(['order_status_history', 'order_journal'])(
    'of %s can be added to and no more, but for archival',
    async (table) => {
      await migrate(database, { schema });
      const order = await fill();
      for (const statement of [
        `update ${schema}.${table} set version = 7`,
        `delete from ${schema}.${table}`,
        `truncate ${schema}.${table}`,
      ]) {
        await expect(database.exec(statement)).rejects.toMatchObject({
          message: expect.stringContaining(`${table} is append-only`) as string,
          hint: expect.stringContaining("SET LOCAL statecart.archival = 'on'") as string,
        });
      }
      await expect(database.exec(`delete from ${schema}.orders`)).rejects.toThrow('append-only');
      expect(await store.history(order.id)).toEqual({ history: [edge(1)], journal: [entry(1)] });
      await database.exec(`begin; set local statecart.archival = 'on'; delete from ${schema}.orders; commit`);
      expect(await store.load([order.id])).toEqual([]);
      expect(await store.history(order.id)).toEqual({ history: [], journal: [] });
    },
  );
});

describe('the tables', () => {
  beforeAll(() => migrate(database, { schema: 'tables' }));
  beforeEach(() => {
    schema = 'tables';
    store = createPostgresStore({ connection: database, schema });
  });

  const impossible: Record<string, (order: Order) => Partial<Order>> = {
    'more units placed than were ordered': ({ lines: [line, ...rest] }) => ({
      lines: [{ ...line!, counts: { ...line!.counts, reserved: 2 } }, ...rest],
    }),
    'more units delivered than shipped': ({ lines: [line, ...rest] }) => ({
      lines: [{ ...line!, counts: { ...line!.counts, delivered: 4 } }, ...rest],
    }),
    'more units returned than delivered': ({ lines: [line, ...rest] }) => ({
      lines: [{ ...line!, counts: { ...line!.counts, returned: 3 } }, ...rest],
    }),
    'a count below zero': ({ lines: [line, ...rest] }) => ({
      lines: [{ ...line!, counts: { ...line!.counts, backordered: -1 } }, ...rest],
    }),
    'a line whose total does not add up': ({ lines: [line, ...rest] }) => ({
      lines: [{ ...line!, totalMinor: 1 }, ...rest],
    }),
    'two lines with one id': ({ lines: [line] }) => ({ lines: [line!, line!] }),
    'totals that do not add up': ({ totals }) => ({
      totals: { ...totals, totalMinor: totals.totalMinor + 1 },
    }),
    'an amount below zero': ({ payments: [payment] }) => ({
      payments: [{ ...payment!, transactions: [{ ...payment!.transactions[0]!, amountMinor: -1 }] }],
    }),
    'a status without a name': ({ axes }) => ({ axes: { ...axes, status: '' as 'draft' } }),
    'a currency that is none': () => ({ currency: 'euro' }),
    'a refund of nothing': ({ refunds: [refund] }) => ({ refunds: [{ ...refund!, amountMinor: 0 }] }),
    'text that Postgres can not hold': () => ({ notes: 'zero \u0000 byte' }),
  };

  it.each(Object.entries(impossible))(
    'refuse %s, and nothing of the order is written',
    async (what, change) => {
      const order = await fill(what);
      const bystander = sampleDraft({ seed: `bystander of ${what}` });
      const answers = await store.commit([
        write(next(order, change(order)), {
          before: order.version,
          history: [edge(2)],
          commands: [command(order, 2)],
        }),
        write(bystander),
      ]);
      expect(answers).toMatchObject([
        { status: 'failed', error: { code: 'INVARIANT_VIOLATED' } },
        { status: 'committed' },
      ]);
      expect(await store.load([order.id])).toEqual([{ order, untried: [command(order, 1).id] }]);
      expect((await store.history(order.id)).history).toEqual([edge(1)]);
      expect(await store.load([bystander.id])).toEqual([{ order: bystander, untried: [] }]);
    },
  );

  it('rewrite only the rows that changed', async () => {
    const order = await fill('rewritten');
    const versions = async (table: string) =>
      (
        await database.query<{ id: string; xmin: string }>(
          `select id, xmin::text as xmin from ${schema}.${table} where order_id = $1 order by position`,
          [order.id],
        )
      ).rows;
    const before = { items: await versions('order_items'), payments: await versions('order_payments') };
    const [first, ...rest] = order.lines;
    const changed = next(order, { lines: [first!, ...rest.map((line) => ({ ...line, name: 'renamed' }))] });
    await store.commit([write(changed, { before: order.version })]);
    const items = await versions('order_items');
    expect(items[0]).toEqual(before.items[0]);
    expect(items[1]!.xmin).not.toBe(before.items[1]!.xmin);
    expect(await versions('order_payments')).toEqual(before.payments);
  });

  it('keep personal data in orders and order_addresses alone', async () => {
    await fill('personal');
    const { addresses, customer } = sampleOrder();
    const personal = [
      customer!.email!,
      addresses.shipping!.name,
      addresses.shipping!.line1,
      addresses.shipping!.phone!,
    ];
    for (const table of (await tables()).filter((name) => name !== 'orders' && name !== 'order_addresses')) {
      const { rows } = await database.query<{ row: string }>(
        `select t::text as row from ${schema}.${table} t`,
      );
      for (const { row } of rows) for (const word of personal) expect(row).not.toContain(word);
    }
  });

  it('share one row of terms among the orders placed under them', async () => {
    const count = async () => (await database.query(`select id from ${schema}.terms`)).rows.length;
    await store.commit([write(sampleDraft({ seed: 'a' }))]);
    const before = await count();
    await store.commit(['b', 'c'].map((seed) => write(sampleDraft({ seed }))));
    expect(await count()).toBe(before);
    const odd = sampleDraft({ seed: 'd' });
    await store.commit([write({ ...odd, terms: { ...odd.terms, maxPaymentAttempts: 9 } })]);
    expect(await count()).toBe(before + 1);
  });

  it('have indexes for customers, statuses, moments, numbers and open work', async () => {
    const { rows } = await database.query<{ definition: string }>(
      `select indexdef as definition from pg_indexes where schemaname = $1`,
      [schema],
    );
    const definitions = rows.map(({ definition }) =>
      definition.replace(/^.* ON tables\.(\w+) USING btree /, '$1 '),
    );
    expect(definitions).toEqual(
      expect.arrayContaining([
        'orders (customer_id, created_at)',
        'orders (customer_id, status)',
        'orders (status, created_at, id)',
        'orders (created_at, id)',
        'orders (order_number)',
        'orders (expires_at) WHERE (expires_at IS NOT NULL)',
        'orders (due_at, id) WHERE (due_at IS NOT NULL)',
        'outbox (order_id, lane, "position") WHERE (kind = \'command\'::text)',
        "outbox (order_id, sequence) WHERE (kind = 'event'::text)",
        'inbox (order_id, "position") WHERE ((handled_at IS NULL) AND (dead_at IS NULL))',
        'inbox (order_ref) WHERE (order_id IS NULL)',
      ]),
    );
  });
});
