import type { RequestInput, TermsInput } from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { day, type GivenOrder, given, goods, hour, type Life } from '../../support/given.ts';

const terms: TermsInput = { onShortfall: 'ask' };
const lines = [goods('mug', { quantity: 2 }), goods('plate')];
/** A confirmed and paid order; the warehouse has been asked to pick. */
const confirmed = (chosen: GivenOrder = {}) =>
  given({ lines, ...chosen, terms: { ...terms, ...chosen.terms } })
    .submit()
    .settle();
const reservationId = (life: Life) => life.order.reservations[0]?.id ?? '';
const shortfallId = (life: Life, index = 0) => life.order.shortfalls[index]?.id ?? '';
/** A picker finds one mug fewer than was set aside. */
const missing = (life: Life, quantity = 1) =>
  life.when({
    type: 'stock.short',
    fulfillmentId: life.order.fulfillments[0]?.id ?? '',
    lines: [{ lineId: 'mug', quantity }],
  });
const mug = (life: Life) => life.order.lines[0]?.counts;
const cup = goods('cup', { unitPriceMinor: 800 });
const instead = (life: Life, line = cup): Extract<RequestInput, { type: 'shortfall.substitute' }> => ({
  type: 'shortfall.substitute',
  shortfallId: shortfallId(life),
  lines: [line],
  allocations: [{ lineId: line.id, warehouseId: 'berlin', quantity: line.quantity }],
});

describe('goods of a paid order that are not there after all', () => {
  test('open a shortfall: somebody is asked, the customer is told, nothing else changes', () => {
    const life = missing(confirmed());
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured', stock: 'out_of_stock' });
    expect(life.order.shortfalls).toMatchObject([
      { state: 'open', code: 'short_picked', decidedAt: null, lines: [{ lineId: 'mug', quantity: 1 }] },
    ]);
    expect(life.told).toEqual(['order.shortfall_opened']);
    expect(life.commands).toEqual(['notify order_short']);
    expect(life.deadlines).toEqual(['shortfall.expires']);
    expect(mug(life)).toMatchObject({ reserved: 1, backordered: 0, cancelled: 0 });
  });

  test('are no longer picked, and the rest is', () => {
    const life = missing(confirmed());
    expect(life.order.fulfillments[0]?.lines).toEqual([
      { lineId: 'mug', quantity: 1 },
      { lineId: 'plate', quantity: 1 },
    ]);
    life.pack();
    expect(life.order.shipments[0]?.lines).toEqual([
      { lineId: 'mug', quantity: 1 },
      { lineId: 'plate', quantity: 1 },
    ]);
  });

  test('can be reported by their reservation, or all that it holds', () => {
    const life = confirmed();
    life.when({ type: 'stock.short', reservationId: reservationId(life) });
    expect(mug(life)?.reserved).toBe(0);
    expect(life.order.fulfillments[0]?.lines).toEqual([]);
    const again = life.when({ type: 'stock.short', reservationId: reservationId(life) });
    expect(again.last.outcome).toBe('duplicate');
  });

  test('are not those in a parcel: a report of more than is held is an anomaly', () => {
    const life = confirmed().pack();
    life.when({
      type: 'stock.short',
      reservationId: reservationId(life),
      lines: [{ lineId: 'mug', quantity: 1 }],
    });
    expect(life.last.anomaly?.code).toBe('nothing_held');
    expect(life.order.shortfalls).toEqual([]);
  });

  test('are what is in no parcel: one report takes it all, another takes nothing that was packed', () => {
    const life = confirmed().pack({ mug: 1 });
    const all = { type: 'stock.short', reservationId: reservationId(life) } as const;
    life.when(all);
    expect(life.order.lines.map(({ counts }) => counts.reserved)).toEqual([1, 0]);
    expect(life.when(all).last.outcome).toBe('duplicate');
    expect(life.order.shipments.map(({ lines: units }) => units)).toEqual([[{ lineId: 'mug', quantity: 1 }]]);
  });

  test('of an order that nobody has paid are asked for again, and it fails when they are not there', () => {
    const life = given({ lines, payments: [], terms: { ...terms, paymentOnSubmit: 'later' } }).submit();
    life.succeed('reserve').when({ type: 'stock.short', reservationId: reservationId(life) });
    expect(life.order.shortfalls).toEqual([]);
    expect(life.operated).toEqual(['stock.reserve']);
    life.fail('reserve', 'out_of_stock');
    expect(life.axes.status).toBe('failed');
  });

  test('can be refused by the warehouse that gave a reservation up', () => {
    const life = confirmed({ terms: { shipBackordered: 'together' } });
    life.when({ type: 'stock.expired', reservationId: reservationId(life) });
    expect(life.operated).toEqual(['stock.release', 'stock.reserve']);
    life.fail('reserve', 'out_of_stock');
    expect(life.order.shortfalls).toMatchObject([
      { state: 'open', lines: [{ quantity: 2 }, { quantity: 1 }] },
    ]);
  });
});

