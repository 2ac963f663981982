import { PGlite } from '@electric-sql/pglite';
import { createPostgresStore, migrate } from 'statecart/adapters/postgres';
import { createOrder, draftSchema, type Order, termsSchema } from 'statecart/machine';
import type { OrderStore } from 'statecart/ports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { write } from '../../src/testing/contracts/order-store/writes.ts';
import { sampleId } from '../../src/testing/sample-orders.ts';
import { goods } from '../support/given.ts';
import { metaAt } from '../support/walk.ts';

/** The schema before orders told the details of their prices. */
const before = 3;

const vat = { name: 'VAT', jurisdiction: 'GB', ratePercent: '20', included: true };
/** 24.00 with 20 % in it, 4.00 off; delivery 6.00 with 20 % in it, half of it off. */
const draft = (seed: string) =>
  createOrder(
    draftSchema.parse({
      id: sampleId(seed),
      currency: 'GBP',
      lines: [
        goods('mug', {
          quantity: 3,
          unitPriceMinor: 800,
          discountMinor: 400,
          discounts: [{ id: 'd', code: 'WELCOME', name: 'Welcome', scope: 'order', amountMinor: 400 }],
          taxMinor: 333,
          includedTaxMinor: 333,
          taxes: [{ ...vat, baseMinor: 1_667, amountMinor: 333 }],
        }),
        goods('book', { taxMinor: 70 }),
      ],
      shipping: {
        amountMinor: 600,
        discountMinor: 300,
        discounts: [{ id: 'post', name: 'Half the post', scope: 'shipping', amountMinor: 300 }],
        taxMinor: 50,
        includedTaxMinor: 50,
        taxes: [{ ...vat, baseMinor: 250, amountMinor: 50 }],
      },
      discountCodes: ['WELCOME', 'odd "code"'],
      presentment: { currency: 'JPY', rate: '191.5' },
      terms: termsSchema.parse({}),
    }),
    metaAt(1_772_442_000_000, 'event-0'),
  ).order;

/** The same without what the earlier schema does not know. */
const plain = (seed: string): Order => {
  const input = draftSchema.parse({
    id: sampleId(seed),
    currency: 'GBP',
    lines: [goods('book', { taxMinor: 70, discountMinor: 30 })],
    shipping: { amountMinor: 600, taxMinor: 120 },
    terms: termsSchema.parse({}),
  });
  return createOrder(input, metaAt(1_772_442_000_000, 'event-0')).order;
};

describe('the details of prices on Postgres', () => {
  let database: PGlite;
  let store: OrderStore;
  beforeAll(async () => {
    database = await PGlite.create('memory://');
    await migrate(database);
    store = createPostgresStore({ connection: database });
  });
  afterAll(() => database.close());

  const put = async (order: Order) =>
    expect(await store.commit([write(order)])).toEqual([{ status: 'committed' }]);
  const stored = async (order: Order) => (await store.load([order.id]))[0]?.order;

  it('come back as they were written', async () => {
    const [order, bystander] = [draft('one'), plain('two')];
    await put(order);
    await put(bystander);
    expect(await stored(order)).toEqual(order);
    expect(await stored(bystander)).toEqual(bystander);
  });

  it.each([
    ['total_adds_up', `update statecart.order_items set included_tax_minor = 0 where tax_minor = 333`],
    [
      'included_tax_is_tax',
      `update statecart.order_items set included_tax_minor = 71, total_minor = 999 where tax_minor = 70`,
    ],
    [
      'totals_add_up',
      `update statecart.orders set included_tax_minor = 382 where presentment_rate is not null`,
    ],
    [
      'shipping_included_tax_is_tax',
      `update statecart.orders set shipping_included_tax_minor = 51 where presentment_rate is not null`,
    ],
    [
      'shipping_discount_fits',
      `update statecart.orders set shipping_discount_minor = 601 where presentment_rate is not null`,
    ],
    ['presentment_complete', `update statecart.orders set presentment_rate = null`],
    ['discounts', `update statecart.order_items set discounts = '{}'`],
    ['taxes', `update statecart.orders set shipping_taxes = 'null'`],
  ])('can not be made to disagree: the constraint %s says no', async (constraint, sql) => {
    await expect(database.query(sql)).rejects.toThrow(constraint);
  });

  it('are there with their defaults for code of the version before, which writes without them', async () => {
    const schema = 'upgraded';
    await migrate(database, { schema, to: before });
    const columns = async (table: string) => {
      const { rows } = await database.query<{ name: string }>(
        `select column_name as name from information_schema.columns where table_schema = $1 and table_name = $2`,
        [schema, table],
      );
      return rows.map(({ name }) => name).join(', ');
    };
    const known = { orders: await columns('orders'), items: await columns('order_items') };
    await migrate(database, { schema });
    const order = plain('three');
    await put(order);
    // What the version before writes: its own columns, into the schema of this one.
    await database.exec(`insert into ${schema}.terms select * from statecart.terms`);
    await database.exec(
      `insert into ${schema}.orders (${known.orders}) select ${known.orders} from statecart.orders where id = '${order.id}'`,
    );
    await database.exec(
      `insert into ${schema}.order_items (${known.items}) select ${known.items} from statecart.order_items where order_id = '${order.id}'`,
    );
    const upgraded = createPostgresStore({ connection: database, schema });
    expect((await upgraded.load([order.id]))[0]?.order).toEqual(order);
  });

  it('go with the migration, and orders without them stay', async () => {
    const schema = 'downgraded';
    await migrate(database, { schema });
    const order = plain('four');
    const there = createPostgresStore({ connection: database, schema });
    expect(await there.commit([write(order)])).toEqual([{ status: 'committed' }]);
    await migrate(database, { schema, to: before });
    await expect(
      database.query(`update ${schema}.order_items set tax_minor = tax_minor + 1`),
    ).rejects.toThrow('total_adds_up');
    await migrate(database, { schema });
    expect((await there.load([order.id]))[0]?.order).toEqual(order);
  });
});
