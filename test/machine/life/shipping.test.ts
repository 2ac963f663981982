import { describe, expect, test } from 'vitest';
import { given, goods, type Life } from '../../support/given.ts';

const confirmed = () => given().submit().settle();
const edges = (life: Life) => life.last.history.map(({ from, to, index }) => `${index} ${from}>${to}`);

describe('an order is processed, shipped and delivered', () => {
  test('it is processing when the warehouse begins', () => {
    const life = confirmed();
    life.when({
      type: 'fulfillment.progressed',
      fulfillmentId: life.order.fulfillments[0]?.id ?? '',
      stage: 'picking',
    });
    expect(life.moves).toEqual(['status: confirmed>processing', 'fulfillment: requested>in_progress']);
    expect(life.commands).toEqual(['notify order_processing']);
    expect(life.changed).toEqual(['axes.status', 'axes.fulfillment', 'fulfillments']);
  });

  test('it is processing when a parcel is packed, and the label is asked for', () => {
    const life = confirmed().pack();
    expect(life.moves).toEqual(['status: confirmed>processing', 'fulfillment: requested>in_progress']);
    expect(life.commands).toEqual(['shipment.create', 'notify order_processing']);
  });

  test('it is shipped when all has left; the stock is booked out', () => {
    const life = confirmed().pack().settle().parcel('dispatched');
    expect(life.moves).toEqual([
      'status: processing>shipped',
      'stock: reserved>confirming',
      'fulfillment: in_progress>shipped',
    ]);
    expect(life.commands).toEqual(['stock.confirm', 'notify order_shipped']);
    expect(life.changed).toEqual([
      'axes.status',
      'axes.stock',
      'axes.fulfillment',
      'lines',
      'reservations',
      'shipments',
    ]);
    expect(life.settle().axes.stock).toBe('confirmed');
  });

  test('it is delivered when all has arrived, and completed at that moment', () => {
    const life = confirmed().pack().settle().parcel('dispatched').settle().parcel('delivered');
    expect(life.moves).toEqual(['status: shipped>delivered', 'fulfillment: shipped>delivered']);
    expect(life.changed).toEqual([
      'axes.status',
      'axes.fulfillment',
      'lines',
      'shipments',
      'deadlines',
      'timestamps.completedAt',
    ]);
    expect(life.order.timestamps.completedAt).toBe(life.now);
  });

  test('with two parcels it stays processing until the second has left, and shipped until the second arrived', () => {
    const life = given({ lines: [goods('mug', { quantity: 2 })] })
      .submit()
      .settle();
    life.pack({ mug: 1 }).settle().parcel('dispatched').settle();
    expect(life.axes).toMatchObject({
      status: 'processing',
      fulfillment: 'partially_shipped',
      stock: 'partially_confirmed',
    });
    expect(life.order.lines[0]?.counts).toMatchObject({ reserved: 1, shipped: 1 });
    life.pack().settle().parcel('delivered', 0).settle();
    expect(life.axes).toMatchObject({ status: 'processing', fulfillment: 'partially_delivered' });
    life.parcel('dispatched', 1).settle();
    expect(life.axes).toMatchObject({ status: 'shipped', stock: 'confirmed' });
    expect(life.parcel('delivered', 1).axes).toMatchObject({ status: 'delivered', fulfillment: 'delivered' });
  });

  test('a parcel that the warehouse made by itself counts like one of ours', () => {
    const life = confirmed().when({
      type: 'shipment.created',
      shipmentId: 'ups-1',
      carrier: 'ups',
      trackingNumber: '1Z',
    });
    expect(life.axes.status).toBe('processing');
    expect(life.commands).toEqual(['notify order_processing']);
    life.when({ type: 'shipment.delivered', shipmentId: '1Z' });
    expect(life.axes.status).toBe('delivered');
  });
});

