import { describe, expect, test } from 'vitest';
import { given, goods, type Life } from '../../support/given.ts';

const two = { lines: [goods('mug', { quantity: 2 })] };
const onShipment = () =>
  given({ ...two, terms: { capturePolicy: 'on_shipment' } })
    .submit()
    .settle();
const manual = () =>
  given({ ...two, terms: { capturePolicy: 'manual' } })
    .submit()
    .settle();
const amounts = (life: Life) =>
  life.last.commands.filter(({ type }) => type.startsWith('payment')).map(({ data }) => data['amountMinor']);
const sendBack = (life: Life, quantity: number) => {
  life.when({ type: 'return.request', lines: [{ lineId: 'mug', quantity }], reason: 'broken' });
  const returnId = life.order.returns.at(-1)?.id ?? '';
  return life.when({
    type: 'return.received',
    returnId,
    lines: [{ lineId: 'mug', received: quantity, sellable: 0 }],
  });
};

describe('on_shipment: money is taken parcel by parcel', () => {
  test('the first parcel pays for its goods and for delivery, the second for the rest', () => {
    const life = onShipment().pack({ mug: 1 });
    expect(life.operated).toEqual(['payment.capture']);
    expect(amounts(life)).toEqual([1_490]);
    life.settle().parcel('dispatched').settle();
    expect(life.axes).toMatchObject({ status: 'processing', payment: 'partially_captured' });
    expect(amounts(life.pack())).toEqual([1_000]);
    life.settle();
    expect(life.axes.payment).toBe('captured');
    expect(life.money).toEqual([2_490, 0, 0]);
  });

  test('no label is made before the parcel is paid: goods do not leave unpaid', () => {
    const life = onShipment().pack({ mug: 1 });
    expect(life.order.shipments[0]?.stage).toBe('planned');
    expect(life.succeed('capture').operated).toEqual(['shipment.create']);
  });

  test('a parcel that is planned again after its warehouse stopped is not paid twice', () => {
    const life = given({
      terms: { capturePolicy: 'on_shipment' },
      lines: [goods('mug', { warehouseId: 'berlin' }), goods('plate', { warehouseId: 'tokyo' })],
    });
    life.submit().settle().pack().settle();
    life
      .when({ type: 'fulfillment.cancelled', fulfillmentId: life.order.fulfillments[0]?.id ?? '' })
      .settle();
    life.pack(undefined, 2).settle();
    expect(life.money).toEqual([1_490, 0, 1_000]);
  });

  test('goods of the first parcel that come back are paid back now, not set off against the second', () => {
    const life = onShipment().pack({ mug: 1 }).settle().parcel('delivered').settle();
    sendBack(life, 1);
    expect(life.operated).toEqual(['payment.refund']);
    expect(amounts(life)).toEqual([1_000]);
    life.settle();
    expect(amounts(life.pack())).toEqual([1_000]);
    expect(life.settle().money).toEqual([2_490, 1_000, 0]);
  });

  test('a parcel that is lost is paid back now, too', () => {
    const life = onShipment().pack({ mug: 1 }).settle().parcel('lost').settle();
    expect(life.money).toEqual([1_490, 1_000, 1_000]);
    expect(life.axes.status).toBe('processing');
  });

  test('a parcel that was called back is paid back now, too, and the rest is paid as it is packed', () => {
    const life = onShipment().pack({ mug: 1 }).settle().parcel('dispatched').settle().parcel('cancelled');
    expect(amounts(life)).toEqual([1_000]);
    expect(life.settle().money).toEqual([1_490, 1_000, 1_000]);
    expect(amounts(life.pack())).toEqual([1_000]);
    expect(life.settle().money).toEqual([2_490, 1_000, 0]);
  });

  test('goods that were lost before they were paid are not charged to be paid back: nothing is taken for them', () => {
    const life = given({ lines: [goods('mug', { quantity: 3 })], terms: { capturePolicy: 'on_shipment' } });
    life.submit().settle().pack({ mug: 1 });
    life.when({ type: 'shipment.created', shipmentId: 'ups-1', lines: [{ lineId: 'mug', quantity: 1 }] });
    life.parcel('lost', 1).succeed('capture');
    expect(life.operated).toEqual(['shipment.create']);
    expect(life.settle().money).toEqual([1_490, 0, 2_000]);
    life.pack().settle();
    expect(life.money).toEqual([2_490, 0, 0]);
    expect(life.operations).not.toContain('refund succeeded');
  });

  test('money that came all at once from elsewhere is kept for the parcels to come', () => {
    const life = given({
      ...two,
      payments: [],
      terms: { capturePolicy: 'on_shipment', paymentOnSubmit: 'later' },
    }).submit();
    life
      .when({ type: 'payment.captured', reference: 'bank-1', amountMinor: 2_490 })
      .settle()
      .pack({ mug: 1 });
    expect(life.operated).toEqual(['shipment.create']);
    expect(life.settle().money).toEqual([2_490, 0, 0]);
  });

  test('a download in the order is paid for when it is there, delivery with the parcel', () => {
    const life = given({
      terms: { capturePolicy: 'on_shipment' },
      lines: [goods('song', { kind: 'digital' }), goods('mug')],
    });
    life.submit().succeed('reserve', 'authorization');
    expect(amounts(life)).toEqual([1_000]);
    life.settle().pack();
    expect(amounts(life)).toEqual([1_490]);
  });
});

describe('manual: money is taken when a person asks', () => {
  test('nothing is taken by itself, and goods go out on the authorization', () => {
    const life = manual().pack().settle().parcel('dispatched').settle();
    expect(life.axes).toMatchObject({ status: 'shipped', payment: 'authorized' });
    expect(life.money).toEqual([0, 0, 2_490]);
  });

  test('in part, then the rest', () => {
    const life = manual().when({ type: 'payment.capture', amountMinor: 490 });
    expect(life.moves).toEqual(['payment: authorized>capturing']);
    expect(life.changed).toEqual(['axes.payment', 'payments', 'deadlines']);
    expect(life.settle().axes.payment).toBe('partially_captured');
    expect(life.money).toEqual([490, 0, 2_000]);
    life.when({ type: 'payment.capture' }).settle();
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
    expect(life.money).toEqual([2_490, 0, 0]);
  });

  test('what is not taken yet stays authorized after delivery: it can still be taken', () => {
    const life = manual().pack().settle().parcel('delivered').settle();
    expect(life.axes).toMatchObject({ status: 'delivered', payment: 'authorized' });
    expect(life.operations).not.toContain('void succeeded');
    expect(life.when({ type: 'payment.capture' }).settle().money).toEqual([2_490, 0, 0]);
  });

  test('what is not needed any more is let go', () => {
    const life = manual()
      .pack()
      .settle()
      .parcel('delivered')
      .settle()
      .when({ type: 'payment.capture', amountMinor: 1_490 })
      .settle();
    sendBack(life, 1);
    expect(life.operated).toEqual(['payment.void']);
    expect(life.settle().money).toEqual([1_490, 0, 0]);
  });

  test('a cancelled order gives back what was taken and lets go of the rest', () => {
    const life = manual().when({ type: 'payment.capture', amountMinor: 490 }).settle();
    life.when({ type: 'order.cancel', reason: 'customer_request' }).settle();
    expect(life.money).toEqual([490, 490, 0]);
    expect(life.axes).toMatchObject({ status: 'refunded', payment: 'refunded' });
  });
});
