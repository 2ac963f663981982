import type { Order, ParcelResolution } from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { day, type GivenOrder, given, goods, hour, type Life, minute } from '../../support/given.ts';

/** Two units of a mug, and a plate from another warehouse that has nothing to do with it. */
const lines = [goods('mug', { quantity: 2 }), goods('plate', { warehouseId: 'tokyo' })];
/** One parcel with a mug has left, the other mug and the plate are not packed yet. */
const oneLeft = (terms: GivenOrder['terms'] = {}, more: GivenOrder = {}) =>
  given({ lines, shipping: { amountMinor: 0 }, terms, ...more })
    .submit()
    .settle()
    .pack({ mug: 1 }, 0)
    .settle()
    .parcel('dispatched')
    .settle();
/** An only parcel with an only mug has left. */
const onlyOne = (terms: GivenOrder['terms'] = {}) =>
  given({ terms }).submit().settle().pack().settle().parcel('dispatched').settle();

const parcel = (life: Life, index = 0) => life.order.shipments[index];
const resolve = (life: Life, resolution: ParcelResolution, index = 0) => ({
  type: 'shipment.resolve' as const,
  shipmentId: parcel(life, index)?.id ?? '',
  resolution,
});
const decide = (life: Life, resolution: ParcelResolution, index = 0) =>
  life.when(resolve(life, resolution, index));
const news = (
  life: Life,
  type: 'damaged' | 'exception' | 'delivered' | 'in_transit' | 'out_for_delivery',
  code = 'not_at_home',
) => {
  const shipmentId = parcel(life)?.id ?? '';
  return life.when(
    type === 'exception'
      ? { type: 'shipment.exception', shipmentId, code }
      : { type: `shipment.${type}`, shipmentId },
  );
};
const back = (life: Life, sellable: Order['shipments'][number]['lines'] | null = null) =>
  life.when({
    type: 'shipment.received_back',
    shipmentId: parcel(life)?.id ?? '',
    sellable: sellable && [...sellable],
  });
const exceptions = (life: Life, index = 0) =>
  parcel(life, index)?.exceptions.map(({ kind, resolution, by }) => `${kind} ${resolution ?? 'open'} ${by}`);
const counts = (life: Life, line = 0) => life.order.lines[line]?.counts;

