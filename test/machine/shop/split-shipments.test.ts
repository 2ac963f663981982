import { describe, expect, test } from 'vitest';
import { given, goods, type Life } from '../../support/given.ts';

const lines = [goods('mug', { quantity: 3 }), goods('plate', { warehouseId: 'tokyo' })];
const confirmed = (terms = {}) => given({ lines, terms }).submit().settle();
const notices = (life: Life) =>
  life.last.commands
    .filter(({ data }) => data['template'] === 'parcel_shipped')
    .map(({ data }) => data['data']);
const asked = (life: Life) =>
  life.order.fulfillments.map(({ warehouseId, lines: units }) => [warehouseId, units]);

describe('a confirmed order is fulfilled by itself', () => {
  test('with one fulfilment a warehouse, each for what that warehouse holds', () => {
    expect(asked(confirmed())).toEqual([
      ['berlin', [{ lineId: 'mug', quantity: 3 }]],
      ['tokyo', [{ lineId: 'plate', quantity: 1 }]],
    ]);
  });

  test.each([
    ['a warehouse that plans', { type: 'fulfillment.progressed', stage: 'planning' }],
    ['a parcel that was packed', { type: 'fulfillment.packed' }],
    ['a warehouse that says all has left', { type: 'fulfillment.shipped' }],
  ] as const)('and is processed as soon as the first is heard: %s', (_what, news) => {
    const life = confirmed();
    const fulfillmentId = life.order.fulfillments[1]?.id ?? '';
    life.when({ fulfillmentId, ...news } as never);
    expect(life.axes.status).toBe('processing');
    const again = life.when({
      type: 'fulfillment.progressed',
      fulfillmentId: life.order.fulfillments[0]?.id ?? '',
      stage: 'picking',
    });
    expect(again.axes.status).toBe('processing');
    expect(again.told).toEqual([]);
  });

  test('and is processed by a parcel that somebody else made, too', () => {
    const life = confirmed().when({
      type: 'shipment.created',
      shipmentId: 'ups-1',
      lines: [{ lineId: 'plate', quantity: 1 }],
    });
    expect(life.axes.status).toBe('processing');
  });
});

describe('an order in several parcels', () => {
  test('is processing until all has left, shipped until all has arrived', () => {
    const life = confirmed();
    life.pack({ mug: 1 }).pack({ mug: 2 }).pack(undefined, 1).settle();
    const seen = [];
    for (const [news, index] of [
      ['dispatched', 0],
      ['dispatched', 2],
      ['delivered', 0],
      ['dispatched', 1],
      ['delivered', 2],
      ['delivered', 1],
    ] as const) {
      life.parcel(news, index).settle();
      seen.push(`${life.axes.status} ${life.axes.fulfillment} ${life.axes.stock}`);
    }
    expect(seen).toEqual([
      'processing partially_shipped partially_confirmed',
      'processing partially_shipped partially_confirmed',
      'processing partially_delivered partially_confirmed',
      'shipped partially_delivered confirmed',
      'shipped partially_delivered confirmed',
      'delivered delivered confirmed',
    ]);
  });

  test('is charged parcel by parcel where the terms say so, exact to the minor unit', () => {
    const life = given({
      lines: [goods('mug', { quantity: 3, unitPriceMinor: 333, taxMinor: 1 })],
      shipping: { amountMinor: 412, taxMinor: 78 },
      terms: { capturePolicy: 'on_shipment' },
    })
      .submit()
      .settle();
    const captured = [];
    for (let parcel = 0; parcel < 3; parcel += 1) captured.push(life.pack({ mug: 1 }).settle().money[0]);
    expect(captured.at(-1)).toBe(3 * 333 + 1 + 490);
    expect(captured[0]).toBeGreaterThanOrEqual(333 + 490);
  });

  test('says in each event which parcel it is about: lines, carrier, tracking', () => {
    const life = confirmed().pack({ mug: 2 });
    const shipmentId = life.order.shipments[0]?.id ?? '';
    life.when({
      type: 'shipment.created',
      shipmentId,
      carrier: 'dhl',
      service: 'Paket',
      trackingNumber: 'JD1',
      trackingUrl: 'https://track.example/JD1',
      estimatedDeliveryAt: 1_772_600_000_000,
    });
    life.settle();
    for (const news of ['dispatched', 'in_transit', 'delivered'] as const) {
      life.parcel(news);
      const [event] = life.last.events;
      expect(event?.data['shipments']).toMatchObject([
        {
          shipmentId,
          stage: news,
          carrier: 'dhl',
          service: 'Paket',
          trackingNumber: 'JD1',
          trackingUrl: 'https://track.example/JD1',
          estimatedDeliveryAt: 1_772_600_000_000,
          lines: [{ lineId: 'mug', sku: 'MUG', quantity: 2 }],
        },
      ]);
    }
  });

  test('whose warehouse says that all has left names every parcel of it, and none of the other warehouse', () => {
    const life = confirmed().pack({ mug: 1 }).pack(undefined, 1).settle();
    life.when({ type: 'fulfillment.shipped', fulfillmentId: life.order.fulfillments[0]?.id ?? '' });
    const told = life.last.events.find(({ type }) => type === 'order.shipment_dispatched');
    expect(told?.data['shipments']).toMatchObject([
      { lines: [{ sku: 'MUG', quantity: 1 }] },
      { lines: [{ sku: 'MUG', quantity: 2 }] },
    ]);
  });
});

describe('a message for each parcel that leaves', () => {
  const told = () => confirmed({ notifyParcelShipped: true });

  test('is sent if the terms say so, with carrier, number, page and contents; once', () => {
    const life = told().pack({ mug: 1 }).settle();
    const { carrier, trackingNumber } = life.order.shipments[0] ?? {};
    life.parcel('dispatched');
    expect(notices(life)).toMatchObject([
      { shipments: [{ carrier, trackingNumber, lines: [{ sku: 'MUG', quantity: 1 }] }] },
    ]);
    life.settle().parcel('in_transit');
    expect(notices(life)).toEqual([]);
    life.pack({ mug: 2 }).settle().parcel('dispatched', 1);
    expect(notices(life)).toMatchObject([{ shipments: [{ lines: [{ sku: 'MUG', quantity: 2 }] }] }]);
  });

  test('is sent for each of those that leave at once, under keys of their own', () => {
    const life = told().pack({ mug: 1 }).settle();
    life.when({ type: 'fulfillment.shipped', fulfillmentId: life.order.fulfillments[0]?.id ?? '' });
    const sent = life.last.commands.filter(({ data }) => data['template'] === 'parcel_shipped');
    expect(sent).toHaveLength(2);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(2);
    expect(new Set(sent.map(({ lane }) => lane)).size).toBe(2);
  });

  test('is not sent by default, nor for a parcel that is there already', () => {
    expect(notices(confirmed().pack().settle().parcel('dispatched'))).toEqual([]);
    expect(notices(told().pack().settle().parcel('delivered'))).toEqual([]);
  });
});
