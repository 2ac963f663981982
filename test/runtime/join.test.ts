import { describe, expect, it } from 'vitest';
import { errorOf } from './errors.ts';
import { download, mugs, openShop, without } from './setup.ts';

describe('join', () => {
  it('writes with the caller’s transaction: nobody sees it before, everybody after', async () => {
    const { orders, store } = openShop();
    const transaction = store.begin();
    const joined = orders.join(transaction);
    const order = await joined.create(download(), { idempotencyKey: 'cart-7' });
    expect((await joined.get(order.id)).number).toBe(order.number);
    expect((await errorOf(orders.get(order.id))).code).toBe('ORDER_NOT_FOUND');
    await transaction.commit();
    expect(await orders.get(order.id)).toEqual(order);
    expect((await orders.getByNumber(order.number!)).id).toBe(order.id);
    await orders.drain();
    expect((await orders.get(order.id)).axes.payment).toBe('captured');
  });

  it('leaves nothing behind when the transaction is rolled back', async () => {
    const { orders, store } = openShop();
    const draft = await orders.createDraft(mugs());
    const transaction = store.begin();
    const joined = orders.join(transaction);
    await joined.create(download(), { idempotencyKey: 'cart-7' });
    await joined.send(draft.id, { type: 'draft.touch' });
    expect((await joined.get(draft.id)).version).toBe(2);
    await transaction.rollback();
    expect((await orders.get(draft.id)).version).toBe(1);
    expect(await orders.list()).toHaveLength(1);
    // The key is free: nothing was created under it.
    expect((await orders.create(mugs(), { idempotencyKey: 'cart-7' })).axes.status).toBe('pending');
  });

  it('takes an event once that came before under the same id, within the transaction and without', async () => {
    const { orders, store } = openShop();
    const draft = await orders.createDraft(mugs());
    const transaction = store.begin();
    const joined = orders.join(transaction);
    const touch = () => joined.trySend(draft.id, { type: 'draft.touch' }, { eventId: 'touch-1' });
    expect(await touch()).toMatchObject({ ok: true, outcome: 'applied' });
    expect(await touch()).toMatchObject({ ok: true, outcome: 'duplicate' });
    await transaction.commit();
    await orders.touch(draft.id, { eventId: 'touch-1' });
    expect((await orders.get(draft.id)).version).toBe(2);
  });

  it('makes others wait for the transaction rather than lose anything', async () => {
    const { orders, store } = openShop();
    const draft = await orders.createDraft(mugs());
    const transaction = store.begin();
    await orders.join(transaction).send(draft.id, { type: 'draft.edit', notes: 'from the transaction' });
    const outside = orders.send(draft.id, { type: 'draft.edit', metadata: { from: 'outside' } });
    await transaction.commit();
    const after = await outside;
    expect(after).toMatchObject({ version: 3, notes: 'from the transaction', metadata: { from: 'outside' } });
  });

  it('takes what was prepared outside, so that no port is asked within', async () => {
    const shop = openShop();
    const asked: string[] = [];
    const { payments: payment, fulfillment, shipping, warehouse } = shop.world;
    const orders = shop.another({
      ports: {
        payment,
        fulfillment,
        shipping,
        warehouse: {
          ...warehouse,
          available: (...given) => (asked.push('available'), warehouse.available(...given)),
        },
      },
    });
    const prepared = await orders.prepare(mugs());
    expect(asked).toEqual(['available']);
    const transaction = shop.store.begin();
    const order = await orders.join(transaction).create(prepared, { idempotencyKey: 'cart-7' });
    await transaction.commit();
    expect(asked).toEqual(['available']);
    expect(order.lines[0]?.allocations).toEqual([{ warehouseId: 'berlin', quantity: 2 }]);
    expect((await orders.create(mugs(), { idempotencyKey: 'cart-7' })).id).toBe(order.id);
  });

  it('refuses by the same rules, and journals the refusal whatever becomes of the transaction', async () => {
    const { orders, store, clock } = openShop();
    const draft = await orders.createDraft({ currency: 'EUR', lines: mugs().lines });
    const transaction = store.begin();
    const result = await orders.join(transaction).trySend(draft.id, { type: 'review.approve' });
    expect(result.ok).toBe(false);
    await transaction.rollback();
    await clock.advance(0);
    const { journal } = await orders.history(draft.id);
    expect(journal.at(-1)).toMatchObject({ type: 'review.approve', outcome: 'refused' });
  });

  it('finds what was created under the key before', async () => {
    const { orders, store } = openShop();
    const first = await orders.create(download(), { idempotencyKey: 'cart-7' });
    const transaction = store.begin();
    const joined = orders.join(transaction);
    expect((await joined.create(download(), { idempotencyKey: 'cart-7' })).id).toBe(first.id);
    expect((await errorOf(joined.create(mugs(), { idempotencyKey: 'cart-7' }))).code).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
    await transaction.rollback();
  });

  it('lets the worker know, once the transaction has had time to end', async () => {
    const { orders, store, clock } = openShop({ options: { worker: { pollMs: 3_600_000 } } });
    await orders.start();
    const transaction = store.begin();
    const order = await orders.join(transaction).create(download());
    await transaction.commit();
    await clock.advance(60);
    expect((await orders.get(order.id)).axes.payment).toBe('captured');
    await orders.stop();
  });

  it('is refused by a store that can not do it', async () => {
    const shop = openShop();
    const orders = shop.another({ store: without(shop.store, 'join') });
    expect(() => orders.join(shop.store.begin())).toThrow(/can't join a transaction/);
  });
});
