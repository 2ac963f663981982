import { migrate } from 'statecart/adapters/postgres';
import { sampleOrder } from 'statecart/testing';
import { describe, expect, it } from 'vitest';
import type { Order } from '../../src/machine/index.ts';
import { next, write } from '../../src/testing/contracts/order-store/writes.ts';
import { given, goods, start } from '../support/given.ts';
import { pgliteStore } from './pglite-store.ts';

const { database, store, loaded, versions } = pgliteStore();

/** An order of which a unit is cancelled, one is to be, and whose warehouse a person has stopped. */
function cancelling(): Order {
  const life = given({ lines: [goods('mug', { quantity: 4 })] })
    .submit()
    .settle();
  const wish = {
    type: 'order.cancel_lines',
    lines: [{ lineId: 'mug', quantity: 1 }],
    reason: 'changed_mind',
  } as const;
  life.when({ ...wish, lines: [...wish.lines], note: 'three are enough', restock: false }).settle();
  const fulfillmentId = life.order.fulfillments[1]?.id ?? '';
  life.when({ type: 'fulfillment.cancel', fulfillmentId, afterwards: 'replan', reason: 'flooded' }).settle();
  return life.when({ ...wish, lines: [...wish.lines], override: { reason: 'a good customer' } }).order;
}

describe('the tables of cancellation', () => {
  it('give back what was written: cancelled lines, stopped warehouses, partial releases', async () => {
    const order = cancelling();
    expect(order.lineCancellations.map(({ state }) => state)).toEqual(['effective', 'requested']);
    expect(order.fulfillments.map(({ stop }) => stop?.afterwards)).toEqual([undefined, 'replan', undefined]);
    await store().commit([write(order)]);
    expect(await loaded(order.id)).toEqual(order);
  });

  it('write a cancellation anew that was decided, and leave the others', async () => {
    const order = sampleOrder({ seed: 'cancelled lines', number: 'SC-cancelled-lines' });
    const bystander = sampleOrder({ seed: 'bystander', number: 'SC-bystander' });
    await store().commit([write(order), write(bystander)]);
    const before = await versions('order_line_cancellations', order.id);
    const [first, second, ...rest] = order.lineCancellations;
    const decided = { ...second!, state: 'effective' as const, settledAt: start };
    const changed = next(order, { lineCancellations: [first!, decided, ...rest] });
    await store().commit([write(changed, { before: order.version })]);
    const after = await versions('order_line_cancellations', order.id);
    expect(after[0]).toEqual(before[0]);
    expect(after[1]?.xmin).not.toBe(before[1]?.xmin);
    expect(await loaded(order.id)).toEqual(changed);
    expect(await loaded(bystander.id)).toEqual(bystander);
  });

  const impossible: Record<string, (order: Order) => Partial<Order>> = {
    'a wish that is undecided and settled': ({ lineCancellations: [entry] }) => ({
      lineCancellations: [{ ...entry!, state: 'requested', settledAt: start }],
    }),
    'a wish that is decided at no moment': ({ lineCancellations: [entry] }) => ({
      lineCancellations: [{ ...entry!, state: 'effective', settledAt: null }],
    }),
    'a wish in a state that there is not': ({ lineCancellations: [entry] }) => ({
      lineCancellations: [{ ...entry!, state: 'lost' as 'refused' }],
    }),
    'a wish without a reason': ({ lineCancellations: [entry] }) => ({
      lineCancellations: [{ ...entry!, reason: '' }],
    }),
  };
  it.each(Object.entries(impossible))('refuse %s', async (what, change) => {
    const order = sampleOrder({ seed: what, number: `SC-${what}` });
    const answers = await store().commit([write({ ...order, ...change(order) })]);
    expect(answers).toMatchObject([{ status: 'failed', error: { code: 'INVARIANT_VIOLATED' } }]);
    expect(await loaded(order.id)).toBeUndefined();
  });

  it('go away with a migration down, and take old rows in: what was given back could be sold again', async () => {
    const kept = sampleOrder({ seed: 'kept', number: 'SC-kept' });
    await store().commit([write(kept)]);
    await migrate(database(), { to: 7 });
    const { rows } = await database().query<{ name: string }>(
      `select column_name as name from information_schema.columns where table_schema = 'statecart'
       and (table_name = 'order_line_cancellations' or column_name in ('stop', 'cancellation_restock'))`,
    );
    expect(rows).toEqual([]);
    await migrate(database());
    const back = await loaded(kept.id);
    expect(back?.lineCancellations).toEqual([]);
    expect(back?.cancellation).toMatchObject({ restock: true, overrideReason: null });
    const order = sampleOrder({ seed: 'after', number: 'SC-after' });
    await store().commit([write(order)]);
    expect(await loaded(order.id)).toEqual(order);
  });
});
