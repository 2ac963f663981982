import assert from 'node:assert/strict';
import { sampleDraft } from '../../sample-orders.ts';
import type { Scenario } from './harness.ts';
import { commit, committed, place, write } from './writes.ts';

const hash = 'c'.repeat(64);
const other = 'd'.repeat(64);

/** A creation key gives one order, however often and however concurrently it is used. */
export function creationContract(scenario: Scenario): void {
  scenario(
    'answers `duplicate` with the order and the hash of the first use of a creation key',
    async ({ store }) => {
      const first = sampleDraft({ seed: 'first' });
      const second = sampleDraft({ seed: 'second' });
      await commit(store, write(first, { creation: { key: 'key', hash } }));
      assert.deepEqual(await store.commit([write(second, { creation: { key: 'key', hash: other } })]), [
        { status: 'duplicate', orderId: first.id, hash },
      ]);
      assert.deepEqual(await store.load([second.id]), []);
    },
  );

  scenario('answers `duplicate` to the very same creation again', async ({ store }) => {
    const order = sampleDraft();
    await commit(store, write(order, { creation: { key: 'key', hash } }));
    assert.deepEqual(await store.commit([write(order, { creation: { key: 'key', hash } })]), [
      { status: 'duplicate', orderId: order.id, hash },
    ]);
  });

  scenario('makes one order of many concurrent creations under one key', async ({ store }) => {
    const drafts = Array.from({ length: 8 }, (_, n) => sampleDraft({ seed: `draft-${n}` }));
    const answers = (
      await Promise.all(
        drafts.map((draft) => store.commit([write(draft, { creation: { key: 'key', hash } })])),
      )
    ).flat();
    const winner = drafts[answers.findIndex(({ status }) => status === 'committed')];
    assert.ok(winner !== undefined);
    assert.equal((await store.load(drafts.map(({ id }) => id))).length, 1);
    for (const answer of answers.filter(({ status }) => status !== 'committed')) {
      assert.deepEqual(answer, { status: 'duplicate', orderId: winner.id, hash });
    }
  });

  scenario(
    'makes one order of two creations under one key in a batch, and writes the others',
    async ({ store }) => {
      const [one, two, three] = ['one', 'two', 'three'].map((seed) => sampleDraft({ seed }));
      const answers = await store.commit([
        write(one!, { creation: { key: 'same', hash } }),
        write(two!, { creation: { key: 'same', hash } }),
        write(three!, { creation: { key: 'own', hash } }),
      ]);
      const winner = answers[0]!.status === 'committed' ? one! : two!;
      const loser = { status: 'duplicate', orderId: winner.id, hash };
      assert.deepEqual(
        answers,
        winner === one ? [committed, loser, committed] : [loser, committed, committed],
      );
    },
  );

  scenario('finds an order by its creation key with the hash, and by its number', async ({ store }) => {
    await place(store, { seed: 'bystander', number: 'SC-1' });
    const order = sampleDraft({ seed: 'kept', number: 'SC-2' });
    await commit(store, write(order, { creation: { key: 'key', hash } }));
    assert.deepEqual(await store.find({ creationKey: 'key' }), { orderId: order.id, hash });
    assert.equal((await store.find({ number: 'SC-2' }))?.orderId, order.id);
    assert.equal(await store.find({ creationKey: 'SC-2' }), null);
    assert.equal(await store.find({ number: 'key' }), null);
  });

  scenario('gives rising numbers, no two alike', async ({ store }) => {
    const first = await store.nextNumber();
    const numbers = await Promise.all(Array.from({ length: 10 }, () => store.nextNumber()));
    assert.equal(new Set(numbers).size, 10);
    assert.ok(Number.isSafeInteger(first) && numbers.every((number) => number > first));
  });
}