describe('facts out of order', () => {
  test('a warehouse that says all has left counts no unit twice that left in a parcel made elsewhere', () => {
    const life = given({ lines: [goods('mug', { quantity: 2 })] })
      .submit()
      .settle()
      .pack({ mug: 1 })
      .settle();
    life.when({ type: 'shipment.created', shipmentId: 'ups-1' });
    life.when({ type: 'shipment.dispatched', shipmentId: 'ups-1' }).settle();
    life.when({ type: 'fulfillment.shipped', fulfillmentId: life.order.fulfillments[0]?.id ?? '' }).settle();
    expect(life.order.shipments.map(({ lines, left }) => [lines[0]?.quantity, left])).toEqual([
      [1, true],
      [1, true],
    ]);
    expect(life.order.lines[0]?.counts).toMatchObject({ shipped: 2, reserved: 0 });
    expect(life.axes).toMatchObject({ status: 'shipped', stock: 'confirmed' });
  });

  test('delivered before shipped: the status crosses every edge, each with its line of history and its event', () => {
    const life = confirmed().pack().settle().parcel('delivered');
    expect(edges(life)).toEqual(['0 processing>shipped', '1 shipped>delivered']);
    expect(life.told).toEqual([
      'order.shipment_delivered',
      'status processing>shipped',
      'status shipped>delivered',
    ]);
    expect(life.order.version).toBe(life.before.version + 1);
    expect(life.last.events.map((event) => event.sequence)).toEqual(
      [1, 2, 3].map((n) => life.before.published + n),
    );
    life.parcel('dispatched');
    expect(life.last.outcome).toBe('duplicate');
    expect(life.settle().axes).toMatchObject({ status: 'delivered', stock: 'confirmed' });
  });

  test('completed before anything else: three edges in one step', () => {
    const life = confirmed();
    life.when({ type: 'fulfillment.completed', fulfillmentId: life.order.fulfillments[0]?.id ?? '' });
    expect(edges(life)).toEqual(['0 confirmed>processing', '1 processing>shipped', '2 shipped>delivered']);
    expect(life.order.shipments).toMatchObject([{ stage: 'delivered', left: true }]);
    expect(life.settle().order.lines[0]?.counts).toMatchObject({ shipped: 1, delivered: 1, reserved: 0 });
  });

  test('news that is behind changes nothing', () => {
    const life = confirmed().pack().settle().parcel('delivered').settle();
    for (const late of ['dispatched', 'in_transit', 'delivered'] as const) {
      expect(life.parcel(late).last.outcome).toBe('duplicate');
      expect(life.changed).toEqual([]);
    }
  });

  test('a parcel that is delivered and then lost is a contradiction for people to see', () => {
    const life = confirmed().pack().settle().parcel('delivered').settle().parcel('lost');
    expect(life.last.anomaly).toMatchObject({ code: 'parcel_contradiction' });
    expect(life.changed).toEqual([]);
    expect(life.axes.status).toBe('delivered');
  });

  test('a warehouse that says it stopped after all had left is contradicted, and its goods stay shipped', () => {
    const life = confirmed().pack().settle().parcel('dispatched').settle();
    life.when({ type: 'fulfillment.cancelled', fulfillmentId: life.order.fulfillments[0]?.id ?? '' });
    expect(life.last.anomaly).toMatchObject({ code: 'late_cancellation' });
    expect(life.axes).toMatchObject({ status: 'shipped', payment: 'captured' });
    expect(life.commands).toEqual([]);
  });

  test('a warehouse that goes on after it stopped is an anomaly: check that nothing leaves', () => {
    const life = confirmed();
    const fulfillmentId = life.order.fulfillments[0]?.id ?? '';
    life
      .when({ type: 'fulfillment.cancelled', fulfillmentId })
      .when({ type: 'fulfillment.packed', fulfillmentId });
    expect(life.last.anomaly).toMatchObject({ code: 'fulfillment_was_cancelled' });
    expect(life.order.shipments).toEqual([]);
  });
});

