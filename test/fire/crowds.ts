import { type EventInput, isOrderError, type Order } from 'statecart';
import { createPostgresStore } from 'statecart/adapters/postgres';
import { expect, it } from 'vitest';
import { claimOne, command, place, write } from '../../src/testing/contracts/order-store/writes.ts';
import { sampleDraft } from '../../src/testing/sample-orders.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { free, maxAttempts, type Processes, paidElsewhere } from './processes.ts';

const numbers = (count: number, from = 1) => Array.from({ length: count }, (_, index) => from + index);
const codeOf = (reason: unknown) => (isOrderError(reason) ? reason.code : String(reason));

/** What callers in several processes do to one order, or to one another, at the same moment. */
export function crowdTests(database: () => TestDatabase, processes: () => Processes): void {
  const send = (n: number, id: string, event: EventInput) => processes().nth(n).orders.send(id, event);
  const received = (n: number, id: string, messageId: string, amountMinor = 900) =>
    processes()
      .nth(n)
      .orders.receive({
        specversion: '1.0',
        id: messageId,
        source: 'bank',
        type: 'payment.captured',
        subject: id,
        data: { method: 'transfer', currency: 'EUR', amountMinor, reference: messageId },
      });

  it('loses none of 32 events for one order, whichever process sends them', async () => {
    const draft = await processes().nth(0).orders.createDraft(paidElsewhere());
    const events = numbers(32).map(
      (n): EventInput => (n % 4 === 0 ? { type: 'draft.touch' } : { type: 'draft.edit', notes: `note ${n}` }),
    );
    const sent = await Promise.all(events.map((event, n) => send(n, draft.id, event)));
    expect(sent.map(({ version }) => version).toSorted((one, other) => one - other)).toEqual(numbers(32, 2));
    const order = await processes().nth(1).orders.get(draft.id);
    expect(order.version).toBe(1 + 32);
    const { history, journal } = await processes().nth(2).orders.history(draft.id);
    expect(journal.map(({ version }) => version)).toEqual(numbers(33));
    expect(history.map(({ from, to }) => [from, to])).toEqual([[null, 'draft']]);
  });

  it('places a draft once, whoever else places, edits and cancels it at the same moment', async () => {
    const drafts = await Promise.all(
      numbers(6).map((n) => processes().nth(n).orders.createDraft(paidElsewhere())),
    );
    const tried = drafts.flatMap(({ id }, n) => [
      processes().nth(n).orders.submit(id),
      processes()
        .nth(n + 1)
        .orders.submit(id),
      send(n + 2, id, { type: 'draft.edit', notes: 'late' }),
      send(n + 3, id, { type: 'order.cancel', reason: 'changed_mind' }),
    ]);
    const results = await Promise.allSettled(tried);
    for (const [n, { id }] of drafts.entries()) {
      const own = results.slice(4 * n, 4 * n + 4);
      const refused = own.flatMap((result) => (result.status === 'rejected' ? [codeOf(result.reason)] : []));
      expect(new Set(refused)).toEqual(new Set(refused.length === 0 ? [] : ['NOT_ALLOWED']));
      const applied = own.length - refused.length;
      const order = await processes().nth(n).orders.get(id);
      expect(order.version).toBe(1 + applied);
      const { history, journal } = await processes().nth(n).orders.history(id);
      expect(history.filter(({ to }) => to === 'pending').length).toBeLessThanOrEqual(1);
      expect(journal.filter(({ outcome }) => outcome === 'refused')).toHaveLength(refused.length);
    }
  });

  it('makes one order of one key, whichever process creates, and refuses the key with another input', async () => {
    for (const key of ['checkout-1', 'checkout-2', 'checkout-3']) {
      const created = await Promise.all(
        numbers(12).map((n) => processes().nth(n).orders.create(free(), { idempotencyKey: key })),
      );
      expect(new Set(created.map(({ id }) => id)).size).toBe(1);
      const other = processes()
        .nth(1)
        .orders.create(free({ notes: 'another' }), { idempotencyKey: key });
      await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    }
    const { pool, schema } = database();
    const { rows } = await pool.query(
      `select creation_key from ${schema}.orders where creation_key like 'checkout-%' order by 1`,
    );
    expect(rows).toEqual([
      { creation_key: 'checkout-1' },
      { creation_key: 'checkout-2' },
      { creation_key: 'checkout-3' },
    ]);
  });

  it('applies a message once that comes before, after, or while its order is created, by any process', async () => {
    const ids = numbers(12).map((n) => sampleDraft({ seed: `early-${n}` }).id);
    const early = ids.map((id, n) => received(n, id, `bank-${n}`));
    const created = ids.map((id, n) =>
      processes()
        .nth(n + 1)
        .orders.create(paidElsewhere({ id })),
    );
    const again = ids.map((id, n) => received(n + 2, id, `bank-${n}`));
    const receipts = await Promise.all([...early, ...again]);
    await Promise.all(created);
    await Promise.all(processes().all.map(({ orders }) => orders.drain()));
    const stored = receipts.filter(({ status }) => status === 'stored');
    expect(stored).toHaveLength(ids.length);
    for (const id of ids) {
      const order = await processes().nth(0).orders.get(id);
      expect(order.payments.flatMap(({ transactions }) => transactions.map(({ kind }) => kind))).toEqual([
        'authorization',
        'capture',
      ]);
      expect(order.axes).toMatchObject({ status: 'delivered', payment: 'captured' });
    }
  });

  it('keeps one of several bodies under one message id, and tells the other senders', async () => {
    const order = await processes().nth(0).orders.create(paidElsewhere());
    const sent = await Promise.allSettled(
      numbers(12).map((n) => received(n, order.id, 'twice', 900 + (n % 3))),
    );
    const answers = sent.map((one) => (one.status === 'fulfilled' ? one.value.status : codeOf(one.reason)));
    expect(answers.filter((answer) => answer === 'stored')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'duplicate')).toHaveLength(3);
    expect(answers.filter((answer) => answer === 'MESSAGE_ID_REUSED')).toHaveLength(8);
  });

  it('fails one bad order of a batch, also when batches of two processes overlap', async () => {
    const store = processes().nth(0).store;
    const good = await Promise.all(numbers(6).map((n) => place(store, { seed: `batch-${n}` })));
    const broken = sampleDraft({ seed: 'broken' });
    const bad: Order = {
      ...broken,
      lines: broken.lines.map((line) => ({ ...line, totalMinor: line.totalMinor + 1 })),
    };
    const batch = (orders: readonly Order[]) => [
      ...orders.map((order) => write({ ...order, version: 2 }, { before: 1 })),
      write(bad),
    ];
    const answers = await Promise.all([
      processes().nth(1).store.commit(batch(good)),
      processes().nth(2).store.commit(batch(good.toReversed())),
    ]);
    for (const answer of answers) {
      expect(answer.at(-1)).toMatchObject({ status: 'failed', error: { code: 'INVARIANT_VIOLATED' } });
    }
    const [one, other] = answers;
    for (const [n] of good.entries()) {
      const statuses = new Set([one[n]?.status, other[good.length - 1 - n]?.status]);
      expect(statuses).toEqual(new Set(['committed', 'version']));
    }
    expect(await store.load([bad.id])).toEqual([]);
  });

  it('believes the database and not itself, when the server has come back without the last commit', async () => {
    const [one, other] = [processes().nth(0).store, processes().nth(1).store];
    const order = await place(one, { seed: 'failed over' });
    await one.commit([write({ ...order, version: 2, notes: 'lost' }, { before: 1 })]);
    // As on a standby that was not told of it in time.
    const { pool, schema } = database();
    await pool.query(`update ${schema}.orders set version = 1, notes = null where id = $1`, [order.id]);
    const kept: Order = {
      ...order,
      version: 2,
      notes: 'kept',
      timestamps: { ...order.timestamps, updatedAt: order.timestamps.updatedAt + 1 },
    };
    await other.commit([write(kept, { before: 1, commands: [command(order, 1)] })]);
    expect((await claimOne(one, 'believer', { orderIds: [order.id] })).order).toEqual(kept);
  });

  it('ends what no machine can take as a dead letter, while all others are served', async () => {
    const { pool, schema } = database();
    const poisoned = await processes().nth(0).orders.createDraft(paidElsewhere());
    const stored = await processes()
      .nth(1)
      .store.receive(
        {
          handler: 'bank',
          messageId: 'poison',
          bodyHash: 'a'.repeat(64),
          orderRef: poisoned.id,
          fact: { type: 'payment.captured', amountMinor: 'a lot' },
          meta: {
            id: 'poison',
            occurredAt: 1,
            receivedAt: 1,
            actor: null,
            correlationId: null,
            causationId: null,
            traceparent: null,
            untried: [],
          },
        },
        Date.now(),
      );
    expect(stored).toBe('stored');
    await Promise.all(processes().all.map(({ orders }) => orders.start()));
    const placed = await Promise.all(numbers(20).map((n) => processes().nth(n).orders.create(free())));
    const open = async (): Promise<number> => {
      const { rows } = await pool.query<{ count: string }>(
        `select (select count(*) from ${schema}.outbox) + (select count(*) from ${schema}.inbox
           where handled_at is null and dead_at is null and order_id is not null) as count`,
      );
      return Number(rows[0]?.count);
    };
    while ((await open()) > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await Promise.all(processes().all.map(({ orders }) => orders.stop()));
    const own = createPostgresStore({ connection: pool, schema });
    expect(await own.deadLetters({ orderId: poisoned.id, limit: 10 })).toMatchObject([
      { id: 'message:bank:poison', kind: 'message', attempts: maxAttempts },
    ]);
    const served = await own.load(placed.map(({ id }) => id));
    expect(served.map(({ order }) => order.axes.status)).toEqual(numbers(20).map(() => 'delivered'));
    expect((await own.load([poisoned.id]))[0]?.order.version).toBe(1);
  });
}
