import assert from 'node:assert/strict';
import type { Scenario } from './harness.ts';
import {
  claim,
  claimOne,
  command,
  commit,
  edge,
  event,
  everything,
  leaseLost,
  leaseMs,
  next,
  now,
  place,
  settle,
  stored,
  write,
} from './writes.ts';

/** A claim's work takes effect only while its lease is the worker's own. */
export function leaseContract(scenario: Scenario): void {
  scenario('gives an order to another worker when the lease has run out, not before', async ({ store }) => {
    await place(store, {}, (draft) => ({ commands: [command(draft, 1)] }));
    await claimOne(store, 'one');
    assert.deepEqual(await claim(store, 'two', { now: now + leaseMs - 1 }), []);
    assert.equal((await claimOne(store, 'two', { now: now + leaseMs })).token, 'two');
  });

  scenario('answers `lease` to a worker whose lease another has, and writes nothing', async ({ store }) => {
    const order = await place(store, {}, (draft) => ({
      commands: [command(draft, 1)],
      events: [event(draft, 1)],
    }));
    const slow = await claimOne(store, 'slow');
    const later = now + leaseMs;
    const quick = await claimOne(store, 'quick', { now: later });
    const before = await everything(store, order.id);
    const over = { done: [command(order, 1).id], published: [event(order, 1).id] };
    const answers = await store.commit([
      settle(slow, over, later),
      write(next(order), { before: 1, history: [edge(2)], settlement: settle(slow, over).settlement }),
    ]);
    assert.deepEqual(answers, [leaseLost, leaseLost]);
    assert.deepEqual(await everything(store, order.id), before);
    await commit(store, settle(quick, over, later));
    assert.deepEqual(await claim(store, 'three', { now: later }), []);
  });

  scenario('answers `lease` to a settlement that was made already', async ({ store }) => {
    await place(store, {}, (draft) => ({ commands: [command(draft, 1)] }));
    const claimed = await claimOne(store, 'worker');
    await commit(store, settle(claimed, { done: [claimed.commands[0]!.id] }));
    assert.deepEqual(await store.commit([settle(claimed, { done: [claimed.commands[0]!.id] })]), [leaseLost]);
  });

  scenario('takes the settlement of a lease that has run out but nobody else has', async ({ store }) => {
    const order = await place(store, {}, (draft) => ({ commands: [command(draft, 1)] }));
    const claimed = await claimOne(store, 'worker');
    await commit(store, settle(claimed, { done: [command(order, 1).id] }, now + 10 * leaseMs));
    assert.deepEqual(await claim(store, 'next', { now: now + 10 * leaseMs }), []);
  });

  scenario(
    'commits the order and the work in one: on `version` the work stays, and so does the lease',
    async ({ store }) => {
      const order = await place(store, {}, (draft) => ({ commands: [command(draft, 1)] }));
      const claimed = await claimOne(store, 'worker');
      await commit(store, write(next(order, { notes: 'by somebody' }), { before: 1 }));
      const done = settle(claimed, { done: [command(order, 1).id] }).settlement;
      assert.deepEqual(await store.commit([write(next(order), { before: 1, settlement: done })]), [
        { status: 'version' },
      ]);
      assert.deepEqual(await claim(store, 'other'), []);
      const { order: fresh } = await stored(store, order.id);
      await commit(
        store,
        write(next(fresh, { failure: 'late' }), { before: 2, settlement: done, events: [event(order, 1)] }),
      );
      const second = await claimOne(store, 'other');
      assert.deepEqual([second.commands.length, second.events.length], [0, 1]);
      assert.equal(second.order.failure, 'late');
    },
  );

  scenario('keeps the lease when somebody else commits', async ({ store }) => {
    const order = await place(store, {}, (draft) => ({ commands: [command(draft, 1)] }));
    await claimOne(store, 'worker');
    await commit(store, write(next(order), { before: 1, commands: [command(order, 2, { lane: 'other' })] }));
    assert.deepEqual(await claim(store, 'other'), []);
    assert.deepEqual(await store.renew('worker', [order.id], now + leaseMs), [order.id]);
  });

  scenario('prolongs leases that are the worker’s own, and says which', async ({ store }) => {
    const [one, two] = [
      await place(store, { seed: 'one' }, (draft) => ({ commands: [command(draft, 1)] })),
      await place(store, { seed: 'two' }, (draft) => ({ commands: [command(draft, 1)] })),
    ];
    await claim(store, 'worker', { orderIds: [one.id] });
    await claim(store, 'other', { orderIds: [two.id] });
    assert.deepEqual(await store.renew('worker', [one.id, two.id, 'not-a-uuid'], now + 2 * leaseMs), [
      one.id,
    ]);
    const claims = await claim(store, 'third', { now: now + leaseMs });
    assert.deepEqual(
      claims.map(({ order }) => order.id),
      [two.id],
    );
    assert.deepEqual(await store.renew('other', [two.id], now + 5 * leaseMs), []);
  });

  scenario('releases what was claimed: it is due again', async ({ store }) => {
    const order = await place(store, {}, (draft) => ({ commands: [command(draft, 1)] }));
    await claimOne(store, 'worker');
    await store.release('somebody', [order.id]);
    assert.deepEqual(await claim(store, 'other'), []);
    await store.release('worker', [order.id]);
    assert.equal((await claimOne(store, 'other')).commands[0]!.attempts, 2);
    assert.deepEqual((await stored(store, order.id)).untried, []);
  });

  scenario('ends the lease with the commit', async ({ store }) => {
    const order = await place(store, {}, (draft) => ({ commands: [command(draft, 1), command(draft, 2)] }));
    const claimed = await claimOne(store, 'worker');
    await commit(store, settle(claimed, { done: [command(order, 1).id] }));
    assert.deepEqual(await store.renew('worker', [order.id], now + leaseMs), []);
    assert.equal((await claimOne(store, 'other')).commands.length, 1);
  });
}
