import { checkUpgrade, type OrderStore } from 'statecart';
import { createMemoryClock, createMemoryStore } from 'statecart/adapters/memory';
import { baseOrder, extendOrder, type Order } from 'statecart/machine';
import { sampleDraft } from 'statecart/testing';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { pickupOrder } from '../../examples/extending/pickup.ts';
import { openPickupShop, sendMugs } from '../../examples/extending/shop.ts';
import { pgliteStore } from '../stores/pglite-store.ts';
import { openShop } from './setup.ts';

const embedded = pgliteStore();
const stores: readonly { readonly name: string; readonly open: () => OrderStore }[] = [
  { name: 'memory', open: () => createMemoryStore() as unknown as OrderStore },
  { name: 'PGlite', open: () => embedded.store() as unknown as OrderStore },
];

/** The extension under another name for its state, and without its command and its deadline: an incompatible change. */
const renamed = extendOrder(baseOrder, {
  name: 'pickup',
  fields: { pickup: z.json().default(null) },
  states: {
    'status.shipped.at_the_counter': {
      about: 'it waits',
      when: ({ extension }) => extension.pickup !== null,
    },
  },
});

describe.each(stores)('before a deploy, $name', ({ open }) => {
  it('is told what the new code would strand, how much of it, and what to do', async () => {
    const store = open();
    const shop = openPickupShop(store, createMemoryClock());
    const id = await sendMugs(shop);
    expect(await checkUpgrade(baseOrder, baseOrder, store)).toEqual({
      ok: true,
      stranded: [],
      report: 'Nothing would be stranded.',
    });
    await shop.orders.send(id, { type: 'pickup.arrived', storeId: 'mitte', shelf: '4' });
    await store.receive(
      {
        handler: 'pickup.collected',
        messageId: 'counter 1',
        bodyHash: 'a'.repeat(64),
        orderRef: id,
        fact: { type: 'pickup.collected' },
        meta: { ...meta, receivedAt: 1 },
      },
      1,
    );

    expect(await checkUpgrade(pickupOrder, pickupOrder, store)).toMatchObject({ ok: true, stranded: [] });
    const { ok, stranded, report } = await checkUpgrade(pickupOrder, renamed, store);
    expect(ok).toBe(false);
    expect(stranded.map(({ fix: _fix, ...row }) => row)).toEqual([
      { kind: 'state', name: 'status.shipped.on_hold_for_pickup', count: 1, byThisDeploy: true },
      { kind: 'deadline', name: 'pickup.expires', count: 1, byThisDeploy: true },
      { kind: 'command', name: 'pickup.announce', count: 1, byThisDeploy: true },
      { kind: 'message', name: 'pickup.collected', count: 1, byThisDeploy: true },
    ]);
    expect(report.split('\n')[0]).toBe(
      '1 order in `status.shipped.on_hold_for_pickup`. Every event of them would be refused. Keep `status.shipped.on_hold_for_pickup` in an extension, with `when: () => false` if it is to go: an order leaves it with its next event. Take it out when none is left.',
    );

    await shop.orders.drain();
    const later = await checkUpgrade(pickupOrder, baseOrder, store);
    expect(later.ok).toBe(true);
  });

  it('is told of orders that no version of the new code goes on with', async () => {
    const store = open();
    const newer = { ...sampleDraft({ seed: 'newer' }), machineVersion: 99 };
    await commit(store, newer);
    const { stranded } = await checkUpgrade(baseOrder, baseOrder, store);
    expect(stranded).toEqual([
      {
        kind: 'machineVersion',
        name: '99',
        count: 1,
        byThisDeploy: false,
        fix: 'They were written by newer code: no worker of the new code would claim them. Deploy a version that knows them.',
      },
    ]);
  });
});

it('An own state that is kept, but in which nobody stands any more, is left with the next event', async () => {
  const store = createMemoryStore();
  const clock = createMemoryClock();
  const shop = openPickupShop(store, clock);
  const id = await sendMugs(shop);
  await shop.orders.send(id, { type: 'pickup.arrived', storeId: 'mitte', shelf: '4' });
  await shop.orders.drain();
  const leaving = extendOrder(baseOrder, {
    name: 'pickup',
    states: { 'status.shipped.on_hold_for_pickup': { about: 'it waited', when: () => false } },
    deadlines: { 'pickup.expires': { due: () => null, reached: () => null } },
  });
  expect((await checkUpgrade(pickupOrder, leaving, store)).ok).toBe(true);
  const at = { id: 'n', occurredAt: 1, receivedAt: clock.now(), actor: null, correlationId: null } as const;
  const stored = (await store.load([id]))[0]?.order as Order;
  const event = leaving.parseEvent({ type: 'hold.place', reason: 'see' }, { ...meta, ...at });
  const { order, history } = leaving.step(stored, event);
  expect(order.axes.status).toBe('shipped');
  expect(order.deadlines).toEqual([]);
  expect(history.map(({ from, to }) => [from, to])).toEqual([['shipped.on_hold_for_pickup', 'shipped']]);
});

it('A command that no extension has any more becomes a dead letter, and is not swallowed', async () => {
  const { orders, store } = openShop();
  const draft = sampleDraft({ seed: 'gone' });
  const gone = { id: 'c-1', type: 'pickup.announce' as never, lane: 'pickup', data: {}, meta, runAt: 0 };
  await commit(store as unknown as OrderStore, draft, [gone]);
  await orders.drain();
  expect(await orders.deadLetters.list({ orderId: draft.id })).toMatchObject([
    { type: 'pickup.announce', error: expect.stringContaining('no extension of the order has the command') },
  ]);
});

it('A store that can not count says so', async () => {
  await expect(checkUpgrade(baseOrder, baseOrder, {})).rejects.toThrow(
    "this store can't count what there is",
  );
});

const meta = {
  id: 'e-1',
  occurredAt: 1,
  receivedAt: 1,
  actor: null,
  correlationId: null,
  causationId: null,
  traceparent: null,
  untried: [],
};

type Commands = NonNullable<Parameters<OrderStore['commit']>[0][number]['change']>['commands'];

async function commit(store: OrderStore, order: Order, commands: Commands = []): Promise<void> {
  const change = { before: 0, order, history: [], journal: [], commands, events: [], withdrawn: [] };
  const write = { orderId: order.id, now: 1, change, creation: null, settlement: null };
  expect(await store.commit([write])).toEqual([{ status: 'committed' }]);
}