describe('a parcel that is lost', () => {
  test('by default is written off at once, and its money comes back; the rest goes on', () => {
    const life = oneLeft().parcel('lost');
    expect(exceptions(life)).toEqual(['lost refund terms']);
    expect(counts(life)).toMatchObject({ writtenOff: 1, shipped: 0, reserved: 1 });
    expect(life.operated).toEqual(['payment.refund']);
    expect(life.settle().money).toEqual([3_000, 1_000, 0]);
  });

  test('waits for a decision if the terms ask for one: it shows on the axis, and no money moves', () => {
    const life = oneLeft({ onLostParcel: 'ask' });
    const plate = life.order.lines[1];
    life.parcel('lost');
    expect(life.axes).toMatchObject({ status: 'processing', fulfillment: 'exception', payment: 'captured' });
    expect(exceptions(life)).toEqual(['lost open null']);
    expect(counts(life)).toMatchObject({ shipped: 1, writtenOff: 0 });
    expect(life.operated).toEqual([]);
    expect(life.told).toEqual(['order.shipment_exception']);
    expect(life.order.lines[1]).toBe(plate);
  });

  test('is sent again: reserved anew, asked of the warehouse anew, and not paid again', () => {
    const life = decide(oneLeft({ onLostParcel: 'ask' }).parcel('lost'), 'reship');
    expect(parcel(life)).toMatchObject({ stage: 'lost', settlement: 'replaced' });
    expect(exceptions(life)).toEqual(['lost reship user-7']);
    expect(life.told).toEqual(['order.shipment_resolved']);
    expect(life.operated).toEqual(['stock.reserve']);
    life.succeed('reserve');
    expect(life.operated).toEqual(['fulfillment.create']);
    expect(life.order.fulfillments.map((entry) => entry.lines)).toEqual([
      [{ lineId: 'mug', quantity: 2 }],
      [{ lineId: 'plate', quantity: 1 }],
      [{ lineId: 'mug', quantity: 1 }],
    ]);
    life.settle().pack(undefined, 2).pack(undefined, 0).pack(undefined, 1).settle();
    for (const index of [1, 2, 3])
      life.parcel('dispatched', index).settle().parcel('delivered', index).settle();
    expect(life.axes).toMatchObject({ status: 'delivered', fulfillment: 'delivered', stock: 'confirmed' });
    expect(counts(life)).toMatchObject({ shipped: 2, delivered: 2, writtenOff: 0 });
    expect(life.money).toEqual([3_000, 0, 0]);
    const out = life.order.reservations
      .flatMap((entry) => entry.operations)
      .filter(({ kind }) => kind === 'confirm');
    expect(out.flatMap((entry) => entry.lines).filter(({ lineId }) => lineId === 'mug')).toHaveLength(3);
  });

  test('is sent again without being paid again where each parcel is paid: the next parcel is', () => {
    const life = oneLeft({ onLostParcel: 'reship', capturePolicy: 'on_shipment' });
    expect(life.money).toEqual([1_000, 0, 2_000]);
    life.parcel('lost').settle();
    expect(life.money).toEqual([1_000, 0, 2_000]);
    life.pack(undefined, 2).settle();
    expect(life.money).toEqual([1_000, 0, 2_000]);
    expect(life.pack(undefined, 0).settle().money).toEqual([2_000, 0, 1_000]);
    expect(life.pack(undefined, 1).settle().money).toEqual([3_000, 0, 0]);
  });

  test('and then the one that was sent instead is lost, too: it is sent a third time', () => {
    const life = onlyOne({ onLostParcel: 'reship' }).parcel('lost').settle();
    life.pack(undefined, 1).settle().parcel('dispatched', 1).settle().parcel('lost', 1).settle();
    life.pack(undefined, 2).settle().parcel('delivered', 2).settle();
    expect(life.axes).toMatchObject({ status: 'delivered', payment: 'captured' });
    expect(life.order.shipments.map(({ settlement }) => settlement)).toEqual(['replaced', 'replaced', null]);
    expect(life.money).toEqual([2_990, 0, 0]);
  });

  test('is to be sent again, and the warehouse has none: that is a shortfall like any other', () => {
    const life = oneLeft({ onLostParcel: 'reship', onShortfall: 'ask' }).parcel('lost');
    life.fail('reserve', 'out_of_stock');
    expect(life.axes).toMatchObject({ status: 'processing', stock: 'out_of_stock' });
    expect(life.told).toContain('order.shortfall_opened');
    life.when({ type: 'shortfall.refund', shortfallId: life.order.shortfalls[0]?.id ?? '' }).settle();
    expect(counts(life)).toMatchObject({ cancelled: 1 });
    expect(life.money).toEqual([3_000, 1_000, 0]);
  });

  test('and all of the order was in it: the money is back, and so the order is refunded', () => {
    const life = decide(onlyOne({ onLostParcel: 'ask' }).parcel('lost'), 'refund').settle();
    expect(life.axes).toMatchObject({ status: 'refunded', payment: 'refunded' });
    expect(life.money).toEqual([2_990, 2_990, 0]);
  });

  test('turns up while nobody has decided: it goes on, and the matter is closed', () => {
    const life = news(onlyOne({ onLostParcel: 'ask' }).parcel('lost'), 'in_transit');
    expect(exceptions(life)).toEqual(['lost moved_on null']);
    expect(life.axes.fulfillment).toBe('shipped');
    expect(news(life, 'delivered').axes.status).toBe('delivered');
  });

  test.each([
    ['refund', 'written_off', { writtenOff: 1, shipped: 0, delivered: 0 }],
    ['reship', 'replaced', { writtenOff: 0, shipped: 0, delivered: 0 }],
  ] as const)(
    'is delivered after all, after %s: people see it, and no unit counts twice',
    (policy, settlement, expected) => {
      const life = onlyOne({ onLostParcel: policy }).parcel('lost').settle();
      news(life, 'delivered');
      expect(life.last.anomaly).toMatchObject({ code: 'parcel_contradiction' });
      expect(life.told).toEqual(['order.anomaly_recorded']);
      expect(parcel(life)).toMatchObject({ stage: 'lost', settlement });
      expect(counts(life)).toMatchObject(expected);
      expect(life.changed).toEqual([]);
    },
  );

  test('comes back to the warehouse after all: its goods are booked in, and nothing else changes', () => {
    const life = back(onlyOne().parcel('lost').settle());
    expect(life.last.anomaly).toMatchObject({ code: 'late_return' });
    expect(life.operated).toEqual(['stock.return']);
    life.settle();
    expect(life.axes).toMatchObject({ status: 'refunded', stock: 'returned' });
    expect(counts(life)).toMatchObject({ writtenOff: 1 });
    expect(life.money).toEqual([2_990, 2_990, 0]);
  });

  test('while the order is called off is nobody’s to decide', () => {
    const life = onlyOne({ onLostParcel: 'ask', cancelShipped: 'with_intercept' });
    life.when({ type: 'order.cancel', reason: 'customer_request' }).parcel('lost').settle();
    expect(exceptions(life)).toEqual(['lost refund terms']);
    expect(life.axes.status).toBe('refunded');
  });
});

