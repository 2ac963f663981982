import { describe, expect, test } from 'vitest';
import { given, goods, type Life } from '../../support/given.ts';

const cancel = { type: 'order.cancel', reason: 'customer_request' } as const;
const confirmed = () => given().submit().settle();

describe('goods that have left', () => {
  const shipped = () =>
    given({ terms: { cancelShipped: 'with_intercept' } })
      .submit()
      .settle()
      .pack()
      .settle()
      .parcel('dispatched')
      .settle();

  test('are called back if the terms say so; money and stock return when the carrier confirms', () => {
    const life = shipped().when(cancel);
    expect(life.moves).toEqual(['fulfillment: shipped>cancelling']);
    expect(life.commands).toEqual(['shipment.cancel']);
    life.succeed('shipment-cancel');
    expect(life.operated).toEqual(['payment.refund', 'stock.return']);
    life.settle();
    expect(life.axes).toMatchObject({ status: 'refunded', payment: 'refunded', stock: 'returned' });
    expect(life.order.lines[0]?.counts).toMatchObject({ shipped: 0, cancelled: 1 });
  });

  test('that can not be called back arrive: the order goes on', () => {
    const life = shipped().when(cancel).fail('shipment-cancel', 'too_late').parcel('delivered');
    expect(life.axes).toMatchObject({ status: 'delivered', payment: 'captured' });
    expect(life.order.cancellation?.state).toBe('refused');
  });

  test('that arrive before the carrier answers end the cancellation', () => {
    const life = shipped().when(cancel).parcel('delivered');
    expect(life.told).toContain('order.cancellation_refused');
    expect(life.axes.status).toBe('delivered');
    expect(life.money).toEqual([2_990, 0, 0]);
  });

  test('are called back by their carrier even if their warehouse says too late that it stopped', () => {
    const life = given({ terms: { cancelShipped: 'with_intercept' } })
      .submit()
      .settle()
      .pack()
      .settle()
      .when(cancel);
    life.parcel('dispatched').succeed('fulfillment-cancel');
    expect(life.last.anomaly).toMatchObject({ code: 'late_cancellation' });
    expect(life.operations).toContain('fulfillment-cancel failed');
    expect(life.axes).toMatchObject({ status: 'shipped', fulfillment: 'cancelling' });
    expect(life.settle().axes).toMatchObject({ status: 'refunded', stock: 'returned' });
    expect(life.money).toEqual([2_990, 2_990, 0]);
  });

  test('are not called back after their warehouse said that all has arrived, whatever the carrier says then', () => {
    const life = shipped().when(cancel);
    life.when({ type: 'fulfillment.completed', fulfillmentId: life.order.fulfillments[0]?.id ?? '' });
    expect(life.axes).toMatchObject({ status: 'delivered', payment: 'captured' });
    life.succeed('shipment-cancel');
    expect(life.last.anomaly).toMatchObject({ code: 'parcel_contradiction' });
    expect(life.operations).toContain('shipment-cancel failed');
    expect(life.axes).toMatchObject({ status: 'delivered', payment: 'captured' });
  });

  test('and were partly called back are given back in part, to the minor unit', () => {
    const life = given({
      terms: { cancelShipped: 'with_intercept' },
      lines: [goods('mug', { quantity: 2, unitPriceMinor: 50, taxMinor: 1 }), goods('plate')],
      shipping: { amountMinor: 0 },
    });
    life
      .submit()
      .settle()
      .pack({ mug: 1 })
      .pack()
      .settle()
      .parcel('dispatched')
      .parcel('dispatched', 1)
      .settle();
    life.when(cancel).parcel('cancelled', 0).parcel('delivered', 1).settle();
    expect(life.axes).toMatchObject({ status: 'delivered', payment: 'partially_refunded' });
    expect(life.money).toEqual([1_101, 51, 0]);
    life.when({ type: 'return.request', lines: [{ lineId: 'mug', quantity: 1 }], reason: 'broken' });
    life.when({
      type: 'return.received',
      returnId: life.order.returns[0]?.id ?? '',
      lines: [{ lineId: 'mug', received: 1, sellable: 0 }],
    });
    expect(life.settle().money).toEqual([1_101, 101, 0]);
  });
});

describe('a warehouse that stops by itself', () => {
  const stop = (life: Life, index = 0) =>
    life.when({
      type: 'fulfillment.cancelled',
      fulfillmentId: life.order.fulfillments[index]?.id ?? '',
      reason: 'fire',
    });

  test('cancels the order if it was the last one and nothing has left', () => {
    const life = stop(confirmed());
    expect(life.axes.status).toBe('cancelled');
    expect(life.order.cancellation).toMatchObject({
      reason: 'fulfillment_cancelled',
      note: 'fire',
      actor: null,
    });
    expect(life.settle().axes.status).toBe('refunded');
  });

  test('has its goods planned again if others go on, a limited number of times, and then a person has to look', () => {
    const life = given({
      terms: { maxFulfillmentAttempts: 2 },
      lines: [goods('mug', { warehouseId: 'berlin' }), goods('plate', { warehouseId: 'tokyo' })],
    });
    stop(life.submit().settle());
    expect(life.commands).toEqual(['fulfillment.create']);
    stop(life.settle(), 2);
    expect(life.commands).toEqual([]);
    expect(life.axes).toMatchObject({ status: 'confirmed', review: 'held', payment: 'captured' });
    expect(life.order.holds).toMatchObject([{ kind: 'fulfillment', placedBy: 'system' }]);
  });
});
