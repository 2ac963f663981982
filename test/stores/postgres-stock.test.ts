import { migrate } from 'statecart/adapters/postgres';
import { sampleOrder } from 'statecart/testing';
import { describe, expect, it } from 'vitest';
import type { Order } from '../../src/machine/index.ts';
import { next, write } from '../../src/testing/contracts/order-store/writes.ts';
import { day, given, goods, start } from '../support/given.ts';
import { pgliteStore } from './pglite-store.ts';

const { database, store, loaded, versions } = pgliteStore();

/** An order of which one unit waits, one was replaced, and one is not out yet. */
function waiting(): Order {
  const lines = [
    goods('mug', { quantity: 3, backorder: 'allow' }),
    goods('book', { releaseAt: start + day }),
  ];
  const life = given({ lines, payments: [], terms: { paymentOnSubmit: 'later' } }).submit();
  const reservationId = life.order.reservations[0]?.id ?? '';
  life.when({ type: 'stock.reserved', reservationId, lines: [{ lineId: 'mug', quantity: 1 }] });
  const shortfallId = life.order.shortfalls[0]?.id ?? '';
  life.when({ type: 'stock.replenished', items: [{ sku: 'MUG', quantity: 1 }] }).succeed('reserve');
  const cup = goods('cup', { unitPriceMinor: 900 });
  const allocations = [{ lineId: 'cup', warehouseId: 'berlin', quantity: 1 }];
  life.when({ type: 'shortfall.substitute', shortfallId, lines: [cup], allocations });
  return life.fail('reserve', 'out_of_stock').order;
}

describe('the tables of goods that nobody has', () => {
  it('give back what was written: shortfalls, short reservations, release dates', async () => {
    const order = waiting();
    expect(order.shortfalls.map(({ state }) => state)).toEqual(['substituted']);
    expect(order.reservations.map(({ short, shortfallId }) => [short.length, shortfallId !== null])).toEqual([
      [1, false],
      [0, true],
      [0, false],
    ]);
    await store().commit([write(order)]);
    expect(await loaded(order.id)).toEqual(order);
  });

  it('write a shortfall anew that changed, and leave the others', async () => {
    const order = sampleOrder({ seed: 'shortfalls', number: 'SC-shortfalls' });
    const bystander = sampleOrder({ seed: 'bystander', number: 'SC-bystander' });
    await store().commit([write(order), write(bystander)]);
    const before = await versions('order_shortfalls', order.id);
    const [first, ...rest] = order.shortfalls;
    const filled = { ...first!, state: 'filled' as const, until: null };
    const changed = next(order, { shortfalls: [filled, ...rest] });
    await store().commit([write(changed, { before: order.version })]);
    const after = await versions('order_shortfalls', order.id);
    expect(after[0]?.xmin).not.toBe(before[0]?.xmin);
    expect(after[1]).toEqual(before[1]);
    expect(await loaded(order.id)).toEqual(changed);
    expect(await loaded(bystander.id)).toEqual(bystander);
  });

  const impossible: Record<string, (order: Order) => Partial<Order>> = {
    'a shortfall that waits for ever': ({ shortfalls: [entry] }) => ({
      shortfalls: [{ ...entry!, until: null }],
    }),
    'a shortfall that is over and waits': ({ shortfalls: [, entry] }) => ({
      shortfalls: [{ ...entry!, until: start }],
    }),
    'a shortfall of no reservation': ({ shortfalls: [entry] }) => ({
      shortfalls: [{ ...entry!, reservationId: 'stranger' }],
    }),
    'a shortfall in a state that there is not': ({ shortfalls: [entry] }) => ({
      shortfalls: [{ ...entry!, state: 'lost' as 'open' }],
    }),
    'a line that waits for a date that it has not': ({ lines: [line, ...rest] }) => ({
      lines: [{ ...line!, released: false, releaseAt: null }, ...rest],
    }),
  };
  it.each(Object.entries(impossible))('refuse %s', async (what, change) => {
    const order = sampleOrder({ seed: what, number: `SC-${what}` });
    const answers = await store().commit([write({ ...order, ...change(order) })]);
    expect(answers).toMatchObject([{ status: 'failed', error: { code: 'INVARIANT_VIOLATED' } }]);
    expect(await loaded(order.id)).toBeUndefined();
  });

  it('go away with a migration down, and take old rows in without their columns', async () => {
    await migrate(database(), { to: 5 });
    const { rows } = await database().query<{ name: string }>(
      `select column_name as name from information_schema.columns where table_schema = 'statecart'
       and (table_name = 'order_shortfalls' or column_name in ('released', 'release_at', 'short', 'shortfall_id'))`,
    );
    expect(rows).toEqual([]);
    await migrate(database());
    const items = await database().query<{ released: boolean }>(
      'select distinct released from statecart.order_items',
    );
    expect(items.rows).toEqual([{ released: true }]);
    const order = sampleOrder({ seed: 'after', number: 'SC-after' });
    await store().commit([write(order)]);
    expect(await loaded(order.id)).toEqual(order);
  });
});
