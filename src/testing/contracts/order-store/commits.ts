import assert from 'node:assert/strict';
import { sampleDraft, sampleLine, sampleOrder } from '../../sample-orders.ts';
import type { Scenario } from './harness.ts';
import {
  claim,
  command,
  commit,
  committed,
  conflicted,
  edge,
  entry,
  event,
  everything,
  next,
  now,
  place,
  stored,
  write,
} from './writes.ts';

/** Each order is written atomically, by its version. */
export function commitContract(scenario: Scenario): void {
  scenario(
    'answers `version` to a write of a version that is over, and writes nothing of it',
    async ({ store }) => {
      const draft = await place(store);
      const second = next(draft, { notes: 'second' });
      await commit(store, write(second, { before: 1 }));
      const before = await everything(store, draft.id);
      const late = next(draft, { notes: 'late' });
      const answers = await store.commit([
        write(late, {
          before: 1,
          history: [edge(2)],
          journal: [entry(2)],
          commands: [command(late, 1)],
          events: [event(late, 1)],
        }),
      ]);
      assert.deepEqual(answers, [conflicted]);
      assert.deepEqual(await everything(store, draft.id), before);
      assert.deepEqual(await claim(store, 'worker'), []);
    },
  );

  scenario(
    'answers `version` to a new order whose id exists, and to a change of one that does not',
    async ({ store }) => {
      const first = await place(store);
      const missing = next(sampleDraft({ seed: 'missing' }));
      assert.deepEqual(
        await store.commit([write({ ...first, notes: 'again' }), write(missing, { before: 1 })]),
        [conflicted, conflicted],
      );
      assert.deepEqual((await stored(store, first.id)).order, first);
      assert.deepEqual(await store.load([missing.id]), []);
    },
  );

  scenario(
    'answers for each order, in the order asked; a bad one does not fail the others',
    async ({ store }) => {
      const one = await place(store, { seed: 'one' });
      const two = await place(store, { seed: 'two' });
      const three = await place(store, { seed: 'three' });
      const fresh = sampleDraft({ seed: 'fresh' });
      const changed = [three, one].map((order) => next(order, { notes: 'changed' }));
      const answers = await store.commit([
        write(changed[0]!, { before: 1 }),
        write(next(two, { notes: 'stale' }), { before: 7 }),
        write(fresh),
        write(changed[1]!, { before: 1 }),
      ]);
      assert.deepEqual(answers, [committed, conflicted, committed, committed]);
      assert.deepEqual((await stored(store, two.id)).order, two);
      assert.deepEqual((await stored(store, fresh.id)).order, fresh);
      assert.deepEqual((await stored(store, one.id)).order, changed[1]);
      assert.deepEqual((await stored(store, three.id)).order, changed[0]);
    },
  );

  scenario('takes two writes of one order in a batch one after the other', async ({ store }) => {
    const draft = sampleDraft();
    const second = next(draft, { notes: 'second' });
    const stale = next(draft, { notes: 'stale' });
    assert.deepEqual(
      await store.commit([write(draft), write(second, { before: 1 }), write(stale, { before: 1 })]),
      [committed, committed, conflicted],
    );
    assert.deepEqual((await stored(store, draft.id)).order, second);
  });

  scenario('takes one of many concurrent writes of the same version', async ({ store }) => {
    const draft = await place(store);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        store.commit([
          write(next(draft, { notes: `writer ${n}` }), {
            before: 1,
            history: [edge(2)],
            journal: [entry(2)],
          }),
        ]),
      ),
    );
    const winners = answers.flatMap(([answer], n) => (answer?.status === 'committed' ? [n] : []));
    assert.equal(winners.length, 1);
    assert.equal(answers.filter(([answer]) => answer?.status === 'version').length, 7);
    assert.equal((await stored(store, draft.id)).order.notes, `writer ${winners[0]}`);
    assert.deepEqual(await store.history(draft.id), { history: [edge(2)], journal: [entry(2)] });
  });

  scenario('writes overlapping batches in any order without a deadlock', async ({ store }) => {
    const orders = await Promise.all(['a', 'b', 'c', 'd'].map((seed) => place(store, { seed })));
    const batches = [orders, orders.toReversed(), [orders[2]!, orders[0]!, orders[3]!, orders[1]!]];
    const answers = await Promise.all(
      batches.map((batch) => store.commit(batch.map((order) => write(next(order), { before: 1 })))),
    );
    for (const order of orders) {
      const statuses = batches.map((batch, n) => answers[n]![batch.indexOf(order)]!.status);
      assert.deepEqual(statuses.toSorted(), ['committed', 'version', 'version']);
    }
  });

  scenario(
    'gives a number to one order: a second one is `failed`, its batch is written',
    async ({ store }) => {
      const first = await place(store, { seed: 'first', number: 'SC-1' });
      const second = sampleDraft({ seed: 'second', number: 'SC-1' });
      const third = await place(store, { seed: 'third' });
      const fourth = sampleDraft({ seed: 'fourth', number: 'SC-4' });
      const answers = await store.commit([
        write(second),
        write(next(third, { number: 'SC-1' }), { before: 1 }),
        write(fourth),
      ]);
      assert.deepEqual(
        answers.map(({ status }) => status),
        ['failed', 'failed', 'committed'],
      );
      assert.deepEqual(await store.load([second.id]), []);
      assert.deepEqual((await stored(store, third.id)).order, third);
      assert.deepEqual((await store.find({ number: 'SC-1' }))?.orderId, first.id);
      assert.deepEqual((await store.find({ number: 'SC-4' }))?.orderId, fourth.id);
    },
  );

  scenario('commits a write without a change as nothing', async ({ store }) => {
    const order = await place(store);
    const before = await everything(store, order.id);
    await commit(store, { orderId: order.id, now, change: null, creation: null, settlement: null });
    assert.deepEqual(await everything(store, order.id), before);
    assert.deepEqual(await store.commit([]), []);
  });

  scenario('commits a large batch', async ({ store }) => {
    const orders = Array.from({ length: 60 }, (_, n) => ({
      ...sampleOrder({ seed: `many-${n}`, number: `SC-${n}` }),
      lines: [sampleLine(`line-${n}`, n + 1)],
    }));
    const answers = await store.commit(orders.map((order) => write(order, { events: [event(order, 1)] })));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set(['committed']));
    const found = await store.load(orders.map(({ id }) => id));
    assert.equal(found.length, 60);
    const byId = new Map(found.map(({ order }) => [order.id, order]));
    for (const order of orders) assert.deepEqual(byId.get(order.id), order);
  });
}
