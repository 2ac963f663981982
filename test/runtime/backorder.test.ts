import { OrderError, type Terms } from 'statecart';
import { defaultTerms } from 'statecart/machine';
import { brokenInvariants } from 'statecart/testing';
import { describe, expect, it } from 'vitest';
import { mugs, openShop, type Shop, type ShopOptions } from './setup.ts';

const day = 86_400_000;

/** A shop with two mugs, whose terms the test chooses. */
function shopWith(terms: Partial<Terms>, world: ShopOptions['world'] = {}): Shop {
  return openShop({
    options: { terms: { ...defaultTerms, ...terms } },
    world: { stock: [{ warehouseId: 'berlin', sku: 'MUG', onHand: 2 }], ...world },
  });
}

/** All that is due is done, and what the outside reports is taken. */
async function settle(shop: Shop): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    await shop.orders.drain();
    await shop.clock.advance(1_000);
  }
}

/** Whose money was ever asked for. */
const chargedTo = (shop: Shop) =>
  new Set(Object.values(shop.world.payments.book().calls).map(({ request }) => request.orderId));

describe('two buyers of the last units, where goods may wait', () => {
  it('are one that gets them and one that waits, and gets the next that come in', async () => {
    const shop = shopWith({ backorder: 'allow' });
    const one = await shop.orders.create(mugs());
    const other = await shop.orders.create(mugs());
    await settle(shop);
    const [first, second] = await Promise.all([shop.orders.get(one.id), shop.orders.get(other.id)]);
    expect(first.axes).toMatchObject({ status: 'confirmed', stock: 'reserved' });
    expect(second.axes).toMatchObject({ status: 'confirmed', stock: 'backordered', payment: 'captured' });
    expect(shop.world.warehouse.level('berlin', 'MUG')).toMatchObject({ onHand: 2, reserved: 2 });

    await shop.world.warehouse.restock({ warehouseId: 'berlin', sku: 'MUG', quantity: 1 });
    await settle(shop);
    expect((await shop.orders.get(other.id)).lines[0]?.counts).toMatchObject({ reserved: 1, backordered: 1 });
    await shop.world.warehouse.restock({ warehouseId: 'berlin', sku: 'MUG', quantity: 5 });
    await settle(shop);
    const served = await shop.orders.get(other.id);
    expect(served.axes.stock).toBe('reserved');
    expect(brokenInvariants(served)).toEqual([]);
    expect(shop.world.warehouse.level('berlin', 'MUG')).toMatchObject({ onHand: 8, reserved: 4 });
    expect(shop.world.warehouse.book().waiting).toEqual({});
    expect(await shop.orders.get(one.id)).toEqual(first);
  });

  it('are one that gets them and one that is never charged, where goods may not wait', async () => {
    const shop = shopWith({ backorder: 'never' });
    const elsewhere = shop.another();
    const both = await Promise.all([shop.orders.create(mugs()), elsewhere.create(mugs())]);
    await Promise.all([shop.orders.drain(), elsewhere.drain()]);
    const after = await Promise.all(both.map(({ id }) => shop.orders.get(id)));
    expect(after.map(({ axes }) => axes.status).toSorted()).toEqual(['confirmed', 'failed']);
    expect(chargedTo(shop)).toEqual(
      new Set(after.filter(({ axes }) => axes.status === 'confirmed').map(({ id }) => id)),
    );
  });

  it('get all their money back when they have waited in vain', async () => {
    const shop = shopWith({ backorder: 'allow', backorderTtlMs: 2 * day });
    await shop.orders.create(mugs());
    const other = await shop.orders.create(mugs());
    await settle(shop);
    await shop.clock.advance(2 * day);
    await settle(shop);
    const after = await shop.orders.get(other.id);
    expect(after.axes).toMatchObject({ status: 'refunded', payment: 'refunded' });
    expect(after.cancellation?.reason).toBe('out_of_stock');
    expect(shop.world.warehouse.level('berlin', 'MUG')).toMatchObject({ onHand: 2, reserved: 2 });
  });
});