describe('a shortfall', () => {
  test('that is waited for is backordered, as long as the terms say or somebody wants', () => {
    const life = missing(confirmed({ terms: { backorderTtlMs: 9 * day } }));
    const until = life.now + 2 * day;
    life.when({ type: 'shortfall.wait', shortfallId: shortfallId(life), until });
    expect(life.order.deadlines).toMatchObject([{ name: 'backorder.expires', at: until }]);
    expect(life.axes.stock).toBe('backordered');
    expect(life.order.shortfalls[0]).toMatchObject({ state: 'waiting', decidedBy: 'user-7' });
    expect(life.commands).toEqual(['notify order_backordered']);
    expect(mug(life)).toMatchObject({ reserved: 1, backordered: 1 });
    life.when({ type: 'stock.replenished', warehouseId: 'berlin' }).settle();
    expect(life.order.fulfillments.map((entry) => entry.lines)).toEqual([
      [
        { lineId: 'mug', quantity: 1 },
        { lineId: 'plate', quantity: 1 },
      ],
      [{ lineId: 'mug', quantity: 1 }],
    ]);
  });

  test('that is refunded cancels its units and gives their money back; the order goes on without them', () => {
    const life = missing(confirmed());
    life.when({ type: 'shortfall.refund', shortfallId: shortfallId(life) });
    expect(life.order.shortfalls[0]?.state).toBe('refunded');
    expect(mug(life)).toMatchObject({ reserved: 1, cancelled: 1 });
    expect(life.operated).toEqual(['payment.refund']);
    life.settle().pack().settle().parcel('dispatched').settle().parcel('delivered');
    expect(life.money).toEqual([3_490, 1_000, 0]);
    expect(life.axes).toMatchObject({
      status: 'delivered',
      payment: 'partially_refunded',
      stock: 'confirmed',
    });
  });

  test('of all that is left calls the order off', () => {
    const life = confirmed({ lines: [goods('mug')] });
    life.when({ type: 'stock.short', reservationId: reservationId(life) });
    life.when({ type: 'shortfall.refund', shortfallId: shortfallId(life) }).settle();
    expect(life.axes).toMatchObject({ status: 'refunded', payment: 'refunded' });
    expect(life.order.cancellation).toMatchObject({ reason: 'out_of_stock', actor: 'user-7' });
    expect(life.money).toEqual([1_490, 1_490, 0]);
  });

  test('of all that is to be sent leaves a download delivered', () => {
    const song = goods('song', { kind: 'digital' });
    const life = confirmed({ lines: [goods('mug'), song] });
    life.when({
      type: 'fulfillment.progressed',
      fulfillmentId: life.order.fulfillments[0]?.id ?? '',
      stage: 'picking',
    });
    life.when({ type: 'stock.short', reservationId: reservationId(life) });
    life.when({ type: 'shortfall.refund', shortfallId: shortfallId(life) });
    expect(life.axes.status).toBe('delivered');
  });

  test('that nobody decides in time is refunded', () => {
    const life = missing(confirmed({ terms: { shortfallTtlMs: hour } })).deadline('shortfall.expires');
    expect(life.order.shortfalls[0]).toMatchObject({ state: 'refunded', decidedBy: 'terms', until: null });
    expect(life.operated).toEqual(['payment.refund']);
  });

  test('is decided by the terms, if they say how', () => {
    const waits = missing(confirmed({ terms: { onShortfall: 'wait' } }));
    expect(waits.order.shortfalls[0]).toMatchObject({ state: 'waiting', decidedBy: 'terms' });
    const refunds = missing(confirmed({ terms: { onShortfall: 'refund' } }));
    expect(refunds.order.shortfalls[0]).toMatchObject({ state: 'refunded', decidedBy: 'terms' });
    expect(refunds.operated).toEqual(['payment.refund']);
  });

  test('that is not about missing goods is always asked about', () => {
    const life = confirmed({ terms: { onShortfall: 'refund' } });
    life.when({ type: 'stock.expired', reservationId: reservationId(life) });
    life.fail('reserve', 'warehouse_closed');
    expect(life.order.shortfalls[0]).toMatchObject({ state: 'open', code: 'warehouse_closed' });
  });

  test('is filled when its goods come in before anybody decided', () => {
    const life = missing(confirmed()).when({ type: 'stock.replenished' }).succeed('reserve');
    expect(life.order.shortfalls[0]?.state).toBe('filled');
    expect(life.axes.stock).toBe('reserved');
  });

  test('ends when the order is cancelled, and is decided no more', () => {
    const life = missing(confirmed()).when({ type: 'order.cancel', reason: 'customer_request' });
    const refund = { type: 'shortfall.refund', shortfallId: shortfallId(life) } as const;
    expect(life.refusals(refund)).toMatchObject([{ rule: 'shortfall.undone', code: 'nothing_short' }]);
    life.settle();
    expect(life.order.shortfalls[0]?.state).toBe('ended');
    expect(life.axes).toMatchObject({ status: 'refunded', payment: 'refunded' });
  });

  test('whose goods are said to be there after all, when they were given up, gives them back', () => {
    const apart = [goods('mug', { warehouseId: 'berlin' }), goods('plate', { warehouseId: 'tokyo' })];
    const life = confirmed({ lines: apart });
    life.when({ type: 'stock.expired', reservationId: reservationId(life) });
    life.fail('reserve', 'out_of_stock').settle();
    life.when({ type: 'shortfall.refund', shortfallId: shortfallId(life) }).settle();
    const late = life.order.shortfalls[0]?.reservationId ?? '';
    life.when({ type: 'stock.reserved', reservationId: late });
    expect(life.operated).toEqual(['stock.release']);
    expect(life.settle().axes).toMatchObject({ status: 'confirmed', stock: 'reserved' });
    expect(life.order.lines.map(({ counts }) => counts.reserved)).toEqual([0, 1]);
  });

  test('whose goods are said to be there after all, before anybody decided, is filled', () => {
    const life = confirmed();
    life.when({ type: 'stock.expired', reservationId: reservationId(life) });
    life.fail('reserve', 'out_of_stock').settle();
    life.when({ type: 'stock.reserved', reservationId: life.order.shortfalls[0]?.reservationId ?? '' });
    expect(life.order.shortfalls[0]?.state).toBe('filled');
    expect(life.axes.stock).toBe('reserved');
  });
});

