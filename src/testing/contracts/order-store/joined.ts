import assert from 'node:assert/strict';
import type { JoinedStore } from '../../../ports/index.ts';
import { sampleDraft } from '../../sample-orders.ts';
import type { Scenario, StoreUnderTest } from './harness.ts';
import {
  claim,
  command,
  committed,
  conflicted,
  edge,
  entry,
  everything,
  next,
  place,
  stored,
  write,
} from './writes.ts';

const hash = 'e'.repeat(64);

function within<T>(
  { store, transaction }: StoreUnderTest,
  work: (joined: JoinedStore) => Promise<T>,
): Promise<T> {
  assert.ok(
    store.join !== undefined && transaction !== undefined,
    'a store with join comes with a transaction',
  );
  return transaction((tx) => work(store.join!(tx)));
}

/** A store within a caller's transaction: committed, or not, with the caller's rows. */
export function joinContract(scenario: Scenario): void {
  scenario('writes with the transaction it has joined', async (world) => {
    const { store } = world;
    const bystander = await place(store, { seed: 'bystander' });
    const order = await place(store);
    const changed = next(order, { notes: 'joined' });
    const created = sampleDraft({ seed: 'created', number: 'SC-9' });
    await within(world, async (joined) => {
      assert.deepEqual(await joined.load([order.id, 'not-a-uuid']), [{ order, untried: [] }]);
      const answers = await joined.commit([
        write(changed, { before: 1, history: [edge(2)], journal: [entry(2)], commands: [command(order, 1)] }),
        write(created, { creation: { key: 'key', hash } }),
      ]);
      assert.deepEqual(answers, [committed, committed]);
      const { id, type } = { ...entry(2).meta, type: entry(2).type };
      assert.equal(await joined.appliedAs(order.id, id), type);
      assert.deepEqual(await joined.find({ creationKey: 'key' }), { orderId: created.id, hash });
      assert.equal((await joined.find({ number: 'SC-9' }))?.orderId, created.id);
    });
    assert.deepEqual((await stored(store, order.id)).order, changed);
    assert.deepEqual((await stored(store, created.id)).order, created);
    assert.deepEqual((await stored(store, bystander.id)).order, bystander);
    assert.equal((await claim(store, 'worker')).length, 1);
  });

  scenario('writes nothing when the transaction it has joined is rolled back', async (world) => {
    const { store } = world;
    const order = await place(store);
    const before = await everything(store, order.id);
    const created = sampleDraft({ seed: 'created' });
    const changed = next(order, { notes: 'joined' });
    await assert.rejects(
      within(world, async (joined) => {
        await joined.commit([
          write(changed, { before: 1, history: [edge(2)], commands: [command(order, 1)] }),
          write(created, { creation: { key: 'key', hash } }),
        ]);
        throw new Error('the caller has changed its mind');
      }),
      /changed its mind/,
    );
    assert.deepEqual(await everything(store, order.id), before);
    assert.deepEqual(await store.load([created.id]), []);
    assert.equal(await store.find({ creationKey: 'key' }), null);
    assert.deepEqual(await claim(store, 'worker'), []);
  });

  scenario('answers per order within a transaction too, and the transaction lives on', async (world) => {
    const { store } = world;
    const one = await place(store, { seed: 'one' });
    const two = await place(store, { seed: 'two' });
    const first = sampleDraft({ seed: 'first' });
    await store.commit([write(first, { creation: { key: 'key', hash } })]);
    const changed = next(two);
    await within(world, async (joined) => {
      assert.deepEqual(
        await joined.commit([
          write(next(one, { notes: 'stale' }), { before: 5, history: [edge(2)] }),
          write(sampleDraft({ seed: 'again' }), { creation: { key: 'key', hash } }),
          write(changed, { before: 1 }),
        ]),
        [conflicted, { status: 'duplicate', orderId: first.id, hash }, committed],
      );
    });
    assert.deepEqual((await stored(store, one.id)).order, one);
    assert.deepEqual((await stored(store, two.id)).order, changed);
  });

  scenario('holds the orders that it has loaded until the transaction ends', async (world) => {
    const { store } = world;
    const order = await place(store);
    let outside: Promise<unknown> = Promise.resolve();
    await within(world, async (joined) => {
      const [loaded] = await joined.load([order.id]);
      outside = store.commit([write(next(order, { notes: 'outside' }), { before: 1 })]);
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.deepEqual(
        await joined.commit([write(next(loaded!.order, { notes: 'inside' }), { before: 1 })]),
        [committed],
      );
    });
    assert.deepEqual(await outside, [conflicted]);
    assert.equal((await stored(store, order.id)).order.notes, 'inside');
  });

  scenario('gives numbers within a transaction', async (world) => {
    const first = await world.store.nextNumber();
    assert.ok((await within(world, (joined) => joined.nextNumber())) > first);
  });
}
