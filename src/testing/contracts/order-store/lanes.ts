import assert from 'node:assert/strict';
import type { Scenario } from './harness.ts';
import {
  claim,
  claimOne,
  command,
  commit,
  deadCommand,
  event,
  next,
  now,
  place,
  settle,
  write,
} from './writes.ts';

const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);

/** Commands go one at a time within their lane; events leave in sequence. */
export function laneContract(scenario: Scenario): void {
  scenario('gives the first command of each lane, the next when it is gone', async ({ store }) => {
    const order = await place(store, {}, (draft) => ({
      commands: [
        command(draft, 1, { lane: 'payment:1' }),
        command(draft, 2, { lane: 'shipment:1' }),
        command(draft, 3, { lane: 'payment:1' }),
      ],
    }));
    const id = (n: number) => command(order, n).id;
    const first = await claimOne(store, 'one');
    assert.deepEqual(ids(first.commands), [id(1), id(2)]);
    await commit(store, settle(first, { done: [id(1), id(2)] }));
    const second = await claimOne(store, 'two');
    assert.deepEqual(ids(second.commands), [id(3)]);
    await commit(store, settle(second, { done: [id(3)] }));
    assert.deepEqual(await claim(store, 'three'), []);
  });

  scenario('keeps a lane waiting while its first command waits for a retry', async ({ store }) => {
    const order = await place(store, {}, (draft) => ({
      commands: [command(draft, 1), command(draft, 2), command(draft, 3, { lane: 'other' })],
    }));
    const id = (n: number) => command(order, n).id;
    const first = await claimOne(store, 'one');
    const later = [{ id: id(1), runAt: now + 5_000, error: 'try later', unknown: false }];
    await commit(store, settle(first, { done: [id(3)], later }));
    assert.deepEqual(await claim(store, 'two'), []);
    assert.equal(await store.nextDue(now), now + 5_000);
    assert.deepEqual(ids((await claimOne(store, 'three', { now: now + 5_000 })).commands), [id(1)]);
  });

  scenario('keeps commands of later commits behind the earlier ones of their lane', async ({ store }) => {
    const order = await place(store, {}, (draft) => ({ commands: [command(draft, 9)] }));
    await commit(store, write(next(order), { before: 1, commands: [command(order, 1)] }));
    const first = await claimOne(store, 'one');
    assert.deepEqual(ids(first.commands), [command(order, 9).id]);
    await commit(store, settle(first, { done: [command(order, 9).id] }));
    const second = await claimOne(store, 'two');
    assert.deepEqual(ids(second.commands), [command(order, 1).id]);
    assert.ok(second.commands[0]!.position > first.commands[0]!.position);
  });

  scenario('lets a lane go on after a dead letter', async ({ store }) => {
    const order = await place(store, {}, (draft) => ({ commands: [command(draft, 1), command(draft, 2)] }));
    const first = await claimOne(store, 'one');
    await commit(store, settle(first, { dead: [deadCommand(first)] }));
    assert.deepEqual(ids((await claimOne(store, 'two')).commands), [command(order, 2).id]);
  });

  scenario('gives events in sequence, and none while the first waits for a retry', async ({ store }) => {
    const order = await place(store, {}, (draft) => ({ events: [event(draft, 1), event(draft, 2)] }));
    await commit(store, write(next(order), { before: 1, events: [event(order, 3)] }));
    const first = await claimOne(store, 'one');
    assert.deepEqual(
      first.events.map(({ sequence }) => sequence),
      [1, 2, 3],
    );
    const later = [{ id: event(order, 2).id, runAt: now + 1_000, error: 'bus away', unknown: false }];
    await commit(store, settle(first, { published: [event(order, 1).id], later }));
    assert.deepEqual(await claim(store, 'two'), []);
    const second = await claimOne(store, 'three', { now: now + 1_000 });
    assert.deepEqual(
      second.events.map(({ sequence, attempts }) => [sequence, attempts]),
      [
        [2, 2],
        [3, 2],
      ],
    );
  });

  scenario('does not hold events for commands, nor commands for events', async ({ store }) => {
    const order = await place(store, {}, (draft) => ({
      commands: [command(draft, 1, { runAt: now + 50 })],
      events: [event(draft, 1)],
    }));
    const first = await claimOne(store, 'one');
    assert.deepEqual([ids(first.commands), ids(first.events)], [[], [event(order, 1).id]]);
    const later = [{ id: event(order, 1).id, runAt: now + 100, error: 'bus away', unknown: false }];
    await commit(store, settle(first, { later }));
    const second = await claimOne(store, 'two', { now: now + 50 });
    assert.deepEqual([ids(second.commands), ids(second.events)], [[command(order, 1).id], []]);
  });

  scenario('keeps the lanes of different orders apart', async ({ store }) => {
    for (const seed of ['one', 'two'])
      await place(store, { seed }, (draft) => ({ commands: [command(draft, 1)] }));
    assert.equal((await claim(store, 'worker')).length, 2);
  });
}
