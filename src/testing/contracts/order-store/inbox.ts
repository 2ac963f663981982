import assert from 'node:assert/strict';
import { sampleDraft } from '../../sample-orders.ts';
import type { Scenario } from './harness.ts';
import { claim, claimOne, commit, message, next, now, place, settle, write } from './writes.ts';

/** A message from outside is kept once, and waits for its order if need be. */
export function inboxContract(scenario: Scenario): void {
  scenario(
    'keeps a message once: the same again is a duplicate, another body a conflict',
    async ({ store }) => {
      const order = await place(store);
      const sent = message(order.id, 'message-1');
      assert.equal(await store.receive(sent, now), 'stored');
      assert.equal(
        await store.receive({ ...sent, meta: { ...sent.meta, receivedAt: now + 9 } }, now + 9),
        'duplicate',
      );
      assert.equal(await store.receive({ ...sent, bodyHash: 'b'.repeat(64) }, now), 'conflict');
      assert.deepEqual((await claimOne(store, 'worker')).messages, [{ ...sent, attempts: 1 }]);
    },
  );

  scenario('keeps messages of different handlers apart', async ({ store }) => {
    const order = await place(store);
    assert.equal(await store.receive(message(order.id, 'message-1'), now), 'stored');
    assert.equal(
      await store.receive(
        message(order.id, 'message-1', { handler: 'carrier', bodyHash: 'b'.repeat(64) }),
        now,
      ),
      'stored',
    );
    const claimed = await claimOne(store, 'worker');
    assert.deepEqual(
      claimed.messages.map(({ handler }) => handler),
      ['payments', 'carrier'],
    );
  });

  scenario('makes one message of many concurrent deliveries', async ({ store }) => {
    const order = await place(store);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => store.receive(message(order.id, 'message-1'), now)),
    );
    assert.deepEqual(answers.toSorted(), [...Array<string>(7).fill('duplicate'), 'stored']);
    assert.equal((await claimOne(store, 'worker')).messages.length, 1);
  });

  scenario('finds the order of a message by its number too', async ({ store }) => {
    await place(store, { seed: 'bystander', number: 'SC-1' });
    const order = await place(store, { number: 'SC-2' });
    await store.receive(message('SC-2', 'message-1'), now);
    assert.equal((await claimOne(store, 'worker')).order.id, order.id);
  });

  scenario('gives messages as they came, and forgets those that were applied', async ({ store }) => {
    const order = await place(store);
    for (const n of [3, 1, 2]) await store.receive(message(order.id, `message-${n}`), now + n);
    const claimed = await claimOne(store, 'one', { now: now + 10 });
    assert.deepEqual(
      claimed.messages.map(({ messageId }) => messageId),
      ['message-3', 'message-1', 'message-2'],
    );
    const handled = claimed.messages.slice(0, 2).map(({ handler, messageId }) => ({ handler, messageId }));
    await commit(store, settle(claimed, { handled }));
    const second = await claimOne(store, 'two', { now: now + 10 });
    assert.deepEqual(
      second.messages.map(({ messageId, attempts }) => [messageId, attempts]),
      [['message-2', 2]],
    );
  });

  scenario('knows a message after it was applied', async ({ store }) => {
    const order = await place(store);
    await store.receive(message(order.id, 'message-1'), now);
    const claimed = await claimOne(store, 'one');
    await commit(store, settle(claimed, { handled: [{ handler: 'payments', messageId: 'message-1' }] }));
    assert.equal(await store.receive(message(order.id, 'message-1'), now), 'duplicate');
    assert.equal(
      await store.receive(message(order.id, 'message-1', { bodyHash: 'b'.repeat(64) }), now),
      'conflict',
    );
    assert.deepEqual(await claim(store, 'two'), []);
  });

  scenario('parks a message whose order is not there, and gives it once the order is', async ({ store }) => {
    const order = sampleDraft();
    const sent = message(order.id, 'message-1');
    assert.equal(await store.receive(sent, now), 'stored');
    assert.equal(await store.receive(sent, now), 'duplicate');
    assert.deepEqual(await claim(store, 'one'), []);
    assert.equal(await store.nextDue(now), null);
    await place(store, { seed: 'bystander' });
    assert.deepEqual(await claim(store, 'two'), []);
    await commit(store, write(order));
    assert.deepEqual((await claimOne(store, 'three')).messages, [{ ...sent, attempts: 1 }]);
  });

  scenario('gives a message parked under a number once an order gets it', async ({ store }) => {
    const order = await place(store);
    await store.receive(message('SC-7', 'message-1'), now);
    assert.deepEqual(await claim(store, 'one'), []);
    await commit(store, write(next(order, { number: 'SC-7' }), { before: 1 }));
    const claimed = await claimOne(store, 'two');
    assert.deepEqual([claimed.order.id, claimed.messages.length], [order.id, 1]);
  });

  scenario('loses no message that comes while its order is created', async ({ store }) => {
    const drafts = Array.from({ length: 10 }, (_, n) => sampleDraft({ seed: `racing-${n}` }));
    await Promise.all(
      drafts.flatMap((draft) => [
        store.receive(message(draft.id, `message-${draft.id}`), now),
        commit(store, write(draft)),
      ]),
    );
    const claims = await claim(store, 'worker', { limit: 100 });
    assert.deepEqual(
      claims.flatMap(({ messages }) => messages.map(({ orderRef }) => orderRef)).toSorted(),
      drafts.map(({ id }) => id).toSorted(),
    );
  });
}
