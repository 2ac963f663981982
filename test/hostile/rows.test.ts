import { createOrders, type Orders } from 'statecart';
import { createMemoryClock, createMemoryWorld } from 'statecart/adapters/memory';
import { openPglite } from 'statecart/adapters/pglite';
import { createPostgresStore } from 'statecart/adapters/postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mugs } from '../runtime/setup.ts';
import { outcomeOf } from './outcome.ts';

/** What somebody's hand, or somebody's script, may write into a column, by its type. */
const wrong: Record<string, readonly string[]> = {
  jsonb: ['"words"', '{}', '[null]'],
  text: ['nonsense', '__proto__'],
  bigint: ['-1', '9007199254740993'],
  integer: ['-1', '2147483647'],
  'timestamp with time zone': ['infinity', '294276-01-01'],
};

describe('rows that were changed by hand', () => {
  let opened: Awaited<ReturnType<typeof openPglite>>;
  let orders: Orders;
  /** A process that has none of the orders at hand. */
  let another: () => Orders;
  let orderId: string;
  const clock = createMemoryClock();

  beforeAll(async () => {
    opened = await openPglite('memory://');
    const world = createMemoryWorld({
      clock,
      autopilot: false,
      stock: [{ warehouseId: 'berlin', sku: 'MUG', onHand: 100_000 }],
    });
    const { payment, warehouse, fulfillment, shipping } = world.ports;
    another = () =>
      createOrders({
        store: createPostgresStore({ connection: opened.pglite }),
        clock,
        ports: { payment, warehouse, fulfillment, shipping },
      });
    orders = another();
    const order = await orders.create(
      mugs({ shippingMethod: { carrier: 'dhl' }, shipping: { amountMinor: 490 } }),
    );
    await orders.drain();
    const reservation = (await orders.get(order.id)).fulfillments[0]!;
    await orders.send(order.id, {
      type: 'fulfillment.packed',
      fulfillmentId: reservation.id,
      lines: [{ lineId: '1', quantity: 1 }],
    });
    await orders.drain();
    orderId = order.id;
  });
  afterAll(() => opened.close());

  it('are an error with a code, or no matter; whoever has good rows goes on', async () => {
    const { rows: columns } = await opened.pglite.query<{
      table: string;
      column: string;
      type: string;
      key: string;
    }>(
      `select c.table_name as table, c.column_name as column, c.data_type as type,
         case when c.table_name = 'orders' then 'id' else 'order_id' end as key
       from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = 'statecart' and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
         and (c.table_name = 'orders' or c.table_name in (select table_name from information_schema.columns
           where table_schema = 'statecart' and column_name = 'position'))
         and c.table_name <> 'outbox' and c.column_name not in ('id', 'order_id')
       order by 1, 2`,
    );
    const found: string[] = [];
    let tried = 0;
    for (const { table, column, type, key } of columns) {
      const { rows: before } = await opened.pglite.query<{ at: string; value: string | null }>(
        `select ctid::text as at, ${column}::text as value from statecart.${table} where ${key} = $1 limit 1`,
        [orderId],
      );
      if (before.length === 0) continue;
      for (const value of wrong[type] ?? []) {
        const set = async (to: string | null): Promise<boolean> =>
          opened.pglite
            .query(`update statecart.${table} set ${column} = $2::text::${type} where ${key} = $1`, [
              orderId,
              to,
            ])
            .then(
              () => true,
              () => false,
            );
        // A database that refuses it has done its part.
        if (!(await set(value))) continue;
        tried += 1;
        for (const call of [
          () => orders.get(orderId),
          () => orders.paymentHistory(orderId),
          () => orders.explain(orderId, 'order.cancel'),
        ])
          await outcomeOf<unknown>(call).catch((error: Error) =>
            found.push(`${table}.${column} = ${value}: ${error.message.slice(0, 200)}`),
          );
        await set(before[0]!.value);
      }
    }
    expect(tried).toBeGreaterThan(100);
    expect([...new Set(found)]).toEqual([]);
  });

  it.each([
    ['orders', 'created_at', 'infinity', 'id'],
    ['order_shipments', 'exceptions', '[null]', 'order_id'],
  ])('keep no other order waiting: %s.%s is %s', async (table, column, value, key) => {
    const broken = await orders.create(mugs());
    await orders.drain();
    const { fulfillments } = await orders.get(broken.id);
    await orders.send(broken.id, {
      type: 'fulfillment.packed',
      fulfillmentId: fulfillments[0]!.id,
      lines: [{ lineId: '1', quantity: 2 }],
    });
    await opened.pglite.query(`update statecart.${table} set ${column} = $2 where ${key} = $1`, [
      broken.id,
      value,
    ]);
    const fresh = another();
    const good = await fresh.create(mugs());
    for (let times = 0; times < 3; times += 1) {
      const outcome = await outcomeOf(() => fresh.drain());
      expect(['INVARIANT_VIOLATED', 'drained']).toContain(
        'error' in outcome ? outcome.error.code : 'drained',
      );
      await clock.advance(60_000);
    }
    expect((await fresh.get(good.id)).axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
    expect(await outcomeOf(() => fresh.get(broken.id))).toMatchObject({
      error: { code: 'INVARIANT_VIOLATED', details: { table, column } },
    });
    await opened.pglite.query(`delete from statecart.orders where id = $1`, [broken.id]).catch(() => {});
  });
});
