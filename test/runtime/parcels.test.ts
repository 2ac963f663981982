import type { FulfillmentPort, ShippingPort, Terms } from 'statecart';
import { defaultTerms } from 'statecart/machine';
import { brokenInvariants } from 'statecart/testing';
import { describe, expect, it } from 'vitest';
import { mugs, openShop, type Shop, type ShopOptions, without } from './setup.ts';

const shopWith = (terms: Partial<Terms> = {}, more: ShopOptions = {}) =>
  openShop({
    ...more,
    options: { terms: { ...defaultTerms, ...terms }, ...more.options },
    world: { stock: [{ warehouseId: 'berlin', sku: 'MUG', onHand: 10 }], autopilot: true, ...more.world },
  });

/** All that is due is done, and what the outside reports is taken. */
async function settle(shop: Shop, rounds = 12): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await shop.orders.drain();
    await shop.clock.advance(1_000);
  }
  await shop.orders.drain();
}

const level = (shop: Shop) => shop.world.warehouse.level('berlin', 'MUG');
const money = (shop: Shop) => {
  const { capturedMinor, refundedMinor } = Object.values(shop.world.payments.book().accounts)[0]!;
  return [capturedMinor, refundedMinor];
};
const until = async (shop: Shop, id: string, stage: string) => {
  for (let round = 0; round < 20; round += 1) {
    await settle(shop, 1);
    const order = await shop.orders.get(id);
    if (order.shipments.some((shipment) => shipment.stage === stage)) return order;
  }
  throw new Error(`no parcel is ${stage}`);
};

describe('a carrier in whose hands a parcel', () => {
  it('is lost sends its goods again if the terms say so; the books of all agree', async () => {
    const shop = shopWith({ onLostParcel: 'reship' });
    shop.world.shipping.script.next('lose_parcel');
    const { id } = await shop.orders.create(mugs());
    await settle(shop, 24);
    const order = await shop.orders.get(id);
    expect(order.axes).toMatchObject({ status: 'delivered', payment: 'captured', stock: 'confirmed' });
    expect(order.shipments.map(({ stage, settlement }) => [stage, settlement])).toEqual([
      ['lost', 'replaced'],
      ['delivered', null],
    ]);
    expect(level(shop)).toMatchObject({ onHand: 10 - 2 - 2, reserved: 0 });
    expect(money(shop)).toEqual([2_500, 0]);
    expect(brokenInvariants(order)).toEqual([]);
  });

  it('turns up after its money was given back is reported to people, and counted once', async () => {
    const shop = shopWith();
    shop.world.shipping.script.next('turn_up');
    const { id } = await shop.orders.create(mugs());
    await settle(shop, 20);
    const order = await shop.orders.get(id);
    expect(order.axes.status).toBe('refunded');
    expect(order.lines[0]?.counts).toMatchObject({ delivered: 0, writtenOff: 2 });
    expect(money(shop)).toEqual([2_500, 2_500]);
    const { journal } = await shop.orders.history(id);
    expect(
      journal.filter(({ outcome }) => outcome === 'anomaly').map(({ anomaly }) => anomaly?.code),
    ).toEqual(['parcel_contradiction']);
  });

  it('comes back has its goods booked in again, and its money given back, by a person', async () => {
    const shop = shopWith();
    shop.world.shipping.script.next('come_back');
    const { id } = await shop.orders.create(mugs());
    await settle(shop, 20);
    const waiting = await shop.orders.get(id);
    expect(waiting.axes).toMatchObject({ fulfillment: 'exception', payment: 'captured' });
    expect(level(shop)).toMatchObject({ onHand: 10 });
    const shipmentId = waiting.shipments[0]!.id;
    await shop.orders.resolveShipment(id, { shipmentId, resolution: 'refund' }, { actor: 'user-7' });
    await settle(shop, 4);
    const order = await shop.orders.get(id);
    expect(order.axes).toMatchObject({ status: 'refunded', stock: 'returned' });
    expect(order.shipments[0]?.exceptions).toMatchObject([{ resolution: 'refund', by: 'user-7' }]);
    expect(money(shop)).toEqual([2_500, 2_500]);
    await expect(shop.orders.resolveShipment(id, { shipmentId, resolution: 'wait' })).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
  });

  it('is damaged asks a person', async () => {
    const shop = shopWith();
    shop.world.shipping.script.next('damage_parcel');
    const { id } = await shop.orders.create(mugs());
    const order = await until(shop, id, 'exception');
    expect(order.shipments[0]).toMatchObject({ exception: 'damaged', exceptions: [{ kind: 'damaged' }] });
  });

  it('goes silent is looked at after the time of the terms', async () => {
    const shop = shopWith({ parcelSilentMs: 60_000 });
    const { id } = await shop.orders.create(mugs());
    await until(shop, id, 'in_transit');
    shop.world.stop();
    await shop.clock.advance(60_000);
    await shop.orders.drain();
    const order = await shop.orders.get(id);
    expect(order.axes.fulfillment).toBe('exception');
    expect(order.shipments[0]?.exceptions).toMatchObject([{ kind: 'silent', resolvedAt: null }]);
  });
});

