import pg, { type Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPostgresStore, migrate } from '../../src/adapters/postgres/index.ts';
import { migrations } from '../../src/adapters/postgres/migrations/index.ts';
import { isOrderError } from '../../src/errors/index.ts';
import {
  claimOne,
  command,
  event,
  message,
  next,
  now,
  place,
  settle,
  write,
} from '../../src/testing/contracts/order-store/writes.ts';
import { sampleDraft, sampleOrder } from '../../src/testing/sample-orders.ts';
import { type EmbeddedServer, startEmbeddedPostgres } from '../support/embedded-postgres.ts';

let server: EmbeddedServer;
let pool: Pool;
beforeAll(async () => {
  server = await startEmbeddedPostgres();
  pool = server.pool({ max: 10 });
  await migrate(pool);
});
afterAll(() => server.stop());

describe('the store on a Postgres server', () => {
  it('is migrated once by many processes at a time', async () => {
    const reports = await Promise.all(Array.from({ length: 6 }, () => migrate(pool, { schema: 'crowded' })));
    expect(reports.flatMap(({ ran }) => ran).toSorted()).toEqual(
      migrations.map(({ version, name }) => `up ${version} ${name}`).toSorted(),
    );
    await createPostgresStore({ connection: pool, schema: 'crowded' }).check();
  });

  it('does not depend on how the pool parses int8, moments and json', async () => {
    const odd = server.pool({
      max: 2,
      types: {
        getTypeParser: (oid: number) => (text: string) => (oid === 25 ? text : `odd ${text}`),
      } as unknown as pg.CustomTypesConfig,
    });
    const store = createPostgresStore({ connection: odd });
    await store.check();
    const order = sampleOrder({ seed: 'parsed', number: 'SC-PARSED' });
    await store.commit([write(order, { commands: [command(order, 1)], events: [event(order, 1)] })]);
    expect(await store.load([order.id])).toEqual([{ order, untried: [command(order, 1).id] }]);
    const claimed = await claimOne(store, 'parser', { orderIds: [order.id] });
    expect(claimed.commands[0]).toMatchObject({ runAt: command(order, 1).runAt, attempts: 1 });
    expect(typeof claimed.commands[0]!.position).toBe('number');
    expect(typeof (await store.nextDue(0))).toBe('number');
    expect(typeof (await store.nextNumber())).toBe('number');
  });

  it('loses no step among writers who meet at the same orders', async () => {
    const store = createPostgresStore({ connection: pool });
    const orders = await Promise.all(['m1', 'm2', 'm3'].map((seed) => place(store, { seed })));
    const ids = orders.map(({ id }) => id);
    const applied = new Map(ids.map((id) => [id, 0]));
    const conflicts: string[] = [];
    const writer = async (turn: number): Promise<void> => {
      for (let n = 0; n < 10; n++) {
        const found = await store.load(turn % 2 === 0 ? ids : ids.toReversed());
        const answers = await store.commit(
          found.map(({ order }) => write(next(order), { before: order.version })),
        );
        for (const [at, { status }] of answers.entries()) {
          const { id } = found[at]!.order;
          if (status === 'committed') applied.set(id, applied.get(id)! + 1);
          else conflicts.push(status);
        }
      }
    };
    await Promise.all([0, 1, 2, 3].map(writer));
    expect(new Set(conflicts)).toEqual(new Set(['version']));
    for (const { order } of await store.load(ids)) expect(order.version).toBe(1 + applied.get(order.id)!);
  });

  it('loads whole orders while they are being written', async () => {
    const store = createPostgresStore({ connection: pool });
    const draft = await place(store, { seed: 'torn' });
    let order = draft;
    const seen: [number, string][] = [];
    let writing = true;
    const write30 = async (): Promise<void> => {
      for (let n = 0; n < 30; n++) {
        order = next(order, {
          lines: order.lines.map((line) => ({ ...line, name: `version ${order.version + 1}` })),
        });
        await store.commit([write(order, { before: order.version - 1 })]);
      }
      writing = false;
    };
    const read = async (): Promise<void> => {
      while (writing) {
        const [found] = await store.load([draft.id]);
        seen.push([found!.order.version, found!.order.lines[0]!.name]);
      }
    };
    await Promise.all([write30(), read(), read()]);
    const whole = seen.filter(([version, name]) => version === 1 || name === `version ${version}`);
    expect(whole).toEqual(seen);
    expect(new Set(seen.map(([version]) => version)).size).toBeGreaterThan(2);
  });

  it('shares the work among many workers, each command to one', async () => {
    const store = createPostgresStore({ connection: pool });
    const placed = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        place(store, { seed: `work-${n}`, machineVersion: 42 }, (order) => ({
          commands: [command(order, 1), command(order, 2)],
        })),
      ),
    );
    const done: string[] = [];
    const work = async (worker: number): Promise<void> => {
      for (let turn = 0; ; turn++) {
        const claims = await store.claim({
          token: `w${worker}-${turn}`,
          now: command(placed[0]!, 1).runAt,
          leaseMs: 60_000,
          limit: 4,
          machineVersions: [42],
        });
        if (claims.length === 0) return;
        done.push(...claims.flatMap(({ commands }) => commands.map(({ id }) => id)));
        await store.commit(
          claims.map((claim) => settle(claim, { done: claim.commands.map(({ id }) => id) })),
        );
      }
    };
    await Promise.all([1, 2, 3, 4].map(work));
    expect(done.toSorted()).toEqual(
      placed.flatMap((order) => [1, 2].map((n) => command(order, n).id)).toSorted(),
    );
  });

  it('keeps a message waiting while its order is being created elsewhere, and gives it to that order', async () => {
    const store = createPostgresStore({ connection: pool });
    const order = sampleDraft({ seed: 'half-born', number: 'SC-HALF' });
    const client = await pool.connect();
    await client.query('begin');
    expect(await store.join(client).commit([write(order)])).toEqual([{ status: 'committed' }]);
    const received = Promise.all([
      store.receive(message(order.id, 'by-id'), now),
      store.receive(message('SC-HALF', 'by-number'), now),
    ]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await client.query('commit');
    client.release();
    expect(await received).toEqual(['stored', 'stored']);
    const claimed = await claimOne(store, 'midwife', { orderIds: [order.id] });
    expect(claimed.messages.map(({ messageId }) => messageId).toSorted()).toEqual(['by-id', 'by-number']);
  });

  it('takes no transaction to join in which it could miss a message, and says which', async () => {
    const client = await pool.connect();
    try {
      await client.query('begin isolation level repeatable read');
      const joined = createPostgresStore({ connection: pool }).join(client);
      await expect(joined.commit([write(sampleDraft({ seed: 'repeatable' }))])).rejects.toMatchObject({
        code: 'OPTIONS_INVALID',
        message: expect.stringContaining('READ COMMITTED, this one is REPEATABLE READ') as string,
      });
    } finally {
      await client.query('rollback');
      client.release();
    }
  });

  it('says that the database is away when it is, and goes on when it is back', async () => {
    const away = new pg.Pool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 2_000 });
    const error: unknown = await createPostgresStore({ connection: away })
      .check()
      .catch((reason: unknown) => reason);
    expect(isOrderError(error, 'STORE_UNAVAILABLE') && error.retry).toBe('later');
    await away.end();

    const frail = server.pool({ max: 1 });
    const store = createPostgresStore({ connection: frail });
    const order = await place(store, { seed: 'frail' });
    const client = await frail.connect();
    client.on('error', () => {});
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    await pool.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
    const lost: unknown = await store
      .join(client)
      .load([order.id])
      .catch((reason: unknown) => reason);
    client.release(true);
    expect(isOrderError(lost, 'STORE_UNAVAILABLE')).toBe(true);
    expect(await store.load([order.id])).toEqual([{ order, untried: [] }]);
  });

  it('listens again on a new session when the server has ended the one it had', async () => {
    const ears = server.pool({ max: 2 });
    const store = createPostgresStore({ connection: ears });
    let wakes = 0;
    const stop = await store.listen(() => {
      wakes += 1;
    });
    await pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %'`);
    const deadline = Date.now() + 10_000;
    while (wakes === 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    const before = wakes;
    expect(before).toBeGreaterThan(0);
    await createPostgresStore({ connection: pool }).wake();
    while (wakes === before && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(wakes).toBeGreaterThan(before);
    await stop();
    expect(ears.totalCount - ears.idleCount).toBe(0);
  });
});