describe('an order that waits', () => {
  it('gets what another gives back, and those who waited longer are told first', async () => {
    const shop = shopWith({ backorder: 'allow' });
    const one = await shop.orders.create(mugs());
    const [second, third] = [await shop.orders.create(mugs()), await shop.orders.create(mugs())];
    await settle(shop);
    await shop.orders.cancel(one.id, { reason: 'changed_mind' });
    await settle(shop);
    expect((await shop.orders.get(second.id)).axes.stock).toBe('reserved');
    expect((await shop.orders.get(third.id)).axes.stock).toBe('backordered');
    await shop.world.warehouse.restock({ warehouseId: 'berlin', sku: 'MUG', quantity: 2 });
    await settle(shop);
    expect((await shop.orders.get(third.id)).axes.stock).toBe('reserved');
  });

  it('is told to the customer, with what waits and until when', async () => {
    const shop = shopWith({ backorder: 'allow' });
    await shop.orders.create(mugs({ lines: [{ ...mugs().lines[0]!, quantity: 3 }] }));
    await settle(shop);
    const told = shop.world.notifications
      .book()
      .sent.find(({ template }) => template === 'order_backordered');
    expect(told?.data).toMatchObject({
      shortfalls: [
        { state: 'waiting', until: expect.any(Number), lines: [{ sku: 'MUG', name: 'Mug', quantity: 1 }] },
      ],
    });
    expect(shop.published.map(({ type }) => type)).toContain('order.backordered');
  });
});

describe('a unit that a picker does not find', () => {
  const product = { productId: 'p-cup', sku: 'CUP', name: 'Cup', currency: 'EUR', unitPriceMinor: 1_000 };

  it('is a shortfall, and its money comes back', async () => {
    const shop = shopWith({ onShortfall: 'refund' });
    const { id } = await shop.orders.create(mugs());
    await settle(shop);
    const reservationId = (await shop.orders.get(id)).reservations[0]!.id;
    await shop.world.warehouse.lose({ reservationId, quantity: 1 });
    await settle(shop);
    const after = await shop.orders.get(id);
    expect(after.lines[0]?.counts).toMatchObject({ reserved: 1, cancelled: 1 });
    expect(after.axes.payment).toBe('partially_refunded');
    expect(shop.world.warehouse.level('berlin', 'MUG')).toMatchObject({ onHand: 1, reserved: 1 });
  });

  it('is replaced by what the catalog sells, from a warehouse that has it', async () => {
    const mug = { productId: 'p-mug', sku: 'MUG', name: 'Mug', currency: 'EUR', unitPriceMinor: 1_250 };
    const stock = ['MUG', 'CUP'].map((sku) => ({ warehouseId: 'berlin', sku, onHand: 2 }));
    const shop = openShop({ world: { stock, products: [mug, product] } });
    const orders = shop.another({
      terms: { ...defaultTerms, onShortfall: 'ask' },
      ports: shop.world.ports,
    });
    const { id } = await orders.create(mugs());
    await orders.drain();
    const reservationId = (await orders.get(id)).reservations[0]!.id;
    await shop.world.warehouse.lose({ reservationId, quantity: 1 });
    await shop.clock.advance(1_000);
    await orders.drain();
    const shortfallId = (await orders.get(id)).shortfalls[0]!.id;
    const cup = { id: 'cup', productId: 'p-cup', sku: 'CUP', name: 'Cup', quantity: 1, unitPriceMinor: 900 };
    const instead = { type: 'shortfall.substitute', shortfallId } as const;
    const wrong = await orders.send(id, { ...instead, lines: [cup] }).catch((error: unknown) => error);
    expect((wrong as OrderError).code).toBe('PRICE_CHANGED');
    await orders.send(id, { ...instead, lines: [{ ...cup, unitPriceMinor: 1_000 }] });
    await orders.drain();
    const after = await orders.get(id);
    expect(after.lines.map(({ sku, counts }) => [sku, counts.reserved, counts.cancelled])).toEqual([
      ['MUG', 1, 1],
      ['CUP', 1, 0],
    ]);
    expect(after.lines[1]?.allocations).toEqual([{ warehouseId: 'berlin', quantity: 1 }]);
    const { refundedMinor } = Object.values(shop.world.payments.book().accounts)[0]!;
    expect(refundedMinor).toBe(250);
  });
});

describe('a pre-order', () => {
  it('takes its date from the catalog, is paid, and is reserved on the day', async () => {
    const shop = shopWith({});
    const releaseAt = shop.clock.now() + 30 * day;
    const mug = { productId: 'p-mug', sku: 'MUG', name: 'Mug', currency: 'EUR', unitPriceMinor: 1_250 };
    const dated = openShop({ world: { products: [{ ...mug, releaseAt }] } });
    const orders = dated.another({ ports: dated.world.ports });
    const { id } = await orders.create(mugs());
    await orders.drain();
    const waiting = await orders.get(id);
    expect(waiting.lines[0]).toMatchObject({ releaseAt, released: false });
    expect(waiting.axes).toMatchObject({ status: 'confirmed', stock: 'preordered' });
    expect(dated.world.warehouse.book().reservations).toEqual({});
    await dated.clock.advance(releaseAt - dated.clock.now());
    await orders.drain();
    expect((await orders.get(id)).axes).toMatchObject({ stock: 'reserved' });
  });
});