describe('scans that come as messages', () => {
  const message = (n: number, id: string, data: object) => ({
    specversion: '1.0' as const,
    id: `scan-message-${n}`,
    source: 'carrier',
    type: 'tracking.updated',
    subject: id,
    time: '2026-03-02T10:00:00Z',
    data: data as never,
  });
  const created = async (options: ShopOptions['options'] = {}) => {
    const shop = shopWith({}, { options, world: { shipping: { pace: { dispatchMs: 1e9 } } } });
    const bystander = await shop.orders.create(mugs());
    const { id } = await shop.orders.create(mugs());
    const order = await until(shop, id, 'created');
    return { shop, id, bystander: bystander.id, trackingNumber: order.shipments[0]!.trackingNumber! };
  };

  it("in EasyPost's words move the parcel that has the tracking number, and stand in its journal once", async () => {
    const { shop, id, bystander, trackingNumber } = await created();
    const before = await shop.orders.get(bystander);
    const words = { vocabulary: 'easypost', trackingNumber };
    const out = { ...words, id: 'b', status: 'out_for_delivery', detail: 'out_for_delivery', at: 2_000 };
    await shop.orders.receive(message(1, id, out));
    await shop.orders.receive(
      message(2, id, { ...words, id: 'a', status: 'in_transit', at: 1_000, location: { city: 'Köln' } }),
    );
    await shop.orders.receive(message(3, id, { ...words, id: 'c', status: 'on the moon', at: 3_000 }));
    await shop.orders.receive(message(4, id, out));
    expect(await shop.orders.receive(message(1, id, out))).toMatchObject({ status: 'duplicate' });
    await shop.orders.drain();
    const order = await shop.orders.get(id);
    expect(order.shipments[0]?.stage).toBe('out_for_delivery');
    const shipmentId = order.shipments[0]?.id;
    expect(await shop.orders.tracking(id)).toMatchObject([
      { id: 'a', shipmentId, status: 'in_transit', occurredAt: 1_000, location: { city: 'Köln' } },
      { id: 'b', shipmentId, status: 'out_for_delivery', carrierDetail: 'out_for_delivery' },
      { id: 'c', shipmentId, status: 'unknown', carrierStatus: 'on the moon', vocabulary: 'easypost' },
    ]);
    expect(await shop.orders.get(bystander)).toEqual(before);
    expect(await shop.orders.tracking(bystander)).toEqual([]);
  });

  it("in the words of the shop's own carrier, and in words that nobody knows", async () => {
    const vocabularies = [{ name: 'bikes', statuses: { HERE: { status: 'delivered' as const } } }];
    const { shop, id, trackingNumber } = await created({ vocabularies });
    await shop.orders.receive(message(1, id, { vocabulary: 'klingon', trackingNumber, status: 'Qapla' }));
    await shop.orders.receive(message(2, id, { vocabulary: 'bikes', trackingNumber, status: 'here' }));
    await shop.orders.drain();
    expect((await shop.orders.get(id)).axes.status).toBe('delivered');
    expect((await shop.orders.tracking(id)).map(({ vocabulary, status }) => [vocabulary, status])).toEqual([
      ['klingon', 'unknown'],
      ['bikes', 'delivered'],
    ]);
  });

  it('have to name a parcel', async () => {
    const { shop, id } = await created();
    await expect(shop.orders.receive(message(1, id, { status: 'delivered' }))).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
      problems: [{ path: 'shipmentId' }],
    });
  });

  it('may be confirmations of delivery by tracking number, as the outside calls them', async () => {
    const { shop, id, trackingNumber } = await created();
    await shop.orders.receive({ ...message(1, id, { trackingNumber }), type: 'delivery.confirmed' });
    await shop.orders.drain();
    expect((await shop.orders.get(id)).axes.status).toBe('delivered');
  });
});

describe('news of a warehouse, as the outside calls them', () => {
  const news =
    (status: string, n = 1) =>
    async (shop: Shop, id: string) => {
      const fulfillmentId = (await shop.orders.get(id)).fulfillments[0]!.id;
      const receipt = await shop.orders.receive({
        specversion: '1.0',
        id: `news-${n}-${status}`,
        source: 'wms',
        type: 'fulfillment.status_changed',
        subject: id,
        data: { fulfillmentId, status, ...(status === 'cancelled' ? { reason: 'fire' } : {}) },
      });
      await shop.orders.drain();
      return { receipt: receipt.status, order: await shop.orders.get(id) };
    };

  it.each([
    ['pending', 'ignored', 'confirmed'],
    ['planning', 'stored', 'processing'],
    ['picking', 'stored', 'processing'],
    ['packing', 'stored', 'processing'],
    ['shipped', 'stored', 'shipped'],
    ['completed', 'stored', 'delivered'],
  ])('%s: the message is %s, the order %s; once more changes nothing', async (status, receipt, expected) => {
    const shop = shopWith({}, { world: { autopilot: false } });
    const { id } = await shop.orders.create(mugs());
    await shop.orders.drain();
    const first = await news(status)(shop, id);
    expect([first.receipt, first.order.axes.status]).toEqual([receipt, expected]);
    const again = await news(status, 2)(shop, id);
    expect(again.order.version).toBe(first.order.version);
  });

  it('cancelled: nothing has left, so the order is cancelled, with the reason that was given', async () => {
    const shop = shopWith({}, { world: { autopilot: false } });
    const { id } = await shop.orders.create(mugs());
    await shop.orders.drain();
    const { order } = await news('cancelled')(shop, id);
    expect(order.cancellation).toMatchObject({ state: 'effective', note: 'fire' });
  });
});