describe('substitutes', () => {
  test('are reserved and sent in the place of what is missing; what they cost less is given back', () => {
    const life = missing(confirmed());
    life.when(instead(life));
    expect(life.order.lines.map(({ id, counts }) => [id, counts.cancelled])).toEqual([
      ['mug', 1],
      ['plate', 0],
      ['cup', 0],
    ]);
    expect(life.operated).toEqual(['payment.refund', 'stock.reserve']);
    life.settle();
    expect(life.money).toEqual([3_490, 200, 0]);
    expect(life.order.fulfillments.at(-1)?.lines).toEqual([{ lineId: 'cup', quantity: 1 }]);
    for (const index of [0, 1]) life.pack(undefined, index).settle().parcel('dispatched', index).settle();
    expect(life.axes).toMatchObject({ status: 'shipped', stock: 'confirmed' });
  });

  test('that are not there either are a shortfall of their own', () => {
    const life = missing(confirmed());
    life.when(instead(life)).fail('reserve', 'out_of_stock');
    expect(life.order.shortfalls.map(({ state }) => state)).toEqual(['substituted', 'open']);
    life.when({ type: 'shortfall.refund', shortfallId: shortfallId(life, 1) }).settle();
    expect(life.money).toEqual([3_490, 1_000, 0]);
  });

  test.each([
    ['cost more', goods('cup', { unitPriceMinor: 1_001 }), 'substitute_costs_more'],
    ['have the id of a line', goods('plate'), 'line_exists'],
    [
      'have a discount above their price',
      goods('cup', { unitPriceMinor: 5, discountMinor: 6 }),
      'discount_exceeds_line',
    ],
  ])('are refused when they %s', (_why, line, code) => {
    const life = missing(confirmed());
    expect(life.refusals(instead(life, line)).map((refusal) => refusal.code)).toContain(code);
  });

  test('are refused when their units come from nowhere', () => {
    const life = missing(confirmed());
    expect(life.refusals({ ...instead(life), allocations: [] })).toMatchObject([
      { code: 'allocation_mismatch' },
    ]);
  });

  test('are captured with their parcel, if that is the policy, and what is missing never is', () => {
    const life = missing(confirmed({ terms: { capturePolicy: 'on_shipment' } }));
    life.when(instead(life)).settle();
    for (const index of [0, 1]) life.pack(undefined, index).settle();
    expect(life.money.slice(0, 2)).toEqual([2_000 + 490 + 800, 0]);
  });
});

