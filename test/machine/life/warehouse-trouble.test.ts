import type { EventInput } from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { given, goods, type Life } from '../../support/given.ts';

const cancel = { type: 'order.cancel', reason: 'customer_request' } as const;
const confirmed = (quantity = 1) =>
  given({ lines: [goods('mug', { quantity })] })
    .submit()
    .settle();
const fulfillmentId = (life: Life, at = 0) => life.order.fulfillments[at]?.id ?? '';
const failed = (life: Life): EventInput => ({
  type: 'fulfillment.failed',
  fulfillmentId: fulfillmentId(life),
  code: 'flooded',
});
const told = (life: Life): EventInput => ({
  type: 'fulfillment.accepted',
  fulfillmentId: fulfillmentId(life),
});

describe('a warehouse that fails while the order is being called off has stopped', () => {
  test('the order is cancelled, its parcels with it, and the label that was made is given back', () => {
    const life = confirmed(2).pack({ mug: 1 }).settle().when(cancel);
    life.when(failed(life));
    expect(life.axes.status).toBe('cancelled');
    expect(life.order.shipments[0]?.stage).toBe('cancelled');
    life.settle();
    expect(life.axes).toMatchObject({ status: 'refunded', fulfillment: 'cancelled', stock: 'released' });
  });

  test('what it says afterwards is an anomaly, and asks for nothing', () => {
    const life = confirmed().when(cancel);
    life.when(failed(life)).settle();
    expect(life.axes).toMatchObject({ status: 'refunded', fulfillment: 'cancelled' });
    const before = life.order.fulfillments;
    life.pack();
    expect(life.last.anomaly).toMatchObject({ code: 'fulfillment_was_cancelled' });
    expect(life.commands).toEqual([]);
    expect(life.order.fulfillments).toEqual(before);
  });
});

describe('a warehouse that failed before the order was cancelled', () => {
  test('is not taken to have begun again by a late report: people are told to check', () => {
    const life = confirmed();
    life.when(failed(life)).when(cancel).settle();
    expect(life.axes).toMatchObject({ status: 'refunded', fulfillment: 'cancelled', stock: 'released' });
    life.when(told(life));
    expect(life.last.anomaly).toMatchObject({
      code: 'fulfillment_was_cancelled',
      message: expect.stringContaining('check that nothing leaves') as string,
    });
    expect(life.changed).toEqual([]);
  });

  test('goes on when it reports while the order does', () => {
    const life = confirmed();
    life.when(failed(life));
    expect(life.axes.fulfillment).toBe('failed');
    expect(life.when(told(life)).axes.fulfillment).toBe('requested');
    life.pack().settle().parcel('dispatched').settle();
    expect(life.axes.status).toBe('shipped');
  });
});

describe('a fulfilment that is asked for again after it failed', () => {
  test('frees the goods that it had packed: no label is made for them, and the next one packs them', () => {
    const life = confirmed().when({ type: 'hold.place', reason: 'call first' }).pack();
    life.when(failed(life)).when({ type: 'hold.release', holdId: life.order.holds[0]?.id ?? '' });
    expect(life.operated).toEqual([]);
    life.when({ type: 'fulfillment.retry', fulfillmentId: fulfillmentId(life) });
    expect(life.order.shipments.map(({ stage }) => stage)).toEqual(['cancelled']);
    life.settle().pack(undefined, 1).settle().parcel('dispatched', 1).settle();
    expect(life.axes).toMatchObject({ status: 'shipped', stock: 'confirmed' });
  });
});

describe('goods that have left', () => {
  test('are not asked of the warehouse again while their booking out waits for another', () => {
    const life = confirmed(3).pack({ mug: 1 }).settle();
    life.when({ type: 'fulfillment.shipped', fulfillmentId: fulfillmentId(life) });
    expect(life.order.shipments.map(({ left, lines }) => [left, lines[0]?.quantity])).toEqual([
      [true, 1],
      [true, 2],
    ]);
    expect(life.operated).toEqual(['stock.confirm']);
    expect(life.order.fulfillments).toHaveLength(1);
    life.settle();
    expect(life.axes).toMatchObject({ status: 'shipped', stock: 'confirmed' });
    expect(life.order.fulfillments).toHaveLength(1);
  });

  test('in a parcel made elsewhere leave the warehouse with nothing to be stopped for', () => {
    const life = confirmed();
    life.when({ type: 'shipment.created', shipmentId: 'parcel-1', trackingNumber: '1Z1' });
    life.when({ type: 'shipment.delivered', shipmentId: 'parcel-1' }).settle();
    life.when({ type: 'return.request', lines: [{ lineId: 'mug', quantity: 1 }], reason: 'too small' });
    const returnId = life.order.returns[0]?.id ?? '';
    life.when({ type: 'return.received', returnId, lines: [{ lineId: 'mug', received: 1, sellable: 1 }] });
    expect(life.settle().axes.status).toBe('refunded');
  });

  test('in a parcel that was cancelled, and are asked of another warehouse since, are reported and not counted twice', () => {
    const life = confirmed().pack().settle();
    life.when(failed(life)).when({ type: 'fulfillment.retry', fulfillmentId: fulfillmentId(life) });
    expect(life.operated).toEqual(['shipment.cancel', 'fulfillment.create']);
    life.parcel('dispatched');
    expect(life.last.anomaly?.code).toBe('parcel_was_cancelled');
    expect(life.order.lines[0]?.counts.shipped).toBe(0);
  });
});

describe('a parcel that was made elsewhere', () => {
  test('is stopped when its order is turned down', () => {
    const life = given({ terms: { riskScreening: true } })
      .submit()
      .succeed('reserve');
    life.when({ type: 'shipment.created', shipmentId: 'parcel-1', trackingNumber: '1Z1' });
    life.fail('screening', 'fraud');
    expect(life.axes.status).toBe('cancelled');
    expect(life.operated).toEqual(['shipment.cancel', 'stock.release']);
    expect(life.settle().order.shipments[0]?.stage).toBe('cancelled');
  });
});
