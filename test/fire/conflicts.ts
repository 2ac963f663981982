import pg, { type Pool, type PoolClient } from 'pg';
import { createPostgresStore } from 'statecart/adapters/postgres';
import { expect, it, onTestFinished } from 'vitest';
import {
  claim,
  command,
  next,
  now,
  place,
  stored,
  write,
} from '../../src/testing/contracts/order-store/writes.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { watchedPool } from './watched-pool.ts';

/** How many sessions of the database wait for a lock. */
async function waiting(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: string }>(
    `select count(*) as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return Number(rows[0]?.count);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** A transaction that never finds a deadlock by itself: whoever it meets is the one to give way. */
async function stubborn(pool: Pool): Promise<PoolClient> {
  const client = await pool.connect();
  await client.query("begin; set local deadlock_timeout = '1h'");
  return client;
}

/** What the database asks to be tried again is tried again, and nobody hears of it. */
export function conflictTests(database: () => TestDatabase): void {
  it('is committed although the first attempt met in a deadlock with somebody else', async () => {
    const { pool, schema } = database();
    const watched = watchedPool(pool);
    const store = createPostgresStore({ connection: watched.pool, schema });
    const placed = await Promise.all(['deadlock-1', 'deadlock-2'].map((seed) => place(store, { seed })));
    const [first, second] = placed.toSorted((one, other) => (one.id < other.id ? -1 : 1));
    const lock = (client: PoolClient, id = '') =>
      client.query(`select 1 from ${schema}.orders where id = $1 for update`, [id]);
    const other = await stubborn(pool);
    await lock(other, second?.id);
    const committing = store.commit(placed.map((order) => write(next(order), { before: 1 })));
    await until(async () => (await waiting(pool)) > 0);
    await lock(other, first?.id);
    await other.query('commit');
    other.release();
    expect(await committing).toEqual([{ status: 'committed' }, { status: 'committed' }]);
    expect(watched.errors).toEqual(['40P01']);
    for (const { id } of placed) expect((await stored(store, id)).order.version).toBe(2);
  });

  it('is claimed although the first attempt met in a deadlock with somebody else, and counts one attempt', async () => {
    const { pool, schema } = database();
    const watched = watchedPool(pool);
    const store = createPostgresStore({ connection: watched.pool, schema });
    const order = await place(store, { seed: 'deadlock-3' }, (one) => ({ commands: [command(one, 1)] }));
    const other = await stubborn(pool);
    await other.query(`select 1 from ${schema}.outbox where order_id = $1 for update`, [order.id]);
    const claiming = claim(store, 'claimer', { orderIds: [order.id] });
    await until(async () => (await waiting(pool)) > 0);
    await other.query(`select 1 from ${schema}.orders where id = $1 for update`, [order.id]);
    await other.query('commit');
    other.release();
    // An order that somebody is at is left to the next claim.
    const early = await claiming;
    const [claimed] = early.length > 0 ? early : await claim(store, 'next', { orderIds: [order.id] });
    expect(claimed?.commands).toMatchObject([{ attempts: 1, firstTriedAt: now }]);
    expect(watched.errors).toEqual(['40P01']);
  });

  it('is committed although the first attempt could not be serialized with somebody else’s', async () => {
    const { pool, schema, connectionString } = database();
    const options = '-c default_transaction_isolation=serializable';
    const strict = new pg.Pool({ connectionString, options, max: 4 });
    onTestFinished(() => strict.end());
    const watched = watchedPool(strict, (text) => text.replace('read committed', 'serializable'));
    const store = createPostgresStore({ connection: watched.pool, schema });
    const order = await place(createPostgresStore({ connection: pool, schema }), { seed: 'serial' });
    const other = await pool.connect();
    await other.query('begin');
    await other.query(`update ${schema}.orders set notes = notes where id = $1`, [order.id]);
    const committing = store.commit([write(next(order), { before: 1 })]);
    await until(async () => (await waiting(pool)) > 0);
    await other.query('commit');
    other.release();
    expect(await committing).toEqual([{ status: 'committed' }]);
    expect(watched.errors).toEqual(['40001']);
    expect((await stored(store, order.id)).order.version).toBe(2);
  });
}
