import { describe, expect, it, vi } from 'vitest';
import * as machine from '../../src/machine/index.ts';
import { download, openShop, type Shop } from './setup.ts';

/** Orders whose events of some types make the machine throw. */
const poison = vi.hoisted(() => ({ types: new Set<string>() }));

vi.mock('../../src/machine/index.ts', async (original) => {
  const real = await original<typeof machine>();
  const step = (order: machine.Order, event: machine.OrderEvent) => {
    if (poison.types.has(event.type)) throw new Error(`a bug at ${event.type}`);
    return real.step(order, event);
  };
  return { ...real, step, baseOrder: { ...real.baseOrder, step } };
});

function open(): Shop {
  poison.types.clear();
  return openShop({
    options: {
      terms: { paymentOnSubmit: 'later' },
      worker: { maxAttempts: 3, backoff: { baseMs: 100, maxMs: 1_000 } },
    },
  });
}

/** An order that is paid in a hosted checkout, with nothing left to do but to hear of the money. */
async function awaiting(shop: Shop) {
  const order = await shop.orders.create(download({ payments: [] }));
  await shop.orders.drain();
  return order;
}

const paid = (orderId: string) => ({
  specversion: '1.0' as const,
  id: 'm-1',
  source: 'provider',
  type: 'payment.captured',
  subject: orderId,
  data: { amountMinor: 900, reference: 'ch-1' },
});

describe('an event that the machine can not take', () => {
  it('gets attempts and then becomes a dead letter, while other orders go on', async () => {
    const shop = open();
    const poisoned = await awaiting(shop);
    poison.types.add('payment.captured');
    await shop.orders.receive(paid(poisoned.id));
    const other = await shop.orders.create(
      download({ payments: [{ method: 'card', token: 'tok_decline' }] }),
    );
    await shop.orders.start();
    await shop.clock.advance(3_000);
    await shop.orders.stop();
    expect((await shop.orders.get(other.id)).axes.payment).toBe('failed');
    expect(await shop.orders.deadLetters.list()).toMatchObject([
      {
        kind: 'message',
        orderId: poisoned.id,
        type: 'payment.captured',
        attempts: 3,
        error: 'a bug at payment.captured',
      },
    ]);
  });

  it('rests between its attempts', async () => {
    const shop = open();
    const order = await awaiting(shop);
    poison.types.add('payment.captured');
    let claims = 0;
    const counting = shop.another({
      store: {
        ...shop.store,
        async claim(request) {
          const claimed = await shop.store.claim(request);
          claims += claimed.length;
          return claimed;
        },
      },
    });
    await counting.receive(paid(order.id));
    for (let look = 0; look < 20; look += 1) await counting.drain();
    expect(claims).toBe(1);
  });

  it('is applied by a redrive once the bug is mended', async () => {
    const shop = open();
    const order = await awaiting(shop);
    poison.types.add('payment.captured');
    await shop.orders.start();
    await shop.orders.receive(paid(order.id));
    await shop.clock.advance(4_000);
    poison.types.clear();
    const [letter] = await shop.orders.deadLetters.list();
    await shop.orders.deadLetters.redrive(letter!.id);
    await shop.clock.advance(10);
    await shop.orders.stop();
    expect((await shop.orders.get(order.id)).axes.payment).toBe('captured');
    expect(await shop.orders.deadLetters.list()).toEqual([]);
  });

  it('leaves the command whose outcome it is to be looked up again, so that nothing happens twice', async () => {
    const shop = open();
    poison.types.add('payment.authorized');
    const order = await shop.orders.create(download());
    await shop.orders.start();
    await shop.clock.advance(0);
    poison.types.clear();
    await shop.clock.advance(10_000);
    await shop.orders.stop();
    expect((await shop.orders.get(order.id)).axes.payment).toBe('captured');
    expect(Object.values(shop.world.payments.book().calls).map((call) => [call.method, call.calls])).toEqual([
      ['authorize', 1],
      ['capture', 1],
    ]);
  });

  it('does not take along what came with it', async () => {
    const shop = open();
    const order = await awaiting(shop);
    poison.types.add('shipment.lost');
    await shop.store.receive(
      {
        handler: 'shipment.lost',
        messageId: 'm-0',
        bodyHash: 'x',
        orderRef: order.id,
        fact: { type: 'shipment.lost', shipmentId: 's-1' },
        meta: { ...(await shop.orders.history(order.id)).journal[0]!.meta, id: 'm-0' },
      },
      shop.clock.now(),
    );
    await shop.orders.receive(paid(order.id));
    expect((await shop.orders.get(order.id)).axes.payment).toBe('captured');
  });

  it('that is a deadline is tried again from time to time, and blocks nothing else', async () => {
    const shop = open();
    const order = await shop.orders.createDraft(download());
    poison.types.add('deadline.reached');
    await shop.orders.start();
    await shop.clock.advance(31 * 60_000);
    expect((await shop.orders.get(order.id)).axes.status).toBe('draft');
    expect((await shop.orders.create(download())).axes.status).toBe('pending');
    poison.types.clear();
    await shop.clock.advance(60_000);
    await shop.orders.stop();
    expect((await shop.orders.get(order.id)).axes.status).toBe('cancelled');
  });
});

describe('an order with an event that the machine can not take', () => {
  it('still tells its customer and publishes its events, and does not turn in circles', async () => {
    const shop = open();
    const order = await shop.orders.create(download({ payments: [] }));
    poison.types.add('payment.captured').add('deadline.reached');
    let claims = 0;
    const counting = shop.another({
      worker: { maxAttempts: 100 },
      store: {
        ...shop.store,
        async claim(request) {
          const claimed = await shop.store.claim(request);
          claims += claimed.length;
          return claimed;
        },
      },
    });
    await counting.receive(paid(order.id));
    await counting.drain();
    expect(claims).toBeLessThan(4);
    expect(shop.world.notifications.book().sent.map((sent) => sent.template)).toEqual(['order_placed']);
    expect(shop.published.map((event) => event.type)).toContain('order.placed');
    await shop.clock.advance(25 * 3_600_000);
    claims = 0;
    for (let look = 0; look < 20; look += 1) await counting.drain();
    expect(claims).toBe(1);
  });
});

describe('an order that the store does not take', () => {
  it('is left to its lease, and its command to the dead letters when its attempts are used up', async () => {
    const shop = open();
    const order = await shop.orders.create(download());
    let refusals = 0;
    const orders = shop.another({
      store: {
        ...shop.store,
        async commit(writes) {
          if (writes.every((write) => write.change === null)) return shop.store.commit(writes);
          refusals += 1;
          return writes.map(() => ({ status: 'failed' as const, error: new Error('violates a check') }));
        },
      },
    });
    await orders.start();
    await shop.clock.advance(200_000);
    await orders.stop();
    expect(refusals).toBe(3);
    const letters = await orders.deadLetters.list({ orderId: order.id });
    expect(letters.map((letter) => [letter.type, letter.attempts])).toContainEqual(['payment.authorize', 3]);
    expect(Object.values(shop.world.payments.book().calls).map((call) => call.calls)).toEqual([1]);
  });
});