describe('a parcel that comes back undelivered', () => {
  const returning = (terms: GivenOrder['terms'] = {}) => oneLeft(terms).parcel('returned_to_sender');

  test('waits for a decision; nobody is paid, nothing is sent', () => {
    const life = returning();
    expect(life.axes).toMatchObject({ fulfillment: 'exception', payment: 'captured' });
    expect(life.operated).toEqual([]);
  });

  test('is booked in when it is there, as far as it can be sold', () => {
    const life = back(decide(returning(), 'refund').settle(), []);
    expect(life.operated).toEqual([]);
    expect(life.told).toEqual(['order.shipment_returned']);
    const whole = back(decide(returning(), 'refund').settle());
    expect(whole.operated).toEqual(['stock.return']);
    expect(whole.last.commands[0]?.data['lines']).toEqual([{ lineId: 'mug', sku: 'MUG', quantity: 1 }]);
  });

  test('whose money is given back: its units are cancelled, the order ends with the rest', () => {
    const life = decide(returning(), 'refund').settle();
    expect(counts(life)).toMatchObject({ cancelled: 1, shipped: 0 });
    expect(life.money).toEqual([3_000, 1_000, 0]);
    life.pack(undefined, 0).pack(undefined, 1).settle();
    life.parcel('delivered', 1).parcel('delivered', 2).settle();
    expect(life.axes).toMatchObject({ status: 'delivered', payment: 'partially_refunded' });
  });

  test('which was all of it: the order is refunded, and its stock is back', () => {
    const life = back(
      onlyOne({ onReturnedToSender: 'refund' }).parcel('returned_to_sender').settle(),
    ).settle();
    expect(life.axes).toMatchObject({
      status: 'refunded',
      payment: 'refunded',
      stock: 'returned',
      fulfillment: 'cancelled',
    });
  });

  test('is sent again before it is there, and booked in besides', () => {
    const life = onlyOne({ onReturnedToSender: 'reship' }).parcel('returned_to_sender').settle();
    back(life).settle();
    expect(life.axes).toMatchObject({ stock: 'reserved', fulfillment: 'requested', status: 'shipped' });
    life.pack(undefined, 1).settle().parcel('delivered', 1).settle();
    expect(life.axes).toMatchObject({ status: 'delivered', stock: 'confirmed', payment: 'captured' });
    expect(life.money).toEqual([2_990, 0, 0]);
  });

  test('is delivered again if that was agreed with the carrier', () => {
    const life = decide(returning(), 'redeliver');
    expect(parcel(life)?.stage).toBe('in_transit');
    expect(life.axes.fulfillment).toBe('partially_shipped');
    expect(news(life, 'delivered').order.shipments[0]?.stage).toBe('delivered');
  });

  test('without a word before: what is back is decided about', () => {
    const life = back(oneLeft());
    expect(exceptions(life)).toEqual(['returned_to_sender open null']);
    expect(life.refusals(resolve(life, 'redeliver'))).toMatchObject([
      { rule: 'shipment.resolve.way', code: 'not_a_way_out' },
    ]);
    expect(decide(life, 'reship').operated).toEqual(['stock.reserve']);
  });

  test('while the order is cancelled has been stopped: the cancellation takes effect', () => {
    const life = onlyOne({ cancelShipped: 'with_intercept' });
    life.when({ type: 'order.cancel', reason: 'customer_request' });
    back(life).settle();
    expect(life.axes).toMatchObject({ status: 'refunded', stock: 'returned' });
    expect(life.operations).toContain('shipment-cancel succeeded');
  });

  test('after it was delivered is no such parcel: the customer may have sent it back', () => {
    const life = back(onlyOne().parcel('delivered').settle());
    expect(life.last.anomaly).toMatchObject({ code: 'parcel_contradiction' });
    expect(life.changed).toEqual([]);
  });
});