describe('asking', () => {
  it('the carrier where parcels are brings what it did not report, each scan once', async () => {
    const shop = shopWith();
    shop.world.shipping.script.always('silent');
    const { id } = await shop.orders.create(mugs());
    await settle(shop);
    expect((await shop.orders.get(id)).shipments[0]?.stage).toBe('created');
    const order = await shop.orders.refreshTracking(id, { actor: 'cron' });
    expect(order.axes.status).toBe('delivered');
    const scans = await shop.orders.tracking(id);
    expect(scans.map(({ status }) => status)).toEqual([
      'pre_transit',
      'dispatched',
      'in_transit',
      'delivered',
    ]);
    expect(order.shipments[0]).toMatchObject({ deliveredAt: scans[3]?.occurredAt });
    expect((await shop.orders.refreshTracking(id)).version).toBe(order.version);
    const both = shopWith();
    both.world.shipping.script.always('silent');
    const other = await both.orders.create(mugs());
    await settle(both);
    await Promise.all([both.orders.refreshTracking(other.id), both.another().refreshTracking(other.id)]);
    expect(await both.orders.tracking(other.id)).toHaveLength(4);
  });

  it('the warehouse how far it is brings what it did not report', async () => {
    const shop = shopWith();
    shop.world.fulfillment.script.always('silent');
    const { id } = await shop.orders.create(mugs());
    await settle(shop);
    expect((await shop.orders.get(id)).axes.status).toBe('confirmed');
    const order = await shop.orders.refreshFulfillment(id);
    expect(order.axes.status).toBe('processing');
    expect(order.fulfillments[0]?.stage).toBe('packing');
    expect((await shop.orders.refreshFulfillment(id)).version).toBe(order.version);
  });

  it('what it costs to send a cart, or a draft; the choice goes to the carrier', async () => {
    const shop = shopWith();
    const input = mugs({ shipping: { amountMinor: 490 } });
    const rates = await shop.orders.shippingRates(input);
    expect(rates).toMatchObject([
      { carrier: 'memory-post', service: 'standard', amountMinor: 490, currency: 'EUR' },
      { service: 'express', amountMinor: 990 },
    ]);
    const draft = await shop.orders.createDraft(input);
    expect(await shop.orders.shippingRates(draft.id)).toHaveLength(2);
    const { id: rateId, carrier, service } = rates[1]!;
    await shop.orders.editDraft(draft.id, {
      shippingMethod: { carrier, service: service ?? null, rateId },
      shipping: { amountMinor: 990 },
    });
    await shop.orders.submit(draft.id);
    await settle(shop);
    const order = await shop.orders.get(draft.id);
    expect(order.totals).toMatchObject({ shippingMinor: 990 });
    expect(order.shipments[0]).toMatchObject({ carrier: 'memory-post', service: 'express' });
    expect(shop.world.notifications.book().sent.at(-1)?.data).toMatchObject({
      shipments: [{ service: 'express', trackingUrl: expect.stringMatching(/^https:/) }],
    });
  });

  it('is refused where the port can not say: these methods of ports are optional', async () => {
    const shop = shopWith();
    const { shipping, fulfillment, payments: payment, warehouse } = shop.world;
    const plain = shop.another({
      ports: {
        payment,
        warehouse,
        shipping: without(shipping, 'rates', 'track') as ShippingPort,
        fulfillment: without(fulfillment, 'get') as FulfillmentPort,
      },
    });
    const { id } = await plain.create(mugs());
    for (const asking of [
      () => plain.shippingRates(id),
      () => plain.refreshTracking(id),
      () => plain.refreshFulfillment(id),
    ])
      await expect(asking()).rejects.toMatchObject({ code: 'NOT_ALLOWED', retry: 'afterFix' });
  });

  it('a store without a journal of scans reads them out of the journal of events', async () => {
    const shop = shopWith();
    shop.world.shipping.script.always('silent');
    const { id } = await shop.orders.create(mugs());
    await settle(shop);
    await shop.orders.refreshTracking(id);
    const plain = shop.another({ store: { ...without(shop.store, 'scans') } as never });
    expect(await plain.tracking(id)).toEqual(await shop.orders.tracking(id));
  });
});
