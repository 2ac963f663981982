import assert from 'node:assert/strict';
import { sampleId, sampleTime } from '../../sample-orders.ts';
import type { Scenario } from './harness.ts';
import { commit, edge, entry, everything, next, place, stored, write } from './writes.ts';

/** Journals are written with the order, kept, and read apart from it. */
export function journalContract(scenario: Scenario): void {
  scenario('keeps history and journal of every commit, oldest first', async ({ store }) => {
    const bystander = await place(store, { seed: 'bystander' }, () => ({
      history: [edge(1)],
      journal: [entry(1)],
    }));
    const order = await place(store, {}, () => ({ history: [edge(1)], journal: [entry(1)] }));
    const anomaly = entry(3, {
      outcome: 'anomaly',
      anomaly: { code: 'over_captured', message: 'more than authorized' },
    });
    const third = { ...order, version: 3 };
    await commit(
      store,
      write(third, { before: 1, history: [edge(2), edge(3), edge(3, 1)], journal: [entry(2), anomaly] }),
    );
    assert.deepEqual(await store.history(order.id), {
      history: [edge(1), edge(2), edge(3), edge(3, 1)],
      journal: [entry(1), entry(2), anomaly],
    });
    assert.deepEqual(await store.history(bystander.id), { history: [edge(1)], journal: [entry(1)] });
  });

  scenario('adds refusals to the journal and leaves the order as it is', async ({ store }) => {
    const order = await place(store, {}, () => ({ journal: [entry(1)] }));
    const refused = (n: number) =>
      entry(1, {
        outcome: 'refused',
        type: `order.request_${n}`,
        data: { code: 'not_allowed' },
        changes: [],
      });
    await store.recordRefusals([
      { orderId: order.id, entry: refused(1) },
      { orderId: order.id, entry: refused(2) },
    ]);
    await store.recordRefusals([]);
    await commit(store, write(next(order), { before: 1, journal: [entry(2)] }));
    assert.deepEqual((await store.history(order.id)).journal, [entry(1), refused(1), refused(2), entry(2)]);
    assert.equal((await stored(store, order.id)).order.version, 2);
  });

  scenario('knows under which id an event came, unless it was refused', async ({ store }) => {
    const named = (version: number, id: string, more: Parameters<typeof entry>[1] = {}) => {
      const plain = entry(version, more);
      return { ...plain, meta: { ...plain.meta, id } };
    };
    const anomaly = { code: 'late_failure', message: 'it had succeeded' };
    const order = await place(store, {}, () => ({ journal: [named(1, 'made', { type: 'order.create' })] }));
    const bystander = await place(store, { seed: 'bystander' });
    const entries = [
      named(2, 'cancel-1', { type: 'order.cancel' }),
      named(2, 'odd', { type: 'payment.failed', outcome: 'anomaly', anomaly }),
    ];
    await commit(store, write(next(order), { before: 1, journal: entries }));
    const refused = named(2, 'refused', { type: 'order.cancel', outcome: 'refused', changes: [] });
    await store.recordRefusals([{ orderId: order.id, entry: refused }]);
    assert.equal(await store.appliedAs(order.id, 'made'), 'order.create');
    assert.equal(await store.appliedAs(order.id, 'cancel-1'), 'order.cancel');
    assert.equal(await store.appliedAs(order.id, 'odd'), 'payment.failed');
    for (const id of ['refused', 'never', "'; drop table orders --"])
      assert.equal(await store.appliedAs(order.id, id), null);
    assert.equal(await store.appliedAs(bystander.id, 'cancel-1'), null);
    assert.equal(await store.appliedAs('not-a-uuid', 'cancel-1'), null);
  });

  scenario('has no history of an order that does not exist', async ({ store }) => {
    assert.deepEqual(await store.history(sampleId('nobody')), { history: [], journal: [] });
    assert.deepEqual(await store.history('not-a-uuid'), { history: [], journal: [] });
  });

  scenario('lists orders by status, oldest first, page by page', async ({ store }) => {
    const ids: string[] = [];
    for (const n of [0, 1, 2, 3, 4]) {
      const { id } = await place(store, { seed: `listed-${n}`, at: sampleTime + n, notes: 'x' });
      ids.push(id);
    }
    const order = (await stored(store, ids[2]!)).order;
    await commit(store, write(next(order, { axes: { ...order.axes, status: 'pending' } }), { before: 1 }));
    const drafts = ids.filter((id) => id !== order.id);
    assert.deepEqual(await store.list({ limit: 10 }), ids);
    assert.deepEqual(await store.list({ status: 'draft', limit: 10 }), drafts);
    assert.deepEqual(await store.list({ status: 'draft', limit: 2 }), drafts.slice(0, 2));
    assert.deepEqual(await store.list({ status: 'draft', limit: 2, after: drafts[1]! }), drafts.slice(2));
    assert.deepEqual(await store.list({ status: 'pending', limit: 2 }), [order.id]);
    assert.deepEqual(await store.list({ status: 'failed', limit: 2 }), []);

    const axes = { ...order.axes, status: 'pending.callback' } as unknown as typeof order.axes;
    await commit(store, write({ ...next(order, { axes }), version: 3 }, { before: 2 }));
    const own = { status: 'pending.callback' as 'pending', limit: 2 };
    assert.deepEqual(await store.list(own), [order.id], 'of an extension');
    assert.deepEqual(await store.list({ status: 'pending', limit: 2 }), [order.id], 'within its status');
    assert.deepEqual(await store.list({ status: 'pend' as 'pending', limit: 2 }), [], 'by whole names');
  });

  scenario('is ready', async ({ store }) => {
    await store.check();
    assert.deepEqual(await everything(store, sampleId('nobody')), {
      stored: [],
      history: { history: [], journal: [] },
      deadLetters: [],
    });
  });
}