describe('a delivery that fails', () => {
  test('is counted each time, and is over when the parcel moves on', () => {
    const life = onlyOne();
    for (const attempt of [1, 2]) {
      news(life, 'exception');
      expect(parcel(life)).toMatchObject({ attempts: attempt, exception: 'not_at_home' });
      expect(exceptions(life)).toEqual(['delivery_failed open null']);
    }
    news(life, 'out_for_delivery');
    expect(exceptions(life)).toEqual(['delivery_failed moved_on null']);
    expect(life.axes.fulfillment).toBe('shipped');
    news(life, 'exception', 'refused');
    expect(exceptions(life)).toEqual(['delivery_failed moved_on null', 'delivery_failed open null']);
  });

  test('is waited for, or tried again; its goods are not given up while the carrier has them', () => {
    const life = news(onlyOne(), 'exception');
    for (const way of ['reship', 'refund'] as const)
      expect(life.refusals(resolve(life, way))).toMatchObject([{ code: 'not_a_way_out' }]);
    decide(life, 'wait');
    expect(life.axes.fulfillment).toBe('shipped');
    expect(parcel(life)?.stage).toBe('exception');
    expect(decide(life, 'redeliver').order.shipments[0]?.stage).toBe('in_transit');
  });
});

describe('goods that are damaged on the way', () => {
  test('are sent again, or their money given back, as the terms say', () => {
    const asked = news(onlyOne(), 'damaged');
    expect(exceptions(asked)).toEqual(['damaged open null']);
    expect(parcel(asked)).toMatchObject({ stage: 'exception', attempts: 0 });
    const again = news(onlyOne({ onDamagedParcel: 'reship' }), 'damaged');
    expect(again.operated).toEqual(['stock.reserve']);
    const back = news(onlyOne({ onDamagedParcel: 'refund' }), 'damaged').settle();
    expect(back.axes.status).toBe('refunded');
    expect(counts(back)).toMatchObject({ writtenOff: 1 });
  });

  test('and come back can not be sold: nothing is booked in', () => {
    const life = news(onlyOne({ onDamagedParcel: 'reship' }), 'damaged').settle();
    back(life, []);
    expect(life.operated).toEqual([]);
    expect(life.settle().order.lines[0]?.counts.reserved).toBe(1);
  });
});

describe('a parcel of which nothing is heard', () => {
  const silent = () => onlyOne({ parcelSilentMs: 10 * day });

  test('is looked at by a person when its time is over, counted from the last thing that was heard', () => {
    const life = silent();
    const before = life.order.deadlines.find(({ name }) => name === 'parcel.silent')?.at ?? 0;
    news(life.wait(day), 'in_transit');
    const after = life.order.deadlines.find(({ name }) => name === 'parcel.silent')?.at ?? 0;
    expect(after - before).toBeGreaterThan(day);
    life.deadline('parcel.silent');
    expect(exceptions(life)).toEqual(['silent open null']);
    expect(life.axes.fulfillment).toBe('exception');
    expect(life.told).toEqual(['order.shipment_exception']);
    expect(life.deadlines).not.toContain('parcel.silent');
  });

  test('is waited for as long again, or counts as lost', () => {
    const life = decide(silent().deadline('parcel.silent'), 'wait');
    expect(life.deadlines).toContain('parcel.silent');
    life.deadline('parcel.silent');
    decide(life, 'refund').settle();
    expect(parcel(life)).toMatchObject({ stage: 'lost', settlement: 'written_off', exception: 'silent' });
    expect(life.axes.status).toBe('refunded');
  });

  test('is heard of again, even without moving: nobody has to look', () => {
    const life = silent().deadline('parcel.silent');
    life.when({
      type: 'shipment.tracking_updated',
      shipmentId: parcel(life)?.id ?? '',
      scan: { id: 's', status: 'dispatched' },
    });
    expect(exceptions(life)).toEqual(['silent moved_on null']);
    expect(life.axes.fulfillment).toBe('shipped');
  });

  test('has no such deadline once it waits at a pickup point, has arrived, or by default', () => {
    expect(onlyOne().deadlines).not.toContain('parcel.silent');
    const life = silent();
    life.when({ type: 'shipment.available_for_pickup', shipmentId: parcel(life)?.id ?? '' });
    expect(life.deadlines).not.toContain('parcel.silent');
    expect(life.parcel('delivered').deadlines).not.toContain('parcel.silent');
  });
});

