import assert from 'node:assert/strict';
import { isOrderError } from '../../../errors/index.ts';
import type { Claim, DeadLetter, OrderStore } from '../../../ports/index.ts';
import type { Scenario } from './harness.ts';
import {
  claim,
  claimOne,
  command,
  commit,
  conflicted,
  deadCommand,
  event,
  message,
  next,
  now,
  place,
  settle,
  stored,
  write,
} from './writes.ts';

const notFound = (error: unknown) => isOrderError(error, 'DEAD_LETTER_NOT_FOUND');

async function bury(store: OrderStore, claimed: Claim, letter: DeadLetter): Promise<DeadLetter> {
  await commit(store, settle(claimed, { dead: [letter] }));
  return letter;
}

/** What did not succeed is tried again, or becomes a dead letter that a person can put back. */
export function retryContract(scenario: Scenario): void {
  scenario(
    'tries a command again when asked, with what went wrong and whether it is unknown',
    async ({ store }) => {
      const order = await place(store, {}, (draft) => ({ commands: [command(draft, 1)] }));
      const { id } = command(order, 1);
      const first = await claimOne(store, 'one');
      await commit(
        store,
        settle(first, { later: [{ id, runAt: now + 2_000, error: 'timeout', unknown: true }] }),
      );
      assert.deepEqual(await claim(store, 'two', { now: now + 1_999 }), []);
      const [again] = (await claimOne(store, 'two', { now: now + 2_000 })).commands;
      assert.deepEqual(again, {
        ...first.commands[0]!,
        attempts: 2,
        runAt: now + 2_000,
        unknown: true,
        lastError: 'timeout',
      });
    },
  );

  scenario('does not count the claim of a command that was put back untried', async ({ store }) => {
    const order = await place(store, {}, (draft) => ({ commands: [command(draft, 1)] }));
    const { id } = command(order, 1);
    const putBack = { id, runAt: now, error: 'others first', unknown: false, attempted: false };
    const first = await claimOne(store, 'one');
    await commit(store, settle(first, { later: [putBack] }));
    assert.deepEqual((await stored(store, order.id)).untried, [id]);
    const second = await claimOne(store, 'two', { now: now + 1_000 });
    const [tried] = second.commands;
    assert.equal(tried?.attempts, 1);
    assert.equal(tried.firstTriedAt, now + 1_000);
    await commit(store, settle(second, { later: [{ ...putBack, runAt: now + 1_000, attempted: true }] }));
    const third = await claimOne(store, 'three', { now: now + 2_000 });
    await commit(store, settle(third, { later: [{ ...putBack, runAt: now + 2_000 }] }));
    const [again] = (await claimOne(store, 'four', { now: now + 3_000 })).commands;
    assert.equal(again?.attempts, 2);
    assert.equal(again.firstTriedAt, now + 1_000);
  });

  scenario('moves a dead command out of the outbox into the dead letters', async ({ store }) => {
    await place(store, {}, (draft) => ({ commands: [command(draft, 1)] }));
    const claimed = await claimOne(store, 'worker');
    const letter = await bury(store, claimed, deadCommand(claimed));
    assert.deepEqual(await store.deadLetters({ limit: 10 }), [letter]);
    assert.deepEqual(await claim(store, 'next', { now: now + 1e9 }), []);
  });

  scenario('puts a dead command back as new and unknown, in its lane', async ({ store }) => {
    const order = await place(store, {}, (draft) => ({
      commands: [command(draft, 1, { lane: 'shipment:7' })],
    }));
    const claimed = await claimOne(store, 'worker');
    const letter = await bury(store, claimed, deadCommand(claimed));
    assert.deepEqual(await store.redrive(letter.id, now + 5), letter);
    assert.deepEqual(await store.deadLetters({ limit: 10 }), []);
    const [again] = (await claimOne(store, 'next', { now: now + 5 })).commands;
    assert.ok(again !== undefined);
    assert.deepEqual(
      { ...again, position: 0 },
      {
        ...command(order, 1, { lane: 'shipment:7', runAt: now + 5 }),
        orderId: order.id,
        position: 0,
        attempts: 1,
        firstTriedAt: now + 5,
        unknown: true,
        lastError: null,
      },
    );
  });

  scenario('does not take a command that was put back for one that was never tried', async ({ store }) => {
    const order = await place(store, {}, (draft) => ({ commands: [command(draft, 1)] }));
    const claimed = await claimOne(store, 'worker');
    await store.redrive((await bury(store, claimed, deadCommand(claimed))).id, now);
    assert.deepEqual((await stored(store, order.id)).untried, []);
    assert.deepEqual(
      await store.commit([write(next(order), { before: 1, withdrawn: [command(order, 1).id] })]),
      [conflicted],
    );
  });

  scenario('puts a dead event back in its place', async ({ store }) => {
    const order = await place(store, {}, (draft) => ({ events: [event(draft, 1), event(draft, 2)] }));
    const claimed = await claimOne(store, 'worker');
    const { id, type, data, meta, attempts } = claimed.events[0]!;
    const letter: DeadLetter = {
      id: `event:${id}`,
      kind: 'event',
      orderId: order.id,
      type,
      data,
      meta,
      attempts,
      error: 'too large',
      at: now,
    };
    await bury(store, claimed, letter);
    assert.deepEqual(await store.redrive(letter.id, now), letter);
    assert.deepEqual((await claimOne(store, 'next')).events, [
      { ...event(order, 1), orderId: order.id, attempts: 1, runAt: now },
      { ...event(order, 2), orderId: order.id, attempts: 2, runAt: now },
    ]);
  });

  scenario('puts a dead message back', async ({ store }) => {
    const order = await place(store);
    const sent = message(order.id, 'message-1');
    await store.receive(sent, now);
    const claimed = await claimOne(store, 'worker');
    const { meta, fact, attempts } = claimed.messages[0]!;
    const id = `message:${sent.handler}:${sent.messageId}`;
    const letter: DeadLetter = {
      id,
      kind: 'message',
      orderId: order.id,
      type: 'payment.captured',
      data: fact,
      meta,
      attempts,
      error: 'unknown fact',
      at: now,
    };
    await bury(store, claimed, letter);
    assert.deepEqual(await claim(store, 'next'), []);
    assert.equal(await store.receive(sent, now), 'duplicate');
    assert.deepEqual(await claim(store, 'next'), []);
    assert.deepEqual(await store.redrive(id, now), letter);
    assert.deepEqual((await claimOne(store, 'next')).messages, [{ ...sent, attempts: 1 }]);
  });

  scenario('pages through the dead letters, oldest first', async ({ store }) => {
    const letters: DeadLetter[] = [];
    for (const [n, seed] of ['one', 'two', 'three'].entries()) {
      await place(store, { seed }, (draft) => ({ commands: [command(draft, 1)] }));
      const claimed = await claimOne(store, seed);
      letters.push(await bury(store, claimed, { ...deadCommand(claimed), at: now + n }));
    }
    assert.deepEqual(await store.deadLetters({ limit: 2 }), letters.slice(0, 2));
    assert.deepEqual(await store.deadLetters({ limit: 2, after: letters[1]!.id }), letters.slice(2));
    assert.deepEqual(await store.deadLetters({ limit: 2, orderId: letters[1]!.orderId! }), [letters[1]]);
    assert.deepEqual(await store.deadLetters({ limit: 2, orderId: 'not-a-uuid' }), []);
  });

  scenario('forgets a dead letter, and leaves the others', async ({ store }) => {
    const letters: DeadLetter[] = [];
    for (const seed of ['one', 'two']) {
      await place(store, { seed }, (draft) => ({ commands: [command(draft, 1)] }));
      const claimed = await claimOne(store, seed);
      letters.push(await bury(store, claimed, deadCommand(claimed)));
    }
    await store.discard(letters[0]!.id);
    assert.deepEqual(await store.deadLetters({ limit: 10 }), [letters[1]]);
    await assert.rejects(store.redrive(letters[0]!.id, now), notFound);
    assert.deepEqual(await claim(store, 'next'), []);
  });

  scenario('rejects to redrive or discard what is not there', async ({ store }) => {
    await assert.rejects(store.redrive('command:nothing', now), notFound);
    await assert.rejects(store.discard('message:nobody:nothing'), notFound);
  });
}
