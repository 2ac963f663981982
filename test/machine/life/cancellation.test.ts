import { compensationPlan, type EventInput } from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { given, goods, type Life } from '../../support/given.ts';

const cancel = { type: 'order.cancel', reason: 'customer_request' } as const;
const untried = (life: Life): EventInput => ({
  ...cancel,
  meta: { untried: life.results.flatMap((result) => result.commands.map((command) => command.id)) },
});
const confirmed = () => given().submit().settle();
const plan = (life: Life) => compensationPlan(life.order).map(({ kind, state }) => `${kind} ${state}`);

describe('before fulfilment was asked for, a cancellation takes effect at once', () => {
  test('a draft: nothing is to be undone, and nobody is told', () => {
    const life = given().when(cancel);
    expect(life.moves).toContain('status: draft>cancelled');
    expect(life.commands).toEqual([]);
    expect(life.order.timestamps.cancelledAt).toBe(life.now);
    expect(life.order.cancellation).toMatchObject({
      state: 'effective',
      reason: 'customer_request',
      actor: 'user-7',
    });
  });

  test('a draft that a parcel made elsewhere keeps from being cancelled runs out once, not again and again', () => {
    const life = given()
      .when({ type: 'shipment.created', shipmentId: 'parcel-1' })
      .when({ type: 'shipment.dispatched', shipmentId: 'parcel-1' })
      .deadline('draft.expires');
    expect(life.axes.status).toBe('draft');
    expect(life.order.cancellation).toMatchObject({ state: 'requested', reason: 'draft_expired' });
    expect(life.deadlines).toEqual([]);
  });

  test('a pending order whose stock is held: the stock goes back', () => {
    const life = given({ payments: [], terms: { paymentOnSubmit: 'later' } })
      .submit()
      .settle()
      .when(cancel);
    expect(life.axes).toMatchObject({ status: 'cancelled', stock: 'releasing', payment: 'not_required' });
    expect(life.commands).toEqual(['stock.release', 'notify order_cancelled']);
    expect(life.told).toEqual(['order.cancellation_requested', 'status pending>cancelled']);
    expect(life.settle().axes.stock).toBe('released');
  });

  test('a customer who is not to be told is not told', () => {
    const life = given()
      .submit()
      .when({ ...cancel, notify: false, note: 'test order' });
    expect(life.commands).toEqual([]);
    expect(life.last.history).toMatchObject([
      { to: 'cancelled', reason: 'customer_request', note: 'test order', actor: 'user-7' },
    ]);
  });

  test('what is in flight is waited for, then undone: an authorization is voided', () => {
    const life = given().submit().succeed('reserve').when(cancel);
    expect(life.axes).toMatchObject({ status: 'cancelled', payment: 'authorizing' });
    expect(life.operated).toEqual(['stock.release']);
    life.succeed('authorization');
    expect(life.operated).toEqual(['payment.void']);
    expect(life.settle().axes).toMatchObject({ status: 'cancelled', payment: 'voided', stock: 'released' });
    expect(life.money).toEqual([0, 0, 0]);
  });

  test('what is in flight is waited for, then undone: a capture is refunded, and the order is refunded', () => {
    const life = given().submit().succeed('reserve', 'authorization').when(cancel);
    expect(life.axes).toMatchObject({ status: 'cancelled', payment: 'capturing' });
    life.succeed('capture');
    expect(life.operated).toEqual(['payment.refund']);
    expect(plan(life)).toEqual(['refund running', 'release running']);
    life.settle();
    expect(life.axes).toMatchObject({ status: 'refunded', payment: 'refunded', stock: 'released' });
    expect(life.money).toEqual([2_990, 2_990, 0]);
    expect(plan(life)).toEqual(['refund done', 'release done']);
  });

  test('what is in flight is waited for, then undone: a reservation is released', () => {
    const life = given().submit().when(cancel);
    expect(life.axes.stock).toBe('reserving');
    life.succeed('reserve');
    expect(life.operated).toEqual(['stock.release']);
  });

  test('what was never attempted is withdrawn in the same step, and nothing is undone for it', () => {
    const life = given().submit();
    life.when(untried(life));
    expect(life.last.withdrawn).toEqual([life.order.reservations[0]?.operations[0]?.id]);
    expect(life.operations).toEqual(['reserve withdrawn']);
    expect(life.operated).toEqual([]);
    expect(life.axes).toMatchObject({ status: 'cancelled', stock: 'unreserved' });
  });

  test('a void that comes too late because the money was taken becomes a refund', () => {
    const life = given().submit().succeed('reserve').when(cancel).succeed('authorization');
    life.fail('void', 'already_captured');
    expect(life.operated).toEqual(['payment.refund']);
    expect(life.settle().money).toEqual([2_990, 2_990, 0]);
    expect(life.axes.status).toBe('refunded');
  });

  test('a compensation that fails is seen, and is tried again when a person asks for it', () => {
    const life = given()
      .submit()
      .succeed('reserve')
      .when(cancel)
      .succeed('authorization', 'release')
      .fail('void', 'refused');
    expect(plan(life)).toEqual(['void failed', 'release done']);
    expect(life.commands).toEqual([]);
    const transactionId = life.order.payments[0]?.transactions.at(-1)?.id ?? '';
    life.when({ type: 'payment.retry', transactionId });
    expect(life.operated).toEqual(['payment.void']);
    expect(life.last.commands[0]?.id).not.toBe(transactionId);
    expect(plan(life.settle())).toEqual(['void done', 'release done']);
  });
});

