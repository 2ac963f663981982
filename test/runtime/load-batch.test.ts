import { describe, expect, it } from 'vitest';
import { LoadBatch } from '../../src/runtime/load-batch.ts';
import { mugs, openShop } from './setup.ts';

describe('a batch of loads', () => {
  it('asks once for all who come while a query runs, and gives each their own order', async () => {
    const { orders, store } = openShop();
    const [one, two] = [await orders.create(mugs()), await orders.create(mugs())];
    const asked: (readonly string[])[] = [];
    const batch = new LoadBatch({
      load: async (ids) => {
        asked.push(ids);
        return store.load(ids);
      },
    });
    const wanted = [one.id, two.id, one.id, 'nobody', two.id];
    const loaded = await Promise.all(wanted.map((id) => batch.load([id])));
    expect(loaded.map((stored) => stored[0]?.order.id)).toEqual([one.id, two.id, one.id, undefined, two.id]);
    expect(asked).toEqual([[one.id], [two.id, one.id, 'nobody']]);
  });

  it('tells all who shared it when a query fails, and goes on with the next', async () => {
    let down = true;
    const batch = new LoadBatch({
      async load() {
        if (down) throw new Error('no database');
        return [];
      },
    });
    const failing = await Promise.allSettled([batch.load(['a']), batch.load(['b'])]);
    expect(failing.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
    down = false;
    expect(await batch.load(['a'])).toEqual([]);
  });
});

describe('those who wait for one order', () => {
  it('do not look again when another order of this process moves on', async () => {
    const shop = openShop();
    let loads = 0;
    const orders = shop.another({
      store: {
        ...shop.store,
        load: async (ids) => {
          loads += 1;
          return shop.store.load(ids);
        },
      },
    });
    const [one, other] = [await orders.createDraft(mugs()), await orders.createDraft(mugs())];
    const waiting = orders.waitFor(one.id, (order) => order.version === 2);
    await shop.clock.advance(0);
    loads = 0;
    await orders.touch(other.id);
    // The one load is that of the touch itself.
    expect(loads).toBe(1);
    await orders.touch(one.id);
    expect((await waiting).version).toBe(2);
  });
});
