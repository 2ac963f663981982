import assert from 'node:assert/strict';
import type { Order } from '../../../machine/index.ts';
import type { OrderStore, StoreUpkeep } from '../../../ports/index.ts';
import type { Scenario } from './harness.ts';
import {
  claimOne,
  command,
  commit,
  edge,
  entry,
  everything,
  message,
  next,
  now,
  place,
  placeOld,
  settle,
  write,
} from './writes.ts';

const later = now + 1_000;
const limit = 10;

/** What of a store can be forgotten: what is old and at rest, and nothing else. */
export function upkeepContract(scenario: Scenario): void {
  scenario('deletes drafts that ended and rest, and no others', async ({ store }) => {
    const open = await place(store, { seed: 'open' });
    const placed = await placeOld(store, 'placed', now);
    const busy = await endedDraft(store, 'busy', (order) => ({ commands: [command(order, 1)] }));
    const young = await endedDraft(store, 'young', undefined, later);
    const one = await endedDraft(store, 'one');
    const two = await endedDraft(store, 'two');
    const kept = [open, placed, busy, young];
    const before = await Promise.all(kept.map(({ id }) => everything(store, id)));
    const first = await upkeepOf(store).dropDrafts({ before: later, limit: 1 });
    const rest = await upkeepOf(store).dropDrafts({ before: later, limit });
    assert.deepEqual([...first, ...rest].sort(), [one.id, two.id].sort());
    assert.equal(first.length, 1);
    assert.deepEqual(await upkeepOf(store).dropDrafts({ before: later, limit }), []);
    assert.deepEqual(await store.load([one.id, two.id]), []);
    assert.deepEqual(await store.history(one.id), { history: [], journal: [] });
    assert.deepEqual(await Promise.all(kept.map(({ id }) => everything(store, id))), before);
  });

  scenario('gives each row to one of two that tidy up at the same time', async ({ store }) => {
    const drafts = [];
    for (let n = 0; n < 6; n += 1) drafts.push(await endedDraft(store, `draft ${n}`));
    const taken = await Promise.all(
      [1, 2, 3].map(() => upkeepOf(store).dropDrafts({ before: later, limit })),
    );
    const rest = await upkeepOf(store).dropDrafts({ before: later, limit });
    assert.deepEqual([...taken.flat(), ...rest].sort(), drafts.map(({ id }) => id).sort());
  });

  scenario('forgets messages that were applied, and none that wait', async ({ store }) => {
    const order = await place(store);
    await store.receive(message(order.id, 'applied'), now);
    const claimed = await claimOne(store, 'worker');
    await commit(store, settle(claimed, { handled: [{ handler: 'payments', messageId: 'applied' }] }));
    await store.receive(message(order.id, 'waiting'), now);
    const upkeep = upkeepOf(store);
    assert.equal(await upkeep.dropMessages({ before: now, limit }), 0);
    assert.equal(await store.receive(message(order.id, 'applied'), now), 'duplicate');
    assert.equal(await upkeep.dropMessages({ before: later, limit }), 1);
    assert.equal(await upkeep.dropMessages({ before: later, limit }), 0);
    assert.equal(await store.receive(message(order.id, 'waiting'), now), 'duplicate');
    assert.equal(await store.receive(message(order.id, 'applied'), now), 'stored');
  });

  scenario(
    'buries messages whose order has not come; put back, they wait for it again',
    async ({ store }) => {
      const [parked] = [message('SC-1', 'parked')];
      await store.receive(parked, now);
      await store.receive(message('SC-2', 'young'), later);
      const upkeep = upkeepOf(store);
      const ids = await upkeep.buryParked({ before: later, limit, now: later });
      assert.deepEqual(ids, ['message:payments:parked']);
      assert.deepEqual(await upkeep.buryParked({ before: later, limit, now: later }), []);
      const [letter] = await store.deadLetters({ limit });
      const { fact: data, meta } = parked;
      const told = {
        kind: 'message',
        orderId: null,
        type: 'payment.captured',
        data,
        meta,
        attempts: 0,
        at: later,
      };
      assert.deepEqual({ ...letter, error: '' }, { id: ids[0], ...told, error: '' });
      const order = await place(store, { number: 'SC-1' });
      await store.redrive('message:payments:parked', later);
      const claimed = await claimOne(store, 'worker', { now: later });
      assert.equal(claimed.order.id, order.id);
      assert.deepEqual(
        claimed.messages.map(({ messageId }) => messageId),
        ['parked'],
      );
    },
  );

  scenario('deletes refused requests, and leaves what was applied', async ({ store }) => {
    const refused = (n: number, receivedAt: number) => {
      const plain = entry(1, { outcome: 'refused', type: `order.request_${n}`, changes: [] });
      return { ...plain, meta: { ...plain.meta, receivedAt } };
    };
    const order = await place(store, {}, () => ({ journal: [entry(1)] }));
    const entries = [refused(1, now), refused(2, later), refused(3, now)];
    await store.recordRefusals(entries.map((one) => ({ orderId: order.id, entry: one })));
    let dropped = 0;
    for (let after: string | null = '0'; after !== null; ) {
      const part = await upkeepOf(store).dropRefusals({ before: later, limit: 1, after });
      dropped += part.dropped;
      after = part.next;
    }
    assert.equal(dropped, 2);
    assert.deepEqual((await store.history(order.id)).journal, [entry(1), entries[1]]);
  });

  scenario('hands out old journals, and deletes them as far as they were read', async ({ store }) => {
    const young = await placeOld(store, 'young', later);
    const draft = await place(store, { seed: 'draft' }, () => ({ history: [edge(1)], journal: [entry(1)] }));
    const order = await placeOld(store, 'old', now);
    const upkeep = upkeepOf(store);
    const read = await allOld(upkeep);
    assert.deepEqual(
      read.map(({ orderId, history, journal }) => ({ orderId, history, journal })),
      [{ orderId: order.id, history: [edge(1)], journal: [entry(1)] }],
    );
    const second = edge(2);
    await commit(store, write(next(order), { before: 1, history: [second], journal: [entry(2)] }));
    assert.equal(await upkeep.dropJournals(read), 2);
    assert.equal(await upkeep.dropJournals(read), 0);
    assert.deepEqual(await store.history(order.id), { history: [second], journal: [entry(2)] });
    for (const { id } of [young, draft]) assert.equal((await store.history(id)).journal.length, 1);
  });
}

function upkeepOf({ upkeep }: OrderStore): StoreUpkeep {
  assert.ok(upkeep !== undefined, 'the store has no upkeep');
  return upkeep;
}

async function allOld(upkeep: StoreUpkeep) {
  const found = [];
  let after: string | null = null;
  do {
    const part: Awaited<ReturnType<StoreUpkeep['oldJournals']>> = await upkeep.oldJournals({
      before: later,
      limit: 1,
      ...(after === null ? {} : { after }),
    });
    found.push(...part.journals);
    after = part.next;
  } while (after !== null);
  return found;
}

async function endedDraft(
  store: OrderStore,
  seed: string,
  also?: (order: Order) => Parameters<typeof write>[1],
  at = now,
): Promise<Order> {
  const draft = await place(store, { seed });
  const order: Order = {
    ...next(draft),
    axes: { ...draft.axes, status: 'cancelled' },
    deadlines: [],
    timestamps: { ...draft.timestamps, updatedAt: at },
  };
  await commit(store, write(order, { before: 1, history: [edge(2)], ...also?.(order) }));
  return order;
}
