import { describe, expect, test } from 'vitest';
import { given, goods, hour, minute } from '../../support/given.ts';

describe('an order is submitted', () => {
  test('it gets its number, asks for its stock, and clears the checkout; nothing else changes', () => {
    const life = given({ sessionId: 'session-1', cartId: 'cart-1' }).wait(minute).submit();
    expect(life.moves).toEqual([
      'status: draft>pending',
      'stock: unreserved>reserving',
      'review: not_started>not_required',
    ]);
    expect(life.commands).toEqual(['stock.reserve', 'checkout.clear', 'notify order_placed']);
    expect(life.told).toEqual(['order.placed', 'status draft>pending']);
    expect(life.changed).toEqual([
      'number',
      'axes.status',
      'axes.stock',
      'axes.review',
      'lines',
      'reservations',
      'deadlines',
      'timestamps.placedAt',
      'timestamps.expiresAt',
      'timestamps.payableFrom',
    ]);
    expect(life.deadlines).toEqual(['payment.expires']);
    expect(life.order.number).toBe('SC-1042');
  });

  test('without a session and a cart there is no checkout to clear', () => {
    expect(given().submit().commands).toEqual(['stock.reserve', 'notify order_placed']);
  });

  test('money does not move before stock is held: the loser of the last unit is never charged', () => {
    const life = given().submit();
    expect(life.order.payments[0]?.transactions).toEqual([]);
    life.fail('reserve', 'out_of_stock');
    expect(life.moves).toEqual([
      'status: pending>failed',
      'payment: awaiting>not_required',
      'stock: reserving>out_of_stock',
    ]);
    expect(life.order.payments[0]?.transactions).toEqual([]);
    expect(life.order.failure).toBe('out_of_stock');
    expect(life.commands).toEqual(['notify order_failed']);
  });
});