describe('a decision that nobody makes', () => {
  const undecided = (terms: GivenOrder['terms'] = {}) =>
    onlyOne({ onLostParcel: 'ask', parcelDecisionMs: 2 * day, ...terms }).parcel('lost');

  test('is made by the terms when its time is over: money comes back, or goods are sent again', () => {
    const life = undecided().deadline('parcel.undecided');
    expect(exceptions(life)).toEqual(['lost refund terms']);
    expect(life.settle().axes.status).toBe('refunded');
    const again = undecided({ undecidedParcel: 'reship' }).deadline('parcel.undecided');
    expect(again.operated).toEqual(['stock.reserve']);
  });

  test('has no deadline while the carrier tries again, nor once it is made', () => {
    const failed = onlyOne({ parcelDecisionMs: hour });
    news(failed, 'exception');
    expect(failed.deadlines).not.toContain('parcel.undecided');
    expect(decide(undecided(), 'wait').deadlines).not.toContain('parcel.undecided');
  });
});

describe('a request to decide', () => {
  test('is refused for an order without a parcel in trouble, and for another parcel than that', () => {
    const fine = onlyOne();
    expect(fine.refusals(resolve(fine, 'wait'))).toMatchObject([
      { rule: 'shipment.resolve.trouble', code: 'no_parcel_in_trouble' },
    ]);
    const life = oneLeft({ onLostParcel: 'ask' });
    life.pack({ mug: 1 }, 0).settle().parcel('lost');
    expect(life.refusals(resolve(life, 'wait', 1))).toMatchObject([
      { rule: 'shipment.resolve.parcel', limit: [parcel(life)?.id] },
    ]);
  });

  test('to send goods again is refused once the order is being cancelled', () => {
    const life = given({ lines, terms: { cancelShipped: 'with_intercept', onLostParcel: 'ask' } })
      .submit()
      .settle();
    life.pack({ mug: 1 }, 0).settle().parcel('dispatched').settle().parcel('lost').wait(minute);
    life.when({ type: 'order.cancel', reason: 'customer_request' });
    expect(life.refusals(resolve(life, 'reship'))).toMatchObject([
      { rule: 'shipment.resolve.reship', code: 'order_does_not_go_on' },
    ]);
    life.settle();
    expect(exceptions(life)).toEqual(['lost refund system']);
    expect(life.axes.status).toBe('refunded');
  });

  test('says in what it publishes what was wrong and what was decided, without personal data', () => {
    const life = decide(oneLeft({ onLostParcel: 'ask' }).parcel('lost'), 'reship');
    const told = life.last.events.find(({ type }) => type === 'order.shipment_resolved');
    expect(told?.data['shipments']).toMatchObject([
      {
        shipmentId: parcel(life)?.id,
        stage: 'lost',
        settlement: 'replaced',
        lines: [{ lineId: 'mug', sku: 'MUG', quantity: 1 }],
        exceptions: [{ kind: 'lost', resolution: 'reship', by: 'user-7' }],
      },
    ]);
    expect(JSON.stringify(told)).not.toMatch(/Ada|Linden|example\.com/);
  });
});