describe('what goes wrong on the way', () => {
  test('a fulfilment that fails waits for a person, and is planned again on request', () => {
    const life = given()
      .submit()
      .succeed('reserve', 'authorization', 'capture')
      .fail('fulfillment-create', 'address_invalid');
    expect(life.axes).toMatchObject({ status: 'confirmed', fulfillment: 'failed', stock: 'reserved' });
    expect(life.commands).toEqual([]);
    life.when({ type: 'fulfillment.retry', fulfillmentId: life.order.fulfillments[0]?.id ?? '' });
    expect(life.commands).toEqual(['fulfillment.create']);
    expect(life.settle().axes.fulfillment).toBe('requested');
  });

  test('a label that fails waits for a person, and is made again on request, under a new key', () => {
    const life = confirmed().pack().fail('shipment-create', 'address_invalid');
    expect(life.axes.fulfillment).toBe('exception');
    expect(life.order.shipments[0]).toMatchObject({ stage: 'failed', exception: 'address_invalid' });
    life.when({ type: 'shipment.retry', shipmentId: life.order.shipments[0]?.id ?? '' });
    expect(life.commands).toEqual(['shipment.create']);
    expect(new Set(life.order.shipments[0]?.operations.map(({ id }) => id)).size).toBe(2);
    expect(life.settle().axes.fulfillment).toBe('in_progress');
  });

  test('an exception of the carrier is over when the parcel moves again', () => {
    const life = confirmed().pack().settle().parcel('dispatched').settle();
    life.when({
      type: 'shipment.exception',
      shipmentId: life.order.shipments[0]?.id ?? '',
      code: 'not_at_home',
    });
    expect(life.axes).toMatchObject({ status: 'shipped', fulfillment: 'exception' });
    expect(life.parcel('in_transit').axes.fulfillment).toBe('shipped');
    expect(life.order.shipments[0]?.exception).toBeNull();
  });

  test('an only parcel that is lost is written off, its money goes back, and the order is refunded', () => {
    const life = confirmed().pack().settle().parcel('dispatched').settle().parcel('lost');
    expect(life.operated).toEqual(['payment.refund']);
    expect(life.order.lines[0]?.counts).toMatchObject({ shipped: 0, writtenOff: 1 });
    life.settle();
    expect(life.axes).toMatchObject({ status: 'refunded', payment: 'refunded' });
    expect(life.money).toEqual([2_990, 2_990, 0]);
  });

  test('one of two parcels that is lost is refunded in part; the order is delivered with the other', () => {
    const life = given({ lines: [goods('mug', { quantity: 2 })] })
      .submit()
      .settle();
    life.pack({ mug: 1 }).pack().settle().parcel('dispatched').parcel('dispatched', 1).settle();
    life.parcel('lost').settle();
    expect(life.axes).toMatchObject({ status: 'shipped', payment: 'partially_refunded' });
    expect(life.money).toEqual([2_490, 1_000, 0]);
    expect(life.parcel('delivered', 1).axes).toMatchObject({ status: 'delivered', fulfillment: 'delivered' });
    expect(life.settle().money).toEqual([2_490, 1_000, 0]);
  });
});

describe('the same fact twice', () => {
  test('changes nothing the second time, at every step of an order', () => {
    const life = confirmed().pack().settle().parcel('dispatched').settle().parcel('delivered').settle();
    const facts = life.results
      .flatMap((result) => result.journal)
      .filter(({ type }) => !/^(order|fulfillment\.packed)/.test(type));
    expect(facts.length).toBeGreaterThan(6);
    for (const { type, data, meta } of facts) {
      life.when({ type, ...data, meta } as never);
      expect(life.last.outcome, `${type} again`).toBe('duplicate');
      expect(life.last, `${type} again`).toMatchObject({
        commands: [],
        events: [],
        history: [],
        journal: [],
      });
      expect(life.order).toBe(life.before);
    }
  });
});
