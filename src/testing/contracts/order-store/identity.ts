import assert from 'node:assert/strict';
import type { Order } from '../../../machine/index.ts';
import { sampleDraft, sampleId, sampleLine, sampleOrder } from '../../sample-orders.ts';
import type { Scenario } from './harness.ts';
import { commit, event, next, place, stored, write } from './writes.ts';

/** An order comes back as it was committed. */
export function identityContract(scenario: Scenario): void {
  scenario('gives back an order with something of every kind as it was committed', async ({ store }) => {
    const order = sampleOrder({ seed: 'rich', number: 'SC-2026-000042' });
    await commit(store, write(order));
    assert.deepEqual(await stored(store, order.id), { order, untried: [] });
  });

  scenario('gives back a draft in which all that may be null is', async ({ store }) => {
    const order = sampleDraft();
    await commit(store, write(order));
    assert.deepEqual(await stored(store, order.id), { order, untried: [] });
  });

  scenario('gives back a guest, and a registered customer without an email', async ({ store }) => {
    const guest: Order = {
      ...sampleDraft({ seed: 'guest' }),
      customer: { kind: 'guest', email: 'a@b.example' },
    };
    const known: Order = {
      ...sampleDraft({ seed: 'known' }),
      customer: { kind: 'registered', customerId: 'customer-1', email: null },
    };
    await store.commit([write(guest), write(known)]);
    assert.deepEqual((await stored(store, guest.id)).order, guest);
    assert.deepEqual((await stored(store, known.id)).order, known);
  });

  scenario('gives back an order from which everything was taken away again', async ({ store }) => {
    const rich = sampleOrder();
    await commit(store, write(rich));
    const bare: Order = { ...sampleDraft(), version: rich.version + 1 };
    await commit(store, write(bare, { before: rich.version }));
    assert.deepEqual((await stored(store, rich.id)).order, bare);
  });

  scenario('gives back an order to which everything was added', async ({ store }) => {
    const draft = await place(store);
    const rich = sampleOrder({ number: 'SC-1' });
    await commit(store, write(rich, { before: draft.version }));
    assert.deepEqual((await stored(store, draft.id)).order, rich);
  });

  scenario('keeps the order of every list, however it was shuffled', async ({ store }) => {
    const rich = sampleOrder();
    await commit(store, write(rich));
    const shuffled = next(rich, {
      lines: [sampleLine('line-3'), rich.lines[2]!, rich.lines[0]!],
      payments: rich.payments
        .map((payment) => ({ ...payment, transactions: payment.transactions.toReversed() }))
        .toReversed(),
      refunds: rich.refunds.toReversed(),
      reservations: rich.reservations.toReversed(),
      fulfillments: rich.fulfillments.toReversed(),
      shipments: rich.shipments.toReversed(),
      returns: rich.returns.toReversed(),
      holds: rich.holds.toReversed(),
      totals: { ...rich.totals },
    });
    await commit(store, write(shuffled, { before: rich.version }));
    assert.deepEqual((await stored(store, rich.id)).order, shuffled);
  });

  scenario('changes one entry of a ledger and leaves its neighbours', async ({ store }) => {
    const rich = sampleOrder();
    const bystander = await place(store, { seed: 'bystander' });
    await commit(store, write(rich));
    const changed = next(rich, {
      shipments: rich.shipments.map((shipment, index) =>
        index === 1 ? { ...shipment, stage: 'dispatched', left: true, trackingNumber: 'T-9' } : shipment,
      ),
    });
    await commit(store, write(changed, { before: rich.version }));
    assert.deepEqual((await stored(store, rich.id)).order, changed);
    assert.deepEqual((await stored(store, bystander.id)).order, bystander);
  });

  scenario('keeps amounts up to the largest safe integer exactly', async ({ store }) => {
    const largest = Number.MAX_SAFE_INTEGER;
    const draft = sampleDraft();
    const order: Order = {
      ...draft,
      lines: [{ ...sampleLine('line-1'), unitPriceMinor: largest, totalMinor: largest }],
      totals: { ...draft.totals, subtotalMinor: largest, totalMinor: largest },
    };
    await commit(store, write(order));
    assert.deepEqual((await stored(store, order.id)).order, order);
  });

  scenario('keeps moments from 1970 to the year 9999 to the millisecond', async ({ store }) => {
    const draft = sampleDraft();
    const order: Order = {
      ...draft,
      timestamps: {
        ...draft.timestamps,
        createdAt: 0,
        placedAt: 1,
        expiresAt: 253_402_300_799_999,
        confirmedAt: 1_768_478_400_123,
      },
    };
    await commit(store, write(order));
    assert.deepEqual((await stored(store, order.id)).order, order);
  });

  scenario(
    'keeps what an extended machine adds: states, fields, metadata of any shape',
    async ({ store }) => {
      const draft = sampleDraft();
      const order = {
        ...draft,
        axes: { ...draft.axes, status: 'processing.assembling', review: 'held.second_level' },
        extension: { 'a.b': [[], {}, [null, [1e21, -0.5, 1e-7]]], ключ: '“quoted” \\ \n \u2028 🎁' },
        metadata: { __proto: 'safe', null: null, '': '' },
      } as unknown as Order;
      await commit(store, write(order));
      assert.deepEqual((await stored(store, order.id)).order, order);
    },
  );

  scenario('loads the orders that exist, and says nothing of the others', async ({ store }) => {
    const first = await place(store, { seed: 'first' });
    const second = await place(store, { seed: 'second' });
    await place(store, { seed: 'third' });
    const found = await store.load([second.id, sampleId('nobody'), 'not-a-uuid', first.id]);
    assert.deepEqual(new Set(found.map(({ order }) => order.id)), new Set([first.id, second.id]));
    assert.deepEqual(await store.load([]), []);
  });

  scenario('does not change what it was given', async ({ store }) => {
    const order = sampleOrder();
    const one = write(order, { events: [event(order, 1)] });
    const before = structuredClone(one);
    await commit(store, one);
    assert.deepEqual(one, before);
  });
}