describe('an order that was paid after its reservation ran out', () => {
  const unpaid = (more: TermsInput = {}) =>
    given({ lines, payments: [], terms: { paymentOnSubmit: 'later', ...more } })
      .submit()
      .succeed('reserve');
  const paid = (life: Life) =>
    life
      .deadline('reservation.expires')
      .succeed('release')
      .when({ type: 'payment.captured', reference: 'transfer-1', amountMinor: 3_490 });

  test('reserves again, and is confirmed', () => {
    const life = paid(unpaid());
    expect(life.operated).toEqual(['stock.reserve']);
    life.settle();
    expect(life.axes).toMatchObject({ status: 'confirmed', stock: 'reserved' });
  });

  test('says that it is out of stock and gives the money back, when that is refused', () => {
    const life = paid(unpaid()).fail('reserve', 'out_of_stock').settle();
    expect(life.axes).toMatchObject({ status: 'failed', payment: 'refunded' });
    expect(life.order.failure).toBe('out_of_stock');
    expect(life.order.shortfalls).toEqual([]);
  });

  test('asks instead, if the terms say so: it is confirmed when somebody waits', () => {
    const life = paid(unpaid({ onShortfall: 'ask' })).fail('reserve', 'out_of_stock');
    expect(life.axes).toMatchObject({ status: 'pending', payment: 'captured', stock: 'out_of_stock' });
    life.when({ type: 'shortfall.wait', shortfallId: shortfallId(life) });
    expect(life.axes).toMatchObject({ status: 'confirmed', stock: 'backordered' });
  });

  test('is not asked for less than all of its goods when only part of the money came', () => {
    const life = unpaid({ onShortfall: 'ask' }).deadline('reservation.expires').succeed('release');
    life.when({ type: 'payment.captured', reference: 'transfer-1', amountMinor: 1_000 });
    life.fail('reserve', 'out_of_stock').settle();
    expect(life.axes).toMatchObject({ status: 'failed', payment: 'refunded' });
  });
});