describe('a pending order is confirmed', () => {
  test('before_confirmation: once its money is captured', () => {
    const life = given().submit().succeed('reserve', 'authorization');
    expect(life.moves).toEqual(['payment: authorizing>capturing']);
    expect(life.axes.status).toBe('pending');
    life.succeed('capture');
    expect(life.moves).toEqual([
      'status: pending>confirmed',
      'payment: capturing>captured',
      'fulfillment: unfulfilled>requesting',
    ]);
    expect(life.commands).toEqual(['fulfillment.create', 'notify order_confirmed']);
    expect(life.told).toEqual(['order.payment_captured', 'status pending>confirmed']);
    expect(life.changed).toEqual([
      'axes.status',
      'axes.payment',
      'axes.fulfillment',
      'payments',
      'fulfillments',
      'deadlines',
      'timestamps.confirmedAt',
    ]);
    expect(life.money).toEqual([2_990, 0, 0]);
    expect(life.deadlines).toEqual([]);
  });

  test('before_confirmation: a sale of the provider is an authorization and a capture', () => {
    const life = given().submit().succeed('reserve');
    const { ownerId, operation } = life.awaited('authorization');
    life.when({
      type: 'payment.captured',
      paymentId: ownerId,
      transactionId: operation.id,
      amountMinor: 2_990,
    });
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
    expect(life.order.payments[0]?.transactions.map(({ kind, amountMinor }) => [kind, amountMinor])).toEqual([
      ['authorization', 2_990],
      ['capture', 2_990],
    ]);
  });

  test.each(['on_shipment', 'manual'] as const)(
    '%s: once its money is authorized, and none is taken',
    (capturePolicy) => {
      const life = given({ terms: { capturePolicy } }).submit().succeed('reserve', 'authorization');
      expect(life.moves).toEqual([
        'status: pending>confirmed',
        'payment: authorizing>authorized',
        'fulfillment: unfulfilled>requesting',
      ]);
      expect(life.money).toEqual([0, 0, 2_990]);
      expect(life.deadlines).toEqual(['authorization.expires']);
    },
  );

  test('zero total: as soon as its stock is held, without any payment', () => {
    const life = given({
      lines: [goods('gift', { unitPriceMinor: 0 })],
      shipping: { amountMinor: 0 },
      payments: [],
    });
    life.submit().succeed('reserve');
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'not_required', stock: 'reserved' });
    life.settle().pack().settle().parcel('dispatched').settle().parcel('delivered');
    expect(life.axes).toMatchObject({ status: 'delivered', payment: 'not_required' });
    expect(life.order.payments).toEqual([]);
  });

  test('digital: it is delivered with its confirmation, and crosses both edges in one step', () => {
    const life = given({
      lines: [goods('song', { kind: 'digital' })],
      shippingAddress: null,
      shipping: { amountMinor: 0 },
    });
    life.submit();
    expect(life.axes).toMatchObject({
      status: 'pending',
      stock: 'not_required',
      fulfillment: 'not_required',
      payment: 'authorizing',
    });
    life.succeed('authorization', 'capture');
    expect(life.moves).toEqual(['status: pending>delivered', 'payment: capturing>captured']);
    expect(life.told).toEqual([
      'order.payment_captured',
      'status pending>confirmed',
      'status confirmed>delivered',
    ]);
    expect(life.last.history.map(({ version, index, from, to }) => [version, index, from, to])).toEqual([
      [life.order.version, 0, 'pending', 'confirmed'],
      [life.order.version, 1, 'confirmed', 'delivered'],
    ]);
    expect(life.order.version).toBe(life.before.version + 1);
    expect(life.order.lines[0]?.counts).toMatchObject({ shipped: 1, delivered: 1 });
  });

  test('mixed: the digital line is there at once, the order is delivered with its parcel', () => {
    const life = given({ lines: [goods('song', { kind: 'digital' }), goods('mug')] })
      .submit()
      .settle();
    expect(life.order.lines.map((line) => line.counts.delivered)).toEqual([1, 0]);
    expect(life.axes).toMatchObject({ status: 'confirmed', fulfillment: 'requested' });
    life.pack().settle().parcel('dispatched').settle().parcel('delivered');
    expect(life.axes.status).toBe('delivered');
    expect(life.order.lines.map((line) => line.counts.delivered)).toEqual([1, 1]);
  });

  test('paid on a hosted page while it was a draft: the money waits for the stock', () => {
    const life = given({ payments: [], terms: { paymentOnSubmit: 'later' } });
    life.when({ type: 'payment.captured', reference: 'pi_1', method: 'hosted', amountMinor: 2_990 });
    expect(life.changed).toEqual(['axes.payment', 'payments']);
    life.submit();
    expect(life.axes).toMatchObject({ status: 'pending', payment: 'captured', stock: 'reserving' });
    life.succeed('reserve');
    expect(life.axes.status).toBe('confirmed');
    expect(life.order.payments.map(({ origin, method }) => [origin, method])).toEqual([
      ['elsewhere', 'hosted'],
    ]);
  });
});

