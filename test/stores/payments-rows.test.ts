import fc from 'fast-check';
import { admit, isFact, type Order, type Payment, step } from 'statecart/machine';
import { describe, expect, it } from 'vitest';
import { createPostgresStore, migrate } from '../../src/adapters/postgres/index.ts';
import { next, write } from '../../src/testing/contracts/order-store/writes.ts';
import { sampleOrder } from '../../src/testing/sample-orders.ts';
import { start } from '../support/given.ts';
import { eventOf, firstOrder, walks } from '../support/walk.ts';
import { pgliteStore } from './pglite-store.ts';

const { database, store, loaded } = pgliteStore();
const withPayment = (order: Order, change: (payment: Payment) => Partial<Payment>): Order => {
  const [first, ...rest] = order.payments;
  return next(order, { payments: [{ ...first!, ...change(first!) }, ...rest] });
};

describe('the rows of payments', () => {
  it('hold chargebacks, next actions, proof and write-offs, and give them back as they were', async () => {
    const order = sampleOrder({ seed: 'payments', number: 'SC-payments' });
    await store().commit([write(order)]);
    expect(await loaded(order.id)).toEqual(order);
    const decided = withPayment(order, ({ chargebacks }) => ({
      chargebacks: chargebacks.map((entry) => ({
        ...entry,
        state: 'won',
        closedAt: order.timestamps.updatedAt,
      })),
    }));
    expect(await store().commit([write(decided, { before: order.version })])).toEqual([
      { status: 'committed' },
    ]);
    expect(await loaded(order.id)).toEqual(decided);
  });

  it('refuse a dispute that is entered twice, and one that is decided without a moment', async () => {
    const order = sampleOrder({ seed: 'twice', number: 'SC-twice' });
    await store().commit([write(order)]);
    for (const broken of [
      withPayment(order, ({ chargebacks }) => ({
        chargebacks: [...chargebacks, { ...chargebacks[0]!, id: `${order.id}:chargeback:9` }],
      })),
      withPayment(order, ({ chargebacks }) => ({
        chargebacks: chargebacks.map((entry) => ({ ...entry, state: 'lost', closedAt: null })),
      })),
    ]) {
      const answers = await store().commit([write(broken, { before: order.version })]);
      expect(answers).toMatchObject([{ status: 'failed', error: { code: 'INVARIANT_VIOLATED' } }]);
      expect(await loaded(order.id)).toEqual(order);
    }
  });

  it('are found by the reference of a dispute, and by the day that its proof is due', async () => {
    const { rows } = await database().query<{ name: string }>(
      `select indexname as name from pg_indexes where tablename = 'order_chargebacks' order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['order_chargebacks_open', 'order_chargebacks_reference']),
    );
  });

  it('go back to the schema before, and forth again, with the orders in place', async () => {
    const schema = 'back_and_forth';
    const other = createPostgresStore({ connection: database(), schema });
    await migrate(database(), { schema });
    const order = sampleOrder({ seed: 'back', number: 'SC-back' });
    await other.commit([write(order)]);
    await migrate(database(), { schema, to: 6 });
    await migrate(database(), { schema });
    const [back] = await other.load([order.id]);
    const kinds = back?.order.payments.flatMap(({ transactions }) => transactions.map(({ kind }) => kind));
    expect(kinds).not.toContain('write_off');
    expect(back?.order.payments.map(({ chargebacks }) => chargebacks)).toEqual([[], []]);
    expect(back?.order.lines).toEqual(order.lines);
  });

  it('are, after each step of random walks, what the statechart made of them', {
    timeout: 120_000,
  }, async () => {
    let steps = 0;
    for (const walk of fc.sample(walks(25), { numRuns: 30, seed: 7 })) {
      let order: Order = { ...firstOrder(walk), id: crypto.randomUUID() };
      await store().commit([write(order)]);
      for (const [index, choice] of walk.choices.entries()) {
        const event = eventOf(order, choice, start + (index + 1) * 1_000);
        if (!isFact(event) && !admit(order, event).ok) continue;
        const after = step(order, event).order;
        if (after === order) continue;
        const answers = await store().commit([write(after, { before: order.version, previous: order })]);
        expect(answers).toEqual([{ status: 'committed' }]);
        order = after;
        steps += 1;
        expect(await loaded(order.id)).toEqual(order);
      }
    }
    expect(steps).toBeGreaterThan(400);
  });
});
