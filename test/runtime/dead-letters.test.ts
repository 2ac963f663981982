import { describe, expect, it } from 'vitest';
import { errorOf } from './errors.ts';
import { download, openShop, type Shop } from './setup.ts';

/** A shop whose gateway for messages is broken, with a dead letter for each order. */
async function withLetters(count: number): Promise<Shop> {
  const shop = openShop({ options: { worker: { maxAttempts: 1 }, terms: { paymentOnSubmit: 'later' } } });
  shop.world.notifications.script.always('fail_before');
  for (let index = 0; index < count; index += 1) {
    await shop.orders.create(download({ payments: [] }));
    await shop.orders.drain();
  }
  return shop;
}

describe('dead letters', () => {
  it('are listed oldest first, by pages, of all orders or of one', async () => {
    const { orders } = await withLetters(3);
    const all = await orders.deadLetters.list();
    expect(all.map((letter) => letter.type)).toEqual([
      'notification.send',
      'notification.send',
      'notification.send',
    ]);
    const [first, second, third] = all;
    expect(await orders.deadLetters.list({ limit: 2 })).toEqual([first, second]);
    expect(await orders.deadLetters.list({ limit: 2, after: second!.id })).toEqual([third]);
    expect(await orders.deadLetters.list({ orderId: second!.orderId! })).toEqual([second]);
    expect((await errorOf(orders.deadLetters.list({ limit: 0 }))).code).toBe('LIMIT_EXCEEDED');
  });

  it('are inspected one by one, wherever they stand in the list', async () => {
    const { orders } = await withLetters(2);
    const [, second] = await orders.deadLetters.list();
    expect(await orders.deadLetters.inspect(second!.id)).toEqual(second);
    expect(second).toMatchObject({
      kind: 'command',
      attempts: 1,
      error: expect.stringContaining('notifications'),
      data: { template: 'order_placed' },
    });
    expect((await errorOf(orders.deadLetters.inspect('command:none'))).code).toBe('DEAD_LETTER_NOT_FOUND');
  });

  it('are tried again by a redrive, and the others stay', async () => {
    const { orders, world } = await withLetters(2);
    world.notifications.script.clear();
    const [first, second] = await orders.deadLetters.list();
    await orders.deadLetters.redrive(first!.id);
    await orders.drain();
    expect(world.notifications.book().sent).toMatchObject([
      { orderId: first!.orderId, template: 'order_placed' },
    ]);
    expect(await orders.deadLetters.list()).toEqual([second]);
    expect((await errorOf(orders.deadLetters.redrive(first!.id))).code).toBe('DEAD_LETTER_NOT_FOUND');
  });

  it('are forgotten when they are discarded', async () => {
    const { orders, world } = await withLetters(1);
    world.notifications.script.clear();
    const [letter] = await orders.deadLetters.list();
    await orders.deadLetters.discard(letter!.id);
    await orders.drain();
    expect(world.notifications.book().sent).toEqual([]);
    expect(await orders.deadLetters.list()).toEqual([]);
    expect((await errorOf(orders.deadLetters.discard(letter!.id))).code).toBe('DEAD_LETTER_NOT_FOUND');
  });
});