describe('once the warehouse has it, goods are stopped before money is returned', () => {
  test('the status waits, the warehouse is asked, and nothing else moves', () => {
    const life = confirmed().when(cancel);
    expect(life.moves).toEqual(['fulfillment: requested>cancelling']);
    expect(life.commands).toEqual(['fulfillment.cancel']);
    expect(life.changed).toEqual(['axes.fulfillment', 'fulfillments', 'cancellation']);
    expect(plan(life)).toEqual(['stop running', 'refund waiting', 'release waiting']);
  });

  test('when it confirms, the order is cancelled, and is undone in reverse of its sequence', () => {
    const life = confirmed().when(cancel).succeed('fulfillment-cancel');
    expect(life.moves).toEqual([
      'status: confirmed>cancelled',
      'payment: captured>refunding',
      'stock: reserved>releasing',
      'fulfillment: cancelling>cancelled',
    ]);
    expect(life.commands).toEqual(['payment.refund', 'stock.release', 'notify order_cancelled']);
    life.settle();
    expect(life.axes).toMatchObject({ status: 'refunded', payment: 'refunded', stock: 'released' });
    expect(plan(life)).toEqual(['stop done', 'refund done', 'release done']);
    expect(life.order.lines[0]?.counts).toMatchObject({ cancelled: 1, reserved: 0 });
  });

  test('when it can not stop, the order goes on and says so, and no money moves', () => {
    const life = confirmed().when(cancel).fail('fulfillment-cancel', 'too_late');
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured', fulfillment: 'requested' });
    expect(life.commands).toEqual(['notify cancellation_refused']);
    expect(life.told).toEqual(['order.cancellation_refused']);
    expect(life.order.cancellation?.state).toBe('refused');
    life.pack().settle().parcel('delivered').settle();
    expect(life.axes).toMatchObject({ status: 'delivered', payment: 'captured' });
  });

  test('a request to the warehouse that was never attempted is withdrawn, and the order cancelled at once', () => {
    const life = given().submit().succeed('reserve', 'authorization', 'capture');
    life.when(untried(life));
    expect(life.axes).toMatchObject({ status: 'cancelled', fulfillment: 'cancelled' });
    expect(life.operated).toEqual(['payment.refund', 'stock.release']);
    expect(life.last.withdrawn).toHaveLength(1);
  });

  test('one in flight is waited for, then stopped', () => {
    const life = given().submit().succeed('reserve', 'authorization', 'capture').when(cancel);
    expect(life.axes.fulfillment).toBe('cancelling');
    expect(life.commands).toEqual([]);
    life.succeed('fulfillment-create');
    expect(life.commands).toEqual(['fulfillment.cancel']);
    expect(life.settle().axes.status).toBe('refunded');
  });

  test('a label that was made is stopped with it', () => {
    const life = confirmed().pack().settle().when(cancel);
    expect(life.commands).toEqual(['fulfillment.cancel', 'shipment.cancel']);
    expect(life.settle().axes).toMatchObject({ status: 'refunded', fulfillment: 'cancelled' });
  });

  test('goods that leave meanwhile end the cancellation: the order goes on', () => {
    const life = confirmed().pack().settle().when(cancel).parcel('dispatched');
    expect(life.order.cancellation?.state).toBe('refused');
    expect(life.axes.status).toBe('shipped');
    expect(life.money).toEqual([2_990, 0, 0]);
    life.fail('fulfillment-cancel', 'too_late').fail('shipment-cancel', 'too_late').settle();
    expect(life.axes).toMatchObject({ status: 'shipped', payment: 'captured', stock: 'confirmed' });
  });

  test('no money is taken for an order that is being stopped', () => {
    const life = given({ terms: { capturePolicy: 'on_shipment' } })
      .submit()
      .settle()
      .when(cancel)
      .pack();
    expect(life.operated).toEqual([]);
    expect(life.settle().money).toEqual([0, 0, 0]);
    expect(life.axes).toMatchObject({ status: 'cancelled', payment: 'voided' });
  });

  test('a capture that was never attempted is withdrawn, and not asked for again', () => {
    const life = given({ terms: { capturePolicy: 'on_shipment' } })
      .submit()
      .settle()
      .pack();
    life.when(untried(life));
    expect(life.operated).toEqual(['fulfillment.cancel']);
    expect(life.operations).toContain('capture withdrawn');
    expect(life.settle().money).toEqual([0, 0, 0]);
  });

  test('when one of two warehouses can not stop, the order goes on, and what was stopped is planned again', () => {
    const life = given({
      lines: [goods('mug', { warehouseId: 'berlin' }), goods('plate', { warehouseId: 'tokyo' })],
    });
    life.submit().settle().when(cancel).succeed('fulfillment-cancel');
    expect(life.axes).toMatchObject({ status: 'confirmed', fulfillment: 'cancelling' });
    life.fail('fulfillment-cancel', 'too_late');
    expect(life.commands).toEqual(['fulfillment.create', 'notify cancellation_refused']);
    expect(life.order.fulfillments.map(({ warehouseId, stage }) => `${warehouseId} ${stage}`)).toEqual([
      'berlin cancelled',
      'tokyo accepted',
      'berlin requested',
    ]);
    expect(life.money[1]).toBe(0);
  });

  test('after a refusal it can be asked again, and the warehouse is asked again', () => {
    const life = confirmed().when(cancel).fail('fulfillment-cancel').when(cancel);
    expect(life.commands).toEqual(['fulfillment.cancel']);
    expect(life.settle().axes.status).toBe('refunded');
  });
});
