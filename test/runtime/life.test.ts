import type { Order } from 'statecart';
import { describe, expect, it } from 'vitest';
import { errorOf } from './errors.ts';
import { mugs, openShop, type Shop, type ShopOptions } from './setup.ts';

const day = 86_400_000;

/** Lets days pass in a world in which pickers and carrier do their work. */
async function live(shop: Shop, days = 2): Promise<void> {
  await shop.orders.start();
  await shop.clock.advance(days * day);
  await shop.orders.stop();
}

const open = (more: ShopOptions = {}): Shop =>
  openShop({ options: { worker: { pollMs: 600_000 } }, world: { autopilot: true }, ...more });

/** What provider and order say of the money must be the same. */
function expectSameBooks(shop: Shop, order: Order): void {
  const provider = Object.values(shop.world.payments.book().accounts);
  const captured = order.payments
    .flatMap((payment) => payment.transactions)
    .filter((entry) => entry.kind === 'capture' && entry.state === 'succeeded')
    .reduce((total, entry) => total + entry.amountMinor, 0);
  expect(provider.reduce((total, account) => total + account.capturedMinor, 0)).toBe(captured);
}

describe('an order', () => {
  it('goes from draft to delivered, and everybody hears of it in order', async () => {
    const shop = open();
    const draft = await shop.orders.createDraft(mugs());
    const placed = await shop.orders.submit(draft.id, { actor: 'ada' });
    await live(shop);
    const order = await shop.orders.get(placed.id);
    expect(order.axes).toEqual({
      status: 'delivered',
      payment: 'captured',
      stock: 'confirmed',
      fulfillment: 'delivered',
      returns: 'none',
      review: 'not_required',
    });
    expectSameBooks(shop, order);
    const { history } = await shop.orders.history(order.id);
    expect(history.map((record) => record.to)).toEqual([
      'draft',
      'pending',
      'confirmed',
      'processing',
      'shipped',
      'delivered',
    ]);
    const changes = shop.published.filter((event) => event.type === 'order.status_changed');
    expect(changes.map((event) => event.data?.newStatus)).toEqual([
      'pending',
      'confirmed',
      'processing',
      'shipped',
      'delivered',
    ]);
    expect(shop.world.notifications.book().sent.map((sent) => sent.template)).toEqual([
      'order_placed',
      'order_confirmed',
      'order_processing',
      'order_shipped',
      'order_delivered',
    ]);
    expect(
      (await shop.orders.payments(order.id)).flatMap((payment) =>
        payment.transactions.map((entry) => entry.kind),
      ),
    ).toEqual(['authorization', 'capture']);
  });

  it('is stopped at the warehouse before its money goes back', async () => {
    const shop = open({ world: { autopilot: false } });
    const placed = await shop.orders.create(mugs());
    await shop.orders.drain();
    expect((await shop.orders.get(placed.id)).axes.fulfillment).toBe('requested');
    const asked = await shop.orders.cancel(placed.id, { reason: 'changed_mind' });
    expect(asked.axes).toMatchObject({ status: 'confirmed', fulfillment: 'cancelling', payment: 'captured' });
    await shop.orders.drain();
    const order = await shop.orders.get(placed.id);
    expect(order.axes).toMatchObject({ fulfillment: 'cancelled', payment: 'refunded', stock: 'released' });
  });

  it('lives through the loss of every first answer, and nothing happens twice', async () => {
    const lost = { do: 'lose_answer', times: 1, per: 'key' } as const;
    const rules = { rules: [lost] };
    const shop = open({
      world: {
        autopilot: true,
        payments: rules,
        warehouse: rules,
        fulfillment: rules,
        shipping: rules,
        notifications: rules,
        checkout: rules,
      },
    });
    // The warehouses' first answer is lost as well: nothing is written, and the caller comes back.
    expect((await errorOf(shop.orders.create(mugs()))).code).toBe('PORT_FAILED');
    const placed = await shop.orders.create(mugs());
    await live(shop, 3);
    const order = await shop.orders.get(placed.id);
    expect(order.axes).toMatchObject({ status: 'delivered', payment: 'captured', stock: 'confirmed' });
    expectSameBooks(shop, order);
    expect(await shop.orders.deadLetters.list()).toEqual([]);
  });
});
