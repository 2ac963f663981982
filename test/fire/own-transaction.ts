import { createOrders } from 'statecart';
import { createMemoryClock, createMemoryWorld } from 'statecart/adapters/memory';
import { createPostgresStore } from 'statecart/adapters/postgres';
import { expect, it } from 'vitest';
import type { TestDatabase } from '../support/test-database.ts';
import { type Processes, paidElsewhere } from './processes.ts';

/** Orders within a transaction of the caller's, beside the caller's own rows. */
export function ownTransactionTests(database: () => TestDatabase, processes: () => Processes): void {
  const open = () => {
    const { pool, schema } = database();
    const { ports } = createMemoryWorld({ clock: createMemoryClock(), autopilot: false });
    return createOrders({
      store: createPostgresStore({ connection: pool, schema }),
      ports,
      terms: { paymentOnSubmit: 'later' },
    });
  };
  const baskets = () => `${database().schema}.baskets`;
  const basketsOf = async (key: string) =>
    (await database().pool.query(`select order_id from ${baskets()} where key = $1`, [key])).rows;

  /** How much of an order waits for a worker. */
  async function waiting(id: string): Promise<number> {
    const { pool, schema } = database();
    const { rows } = await pool.query(`select id from ${schema}.outbox where order_id = $1`, [id]);
    return rows.length;
  }

  /** Puts a basket and its order into one transaction, and ends it as told. */
  async function checkOut(key: string, end: 'commit' | 'rollback'): Promise<string> {
    const orders = open();
    const prepared = await orders.prepare(paidElsewhere());
    await database().pool.query(`create table if not exists ${baskets()} (key text, order_id uuid)`);
    const client = await database().pool.connect();
    try {
      await client.query('begin');
      const joined = orders.join(client);
      const order = await joined.create(prepared, { idempotencyKey: key });
      await joined.send(order.id, { type: 'hold.place', reason: 'a question' });
      await client.query(`insert into ${baskets()} values ($1, $2)`, [key, order.id]);
      // Nobody else sees it, and no worker can begin with it.
      expect(await processes().nth(0).store.load([order.id])).toEqual([]);
      await processes().nth(1).orders.drain();
      await client.query(end);
      return order.id;
    } finally {
      client.release();
      await orders.stop();
    }
  }

  it('are there with the caller’s rows once it is committed, and worked on by whoever comes', async () => {
    const id = await checkOut('kept', 'commit');
    expect(await basketsOf('kept')).toEqual([{ order_id: id }]);
    const order = await processes().nth(0).orders.get(id);
    expect([order.axes.status, order.version]).toEqual(['pending', 3]);
    expect(await waiting(id)).toBeGreaterThan(0);
    await processes().nth(2).orders.drain();
    expect(await waiting(id)).toBe(0);
  });

  it('leave nothing behind when it is rolled back: no order, no history, no work, and the key is free', async () => {
    const id = await checkOut('dropped', 'rollback');
    expect(await basketsOf('dropped')).toEqual([]);
    const { store } = processes().nth(0);
    expect(await store.load([id])).toEqual([]);
    expect(await store.history(id)).toEqual({ history: [], journal: [] });
    expect(await waiting(id)).toBe(0);
    const again = await checkOut('dropped', 'commit');
    expect(again).not.toBe(id);
    expect(await basketsOf('dropped')).toEqual([{ order_id: again }]);
  });

  it('make a caller of another process wait for the transaction, and lose neither’s event', async () => {
    const orders = open();
    const draft = await orders.createDraft(paidElsewhere());
    const client = await database().pool.connect();
    await client.query('begin');
    await orders.join(client).send(draft.id, { type: 'draft.edit', notes: 'inside' });
    const outside = processes().nth(0).orders.send(draft.id, { type: 'draft.touch' });
    await client.query('commit');
    client.release();
    expect((await outside).version).toBe(3);
    expect((await orders.get(draft.id)).notes).toBe('inside');
    await orders.stop();
  });
}
