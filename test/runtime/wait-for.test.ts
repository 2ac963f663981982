import { describe, expect, it } from 'vitest';
import { errorOf } from './errors.ts';
import { mugs, openShop, without } from './setup.ts';

describe('waitFor', () => {
  it('gives an order that is there already at once', async () => {
    const { orders, clock } = openShop();
    const order = await orders.create(mugs());
    const timers = clock.pending();
    expect(await orders.waitFor(order.id, (current) => current.axes.status === 'pending')).toEqual(order);
    expect(clock.pending()).toBe(timers);
  });

  it('is woken by a commit of this process, without time passing', async () => {
    const { orders } = openShop();
    const draft = await orders.createDraft(mugs());
    const waiting = orders.waitFor(draft.id, (order) => order.axes.status === 'pending');
    await orders.submit(draft.id);
    expect((await waiting).axes.status).toBe('pending');
  });

  it('is woken through the store by another process', async () => {
    const shop = openShop();
    const waiter = shop.another({ worker: { pollMs: 3_600_000 } });
    const draft = await shop.orders.createDraft(mugs());
    const waiting = waiter.waitFor(draft.id, (order) => order.version === 2);
    await shop.clock.advance(0);
    await shop.orders.touch(draft.id);
    await shop.clock.advance(50);
    expect((await waiting).version).toBe(2);
  });

  it('polls where no wake-up comes', async () => {
    const shop = openShop();
    const waiter = shop.another({ store: without(shop.store, 'listen'), worker: { pollMs: 2_000 } });
    const draft = await shop.orders.createDraft(mugs());
    let looks = 0;
    const waiting = waiter.waitFor(draft.id, (order) => {
      looks += 1;
      return order.version === 2;
    });
    await shop.clock.advance(1_000);
    await shop.orders.touch(draft.id);
    await shop.clock.advance(1_000);
    expect((await waiting).version).toBe(2);
    expect(looks).toBe(2);
  });

  it('gives up after its time, and says where the order stands', async () => {
    const { orders, clock } = openShop();
    const order = await orders.create(mugs());
    const waiting = errorOf(orders.waitFor(order.id, () => false, { timeoutMs: 2_500 }));
    await clock.advance(2_500);
    const error = await waiting;
    expect([error.code, error.retry]).toEqual(['TIMEOUT', 'later']);
    expect(error.message).toContain('stock reserving');
    expect(clock.pending()).toBe(0);
  });

  it('ends with its signal', async () => {
    const { orders, clock } = openShop();
    const order = await orders.create(mugs());
    const controller = new AbortController();
    const waiting = errorOf(orders.waitFor(order.id, () => false, { signal: controller.signal }));
    await clock.advance(100);
    controller.abort();
    expect((await waiting).code).toBe('STOPPED');
    expect(clock.pending()).toBe(0);
  });

  it('passes on what the condition throws, and leaves no listener behind', async () => {
    const shop = openShop();
    let listening = 0;
    const orders = shop.another({
      store: {
        ...shop.store,
        async listen(onWake) {
          listening += 1;
          const end = await shop.store.listen(onWake);
          return async () => {
            listening -= 1;
            await end();
          };
        },
      },
    });
    const order = await orders.create(mugs());
    const failing = orders.waitFor(order.id, () => {
      throw new Error('a bug in the condition');
    });
    await expect(failing).rejects.toThrow('a bug in the condition');
    await shop.clock.advance(0);
    expect(listening).toBe(0);
  });
});