describe('several warehouses and payments', () => {
  const two = {
    lines: [
      goods('mug', { warehouseId: 'berlin' }),
      goods('plate', { warehouseId: 'tokyo', unitPriceMinor: 500 }),
    ],
  };

  test('all is reserved or nothing: when one warehouse refuses, the other gets its units back, and no money moves', () => {
    const life = given(two).submit();
    expect(life.commands).toEqual(['stock.reserve', 'stock.reserve', 'notify order_placed']);
    life.succeed('reserve');
    expect(life.axes).toMatchObject({ stock: 'reserving', payment: 'awaiting' });
    life.fail('reserve', 'out_of_stock');
    expect(life.commands).toEqual(['stock.release', 'notify order_failed']);
    life.settle();
    expect(life.axes).toMatchObject({ status: 'failed', stock: 'released' });
    expect(life.operations).toEqual(['reserve succeeded', 'release succeeded', 'reserve failed']);
  });

  test('a warehouse that gives after the order has failed gets it back', () => {
    const life = given(two).submit().fail('reserve').succeed('reserve');
    expect(life.commands).toEqual(['stock.release']);
    expect(life.settle().order.lines.every((line) => line.counts.reserved === 0)).toBe(true);
  });

  test('one fulfilment a warehouse, one reservation a warehouse', () => {
    const life = given(two).submit().settle();
    expect(life.order.reservations.map((entry) => entry.warehouseId)).toEqual(['berlin', 'tokyo']);
    expect(life.order.fulfillments.map(({ warehouseId, lines }) => [warehouseId, lines])).toEqual([
      ['berlin', [{ lineId: 'mug', quantity: 1 }]],
      ['tokyo', [{ lineId: 'plate', quantity: 1 }]],
    ]);
  });

  test('a gift card covers what it has, the card the rest; both are needed', () => {
    const life = given({ payments: [{ method: 'gift_card', amountMinor: 1_000 }, { method: 'card' }] });
    life.submit().succeed('reserve');
    const asked = life.last.commands.map(({ data }) => [data['method'], data['amountMinor']]);
    expect(asked).toEqual([
      ['gift_card', 1_000],
      ['card', 1_990],
    ]);
    life.succeed('authorization');
    expect(life.axes).toMatchObject({ status: 'pending', payment: 'authorizing' });
    life.settle();
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
    expect(life.money).toEqual([2_990, 0, 0]);
  });

  test('when the card is declined, the gift card keeps its authorization, and nothing is captured', () => {
    const life = given({ payments: [{ method: 'gift_card', amountMinor: 1_000 }, { method: 'card' }] });
    life.submit().succeed('reserve', 'authorization').fail('authorization', 'insufficient_funds');
    expect(life.axes).toMatchObject({ status: 'pending', payment: 'partially_authorized' });
    expect(life.money).toEqual([0, 0, 1_000]);
    life.when({ type: 'payment.add', method: 'card', token: 'tok_other' });
    expect(life.last.commands.map(({ data }) => data['amountMinor'])).toEqual([1_990]);
    life.settle();
    expect(life.axes.status).toBe('confirmed');
  });
});

describe('a draft', () => {
  test('lives half an hour from the last touch, and is cancelled without a word', () => {
    const life = given()
      .wait(20 * minute)
      .when({ type: 'draft.touch' });
    expect(life.changed).toEqual(['deadlines', 'timestamps.expiresAt']);
    expect(life.order.deadlines).toEqual([
      { name: 'draft.expires', ref: life.order.id, at: life.now + 30 * minute },
    ]);
    life.deadline('draft.expires');
    expect(life.moves).toContain('status: draft>cancelled');
    expect(life.commands).toEqual([]);
    expect(life.deadlines).toEqual([]);
    expect(life.order.cancellation).toMatchObject({
      state: 'effective',
      reason: 'draft_expired',
      actor: 'system',
    });
  });

  test('a deadline that was put off is no news when it comes', () => {
    const life = given();
    const [old] = life.order.deadlines;
    life
      .wait(hour)
      .when({ type: 'draft.touch' })
      .when({ type: 'deadline.reached', ...old } as never);
    expect(life.last.outcome).toBe('duplicate');
    expect(life.changed).toEqual([]);
  });

  test('is edited in parts: what is left out stays, and the sums follow', () => {
    const life = given().when({ type: 'draft.edit', lines: [goods('plate', { quantity: 3, taxMinor: 7 })] });
    expect(life.changed).toEqual([
      'lines',
      'totals.subtotalMinor',
      'totals.taxMinor',
      'totals.totalMinor',
      'deadlines',
      'timestamps.expiresAt',
    ]);
    expect(life.order.totals).toEqual({
      subtotalMinor: 3_000,
      discountMinor: 0,
      taxMinor: 85,
      includedTaxMinor: 0,
      shippingMinor: 412,
      shippingTaxMinor: 78,
      totalMinor: 3_497,
    });
  });
});
