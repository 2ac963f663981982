import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPostgresStore, migrate } from '../../src/adapters/postgres/index.ts';
import {
  claimOne,
  command,
  committed,
  message,
  next,
  now,
  place,
  write,
} from '../../src/testing/contracts/order-store/writes.ts';
import { type EmbeddedServer, startEmbeddedPostgres } from '../support/embedded-postgres.ts';

let server: EmbeddedServer;
let pool: Pool;
beforeAll(async () => {
  server = await startEmbeddedPostgres();
  pool = server.pool({ max: 10 });
  await migrate(pool);
});
afterAll(() => server.stop());

/** Resolves when some session waits for a lock. */
async function somebodyWaits(): Promise<void> {
  for (;;) {
    const { rows } = await pool.query(`select from pg_stat_activity where wait_event_type = 'Lock'`);
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

describe('what is written, claimed and received together', () => {
  it('a commit that waited while a message came for its order leaves the message due', async () => {
    const store = createPostgresStore({ connection: pool });
    const order = await place(store, { seed: 'waited' });
    const client = await pool.connect();
    await client.query('begin');
    const { handler, messageId, bodyHash, fact, meta } = message(order.id, 'm-waited');
    await client.query(
      `insert into statecart.inbox (handler, message_id, body_hash, order_ref, order_id, fact, meta, attempts, received_at)
       values ($1, $2, $3, $4::text, $4::uuid, $5, $6, 0, to_timestamp($7::bigint / 1000.0))`,
      [handler, messageId, bodyHash, order.id, fact, meta, now],
    );
    await client.query(
      'update statecart.orders set due_at = to_timestamp($2::bigint / 1000.0) where id = $1',
      [order.id, now],
    );
    const committing = store.commit([write(next(order), { before: 1 })]);
    await somebodyWaits();
    await client.query('commit');
    client.release();
    expect(await committing).toEqual([committed]);
    const claim = await claimOne(store, 'waiter', { orderIds: [order.id] });
    expect(claim.order.version).toBe(2);
    expect(claim.messages.map((one) => one.messageId)).toEqual([messageId]);
  });

  it('a claim gives an order as another process wrote it last, not as this one did', async () => {
    const [here, there] = [
      createPostgresStore({ connection: pool }),
      createPostgresStore({ connection: pool }),
    ];
    const order = await place(here, { seed: 'remembered' });
    const second = next(order, { notes: 'written here' });
    await here.commit([write(second, { before: 1, commands: [command(second, 1)] })]);
    const third = next(second, { notes: 'written there' });
    expect(await there.commit([write(third, { before: 2 })])).toEqual([committed]);
    const claim = await claimOne(here, 'here', { orderIds: [order.id] });
    expect(claim.order).toEqual(third);
    expect(claim.commands.map(({ id }) => id)).toEqual([command(second, 1).id]);
    expect(claim.untried).toEqual([]);
  });

  it('messages that come at the same moment are each answered for themselves', async () => {
    const store = createPostgresStore({ connection: pool });
    const order = await place(store, { seed: 'crowd' });
    const good = message(order.id, 'crowd-1');
    const broken = message(order.id, 'crowd-broken', { fact: { type: 'a\u0000b' } });
    const parked = message('nobody-yet', 'crowd-parked');
    const receipts = await Promise.allSettled([
      store.receive(message(order.id, 'crowd-0'), now),
      store.receive(good, now),
      store.receive(good, now),
      store.receive({ ...good, bodyHash: 'f'.repeat(64) }, now),
      store.receive(broken, now),
      store.receive(parked, now),
      store.receive(message(order.id, 'crowd-2'), now),
    ]);
    const told = receipts.map((receipt) => (receipt.status === 'fulfilled' ? receipt.value : 'refused'));
    expect(told).toEqual(['stored', 'stored', 'duplicate', 'conflict', 'refused', 'stored', 'stored']);
    const claim = await claimOne(store, 'crowd', { orderIds: [order.id] });
    expect(claim.messages.map(({ messageId }) => messageId)).toEqual(['crowd-0', 'crowd-1', 'crowd-2']);
  });

  it('statements stay prepared in a session, unless that is turned off', async () => {
    const prepared = async (prepare: boolean): Promise<number> => {
      const one = server.pool({ max: 1 });
      const store = createPostgresStore({ connection: one, prepare });
      await place(store, { seed: `prepared-${prepare}` });
      const { rows } = await one.query<{ n: string }>(
        `select count(*)::text as n from pg_prepared_statements where name like 'statecart_%'`,
      );
      return Number(rows[0]!.n);
    };
    expect(await prepared(true)).toBeGreaterThan(0);
    expect(await prepared(false)).toBe(0);
  });
});
