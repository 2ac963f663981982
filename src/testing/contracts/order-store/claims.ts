import assert from 'node:assert/strict';
import { sampleTime } from '../../sample-orders.ts';
import type { Scenario } from './harness.ts';
import {
  claim,
  claimOne,
  command,
  commit,
  event,
  leaseMs,
  message,
  meta,
  next,
  now,
  place,
  settle,
  stored,
  write,
} from './writes.ts';

/** A claim leases orders with due work to one worker, with all that is due of each. */
export function claimContract(scenario: Scenario): void {
  scenario('claims an order with its due command, its events and its messages', async ({ store }) => {
    await place(store, { seed: 'idle' });
    const order = await place(store, {}, (draft) => ({
      commands: [command(draft, 1)],
      events: [event(draft, 1), event(draft, 2)],
    }));
    const sent = message(order.id, 'message-1');
    assert.equal(await store.receive(sent, now), 'stored');
    const claimed = await claimOne(store, 'worker');
    const [{ position, ...first }] = claimed.commands as [(typeof claimed.commands)[0]];
    assert.equal(typeof position, 'number');
    assert.deepEqual(first, {
      ...command(order, 1),
      orderId: order.id,
      attempts: 1,
      firstTriedAt: now,
      unknown: false,
      lastError: null,
    });
    const { events, messages } = claimed;
    assert.deepEqual(
      events,
      [1, 2].map((n) => ({ ...event(order, n), orderId: order.id, attempts: 1, runAt: now })),
    );
    assert.deepEqual(messages, [{ ...sent, attempts: 1 }]);
    assert.deepEqual([claimed.token, claimed.order, claimed.untried], ['worker', order, []]);
  });

  scenario('claims nothing before it is due', async ({ store }) => {
    await place(store, {}, (draft) => ({ commands: [command(draft, 1, { runAt: now + 1 })] }));
    assert.deepEqual(await claim(store, 'worker'), []);
    assert.equal((await claim(store, 'worker', { now: now + 1 })).length, 1);
  });

  scenario('claims an order whose deadline is reached', async ({ store }) => {
    const order = await place(store, {
      deadlines: [
        { name: 'payment.expires', ref: 'a', at: now + 10 },
        { name: 'review.expires', ref: 'b', at: now + 20 },
      ],
    });
    assert.deepEqual(await claim(store, 'worker', { now: now + 9 }), []);
    const claimed = await claimOne(store, 'worker', { now: now + 10 });
    assert.deepEqual(
      [claimed.order, claimed.commands, claimed.events, claimed.messages],
      [order, [], [], []],
    );
    const moved = next(order, { deadlines: order.deadlines.slice(1) });
    await commit(store, write(moved, { before: 1, settlement: settle(claimed).settlement }));
    assert.deepEqual(await claim(store, 'worker', { now: now + 19 }), []);
    assert.equal((await claim(store, 'worker', { now: now + 20 })).length, 1);
  });

  scenario('never gives an order to two workers at a time', async ({ store }) => {
    await store.commit([]);
    for (let n = 0; n < 12; n++)
      await place(store, { seed: `order-${n}` }, (draft) => ({ commands: [command(draft, 1)] }));
    const workers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => claim(store, `worker-${n}`, { limit: 3 })),
    );
    const ids = workers.flat().map(({ order }) => order.id);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(workers.every((claims) => claims.length <= 3));
    const rest = await claim(store, 'last', { limit: 100 });
    assert.equal(ids.length + rest.length, 12);
    assert.deepEqual(await claim(store, 'nobody', { limit: 100 }), []);
  });

  scenario('claims what is due longest first, no more than asked', async ({ store }) => {
    for (const [seed, wait] of [
      ['second', 20],
      ['first', 10],
      ['third', 30],
    ] as const) {
      await place(store, { seed }, (draft) => ({
        commands: [command(draft, 1, { runAt: sampleTime + wait })],
      }));
    }
    const first = await claim(store, 'one', { limit: 2 });
    assert.deepEqual(
      new Set(first.map(({ commands }) => commands[0]!.runAt)),
      new Set([sampleTime + 10, sampleTime + 20]),
    );
    assert.equal((await claimOne(store, 'two')).commands[0]!.runAt, sampleTime + 30);
  });

  scenario('leaves orders of machine versions alone that the worker does not know', async ({ store }) => {
    const known = await place(store, { seed: 'known' }, (draft) => ({ commands: [command(draft, 1)] }));
    const newer = await place(store, { seed: 'newer', machineVersion: 3 }, (draft) => ({
      commands: [command(draft, 1)],
    }));
    assert.deepEqual(
      (await claim(store, 'one', { machineVersions: [1, 2] })).map(({ order }) => order.id),
      [known.id],
    );
    assert.deepEqual(
      (await claim(store, 'two', { machineVersions: [3] })).map(({ order }) => order.id),
      [newer.id],
    );
    assert.deepEqual(await claim(store, 'three', { machineVersions: [] }), []);
  });

  scenario('claims only among the orders asked for', async ({ store }) => {
    await place(store, { seed: 'one' }, (draft) => ({ commands: [command(draft, 1)] }));
    const two = await place(store, { seed: 'two' }, (draft) => ({ commands: [command(draft, 1)] }));
    assert.deepEqual(await claim(store, 'worker', { orderIds: [] }), []);
    assert.deepEqual(
      (await claim(store, 'worker', { orderIds: [two.id] })).map(({ order }) => order.id),
      [two.id],
    );
  });

  scenario(
    'counts every claim of a command as an attempt, and keeps when it was first tried',
    async ({ store }) => {
      await place(store, {}, (draft) => ({ commands: [command(draft, 1)], events: [event(draft, 1)] }));
      await claimOne(store, 'one');
      const later = now + leaseMs;
      const again = await claimOne(store, 'two', { now: later });
      assert.deepEqual([again.commands[0]!.attempts, again.commands[0]!.firstTriedAt], [2, now]);
      assert.equal(again.events[0]!.attempts, 2);
    },
  );

  scenario('tells when the next work is due', async ({ store }) => {
    assert.equal(await store.nextDue(now), null);
    await place(store, {
      seed: 'later',
      deadlines: [{ name: 'payment.expires', ref: 'a', at: now + 5_000 }],
    });
    assert.equal(await store.nextDue(now), now + 5_000);
    await place(store, { seed: 'sooner' }, (draft) => ({
      commands: [command(draft, 1, { runAt: now + 400 })],
    }));
    assert.equal(await store.nextDue(now), now + 400);
    const bystander = await place(store, { seed: 'now' }, (draft) => ({ events: [event(draft, 1)] }));
    assert.ok((await store.nextDue(now))! <= now);
    const claimed = await claimOne(store, 'worker');
    assert.equal(claimed.order.id, bystander.id);
    assert.equal(await store.nextDue(now), now + 400);
    await commit(store, settle(claimed, { published: [event(bystander, 1).id] }));
    assert.equal(await store.nextDue(now), now + 400);
  });

  scenario('tells of leased work as due when the lease ends', async ({ store }) => {
    await place(store, {}, (draft) => ({ commands: [command(draft, 1)] }));
    await claimOne(store, 'worker');
    assert.equal(await store.nextDue(now), now + leaseMs);
  });

  scenario(
    'keeps a claim consistent: the order is as it was when its work was claimed',
    async ({ store }) => {
      // Who is faster is up to chance: it is tried a number of times.
      for (let round = 0; round < 10; round += 1) {
        const order = await place(store, { seed: `raced-${round}` }, (draft) => ({
          commands: [command(draft, 1)],
        }));
        const changed = next(order, { notes: 'changed' });
        const [claims] = await Promise.all([
          claim(store, `worker-${round}`, { orderIds: [order.id] }),
          store.commit([
            write(changed, { before: 1, events: [{ ...event(order, 1), meta: meta('changed') }] }),
          ]),
        ]);
        for (const claimed of claims)
          assert.equal(claimed.events.length, claimed.order.version - 1, `round ${round}`);
        assert.deepEqual((await stored(store, order.id)).order, changed);
      }
    },
  );
}
