import { describe, expect, test } from 'vitest';
import { day, given, goods, minute } from '../../support/given.ts';

const pending = () => given().submit().succeed('reserve');

describe('a declined payment', () => {
  test('leaves the order pending, and the customer may try another card', () => {
    const life = pending().fail('authorization', 'insufficient_funds');
    expect(life.moves).toEqual(['payment: authorizing>failed']);
    expect(life.commands).toEqual(['notify payment_failed']);
    expect(life.told).toEqual(['order.payment_failed']);
    expect(life.changed).toEqual(['axes.payment', 'payments', 'deadlines']);
    expect(life.deadlines).toEqual(['reservation.expires', 'payment.expires']);
    life.when({ type: 'payment.add', method: 'card', token: 'tok_other' });
    expect(life.commands).toEqual(['payment.authorize']);
    expect(life.last.commands[0]?.data).toMatchObject({ token: 'tok_other', amountMinor: 2_990 });
    life.settle();
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
    expect(life.operations.filter((entry) => entry.startsWith('authorization'))).toEqual([
      'authorization failed',
      'authorization succeeded',
    ]);
  });

  test('fails the order when the attempts are used up, and gives the stock back', () => {
    const life = pending();
    for (const token of ['tok_2', 'tok_3'])
      life.fail('authorization').when({ type: 'payment.add', method: 'card', token });
    life.fail('authorization', 'stolen_card');
    expect(life.moves).toEqual([
      'status: pending>failed',
      'payment: authorizing>failed',
      'stock: reserved>releasing',
    ]);
    expect(life.operated).toEqual(['stock.release']);
    expect(life.commands).toEqual(['stock.release', 'notify order_failed']);
    expect(life.order.failure).toBe('payment_declined');
    expect(life.last.history).toMatchObject([{ from: 'pending', to: 'failed', reason: 'payment_declined' }]);
    expect(life.settle().axes.stock).toBe('released');
  });

  test('does not fail the order while another payment is still being tried', () => {
    const life = given({
      terms: { maxPaymentAttempts: 1 },
      payments: [{ method: 'gift_card', amountMinor: 990 }, { method: 'card' }],
    });
    life.submit().succeed('reserve').fail('authorization');
    expect(life.axes).toMatchObject({ status: 'pending', payment: 'authorizing' });
    life.succeed('authorization');
    expect(life.axes.status).toBe('failed');
    expect(life.commands).toEqual(['payment.void', 'stock.release', 'notify order_failed']);
    expect(life.settle().money).toEqual([0, 0, 0]);
  });

  test('does not fail the order when the attempts are used up, but another authorization stands for all of it', () => {
    const life = given({ terms: { maxPaymentAttempts: 1 } });
    life.when({ type: 'payment.authorized', reference: 'pi_1', method: 'hosted', amountMinor: 2_990 });
    const paymentId = life.order.payments[0]?.id ?? '';
    life.when({ type: 'payment.failed', paymentId, code: 'declined' }).submit().succeed('reserve');
    expect(life.commands).toEqual(['payment.capture']);
    expect(life.settle().axes.status).toBe('confirmed');
  });

  test('an order whose attempts were used up as a draft fails on submission, and asks for nothing', () => {
    const life = given({ terms: { maxPaymentAttempts: 1 } });
    life
      .when({ type: 'payment.failed', paymentId: life.order.payments[0]?.id ?? '', code: 'declined' })
      .submit();
    expect(life.axes).toMatchObject({ status: 'failed', stock: 'unreserved' });
    expect(life.commands).toEqual(['notify order_placed', 'notify order_failed']);
    expect(life.told.slice(1)).toEqual(['status draft>pending', 'status pending>failed']);
  });

  test('a capture that fails lets its authorization go, and is tried anew a limited number of times', () => {
    const life = pending();
    for (let attempt = 1; attempt < 3; attempt += 1) {
      life.succeed('authorization').fail('capture', 'expired_authorization');
      expect(life.operated).toEqual(['payment.authorize']);
    }
    life.succeed('authorization').fail('capture', 'expired_authorization');
    expect(life.operated).toEqual(['stock.release']);
    expect(life.axes.status).toBe('failed');
  });
});

describe('an unknown outcome', () => {
  test('is never treated as failed: no new attempt, no compensation, until it is known', () => {
    const life = pending().lose('authorization');
    expect(life.moves).toEqual(['payment: authorizing>unknown']);
    expect(life.commands).toEqual([]);
    life.deadline('payment.expires');
    expect(life.axes).toMatchObject({ status: 'failed', payment: 'unknown' });
    expect(life.commands).toEqual(['stock.release', 'notify order_failed']);
    life.settle();
    expect(life.operations).toContain('void succeeded');
    expect(life.axes.payment).toBe('voided');
  });

  test('that turns out well goes on as if nothing had been', () => {
    const life = pending().lose('authorization').succeed('authorization').lose('capture').succeed('capture');
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
    expect(life.money).toEqual([2_990, 0, 0]);
  });

  test('that turns out badly is a decline', () => {
    expect(pending().lose('authorization').fail('authorization').axes).toMatchObject({
      status: 'pending',
      payment: 'failed',
    });
  });

  test.each(['reserve', 'fulfillment-create'] as const)('of a %s shows on its axis, and waits', (kind) => {
    const life = given().submit();
    if (kind === 'fulfillment-create') life.succeed('reserve', 'authorization', 'capture');
    life.lose(kind);
    expect(Object.values(life.axes)).toContain('unknown');
    expect(life.commands).toEqual([]);
    expect(life.settle().axes).toMatchObject({ status: 'confirmed', fulfillment: 'requested' });
  });
});

describe('time runs out', () => {
  test('payment: the order fails, and money that comes late is given back', () => {
    const life = pending().deadline('payment.expires');
    expect(life.order.failure).toBe('payment_expired');
    expect(life.axes.status).toBe('failed');
    life.succeed('authorization');
    expect(life.commands).toEqual(['payment.void']);
    life.settle();
    expect(life.axes).toMatchObject({ status: 'failed', payment: 'voided', stock: 'released' });
    life.when({ type: 'payment.captured', reference: 'bank-1', method: 'bank_transfer', amountMinor: 2_990 });
    expect(life.commands).toEqual(['payment.refund']);
    expect(life.settle().money).toEqual([2_990, 2_990, 0]);
    expect(life.axes).toMatchObject({ status: 'failed', payment: 'refunded' });
  });

  test('reservation: unpaid stock goes back, and is reserved again when money comes', () => {
    const life = given({ payments: [], terms: { paymentOnSubmit: 'later' } })
      .submit()
      .succeed('reserve');
    life.deadline('reservation.expires');
    expect(life.moves).toEqual(['stock: reserved>releasing']);
    life.settle();
    expect(life.axes).toMatchObject({ status: 'pending', stock: 'expired', payment: 'awaiting' });
    life.when({ type: 'payment.captured', reference: 'bank-1', method: 'bank_transfer', amountMinor: 2_990 });
    expect(life.commands).toEqual(['stock.reserve']);
    expect(life.settle().axes).toMatchObject({ status: 'confirmed', stock: 'reserved', payment: 'captured' });
  });

  test('reservation: when the stock is gone meanwhile, the order says so, and the money goes back', () => {
    const life = given({ payments: [], terms: { paymentOnSubmit: 'later' } })
      .submit()
      .succeed('reserve');
    life.deadline('reservation.expires').settle();
    life.when({ type: 'payment.captured', reference: 'bank-1', method: 'bank_transfer', amountMinor: 2_990 });
    life.fail('reserve', 'out_of_stock');
    expect(life.order.failure).toBe('out_of_stock');
    expect(life.commands).toEqual(['payment.refund', 'notify order_failed']);
    expect(life.settle().money).toEqual([2_990, 2_990, 0]);
  });

  test('reservation: stock is not given away while its payment is being made', () => {
    const life = pending();
    expect(life.deadlines).toEqual(['payment.expires']);
    life.fail('authorization');
    expect(life.deadlines).toEqual(['reservation.expires', 'payment.expires']);
    life.when({ type: 'payment.add', method: 'card', token: 'tok_2' });
    expect(life.deadlines).toEqual(['payment.expires']);
  });

  test('reservation: the stock of a paid order does not run out', () => {
    expect(pending().settle().deadlines).toEqual([]);
  });

  test('authorization: a new one is taken, as the terms say', () => {
    const life = given({ terms: { capturePolicy: 'on_shipment' } })
      .submit()
      .settle();
    expect(life.order.deadlines[0]).toMatchObject({ name: 'authorization.expires' });
    life.deadline('authorization.expires');
    expect(life.moves).toEqual(['payment: authorized>authorizing']);
    expect(life.commands).toEqual(['payment.authorize']);
    expect(life.settle().axes).toMatchObject({ status: 'confirmed', payment: 'authorized' });
    expect(life.money).toEqual([0, 0, 2_990]);
  });

  test('authorization: or the order is held for a person, and its goods do not leave', () => {
    const life = given({ terms: { capturePolicy: 'on_shipment', expiredAuthorization: 'hold' } })
      .submit()
      .settle();
    life.deadline('authorization.expires');
    expect(life.moves).toEqual(['payment: authorized>expired', 'review: not_required>held']);
    expect(life.pack().commands).toEqual(['notify order_processing']);
    const holdId = life.order.holds[0]?.id ?? '';
    life.when({ type: 'payment.add', method: 'card', token: 'tok_2' }).settle();
    expect(life.order.shipments[0]?.stage).toBe('planned');
    life.when({ type: 'hold.release', holdId });
    expect(life.commands).toEqual(['shipment.create']);
  });

  test('feedback: the customer is asked once, days after delivery', () => {
    const life = given().submit().settle().pack().settle().parcel('delivered').settle();
    expect(life.order.deadlines).toEqual([
      { name: 'feedback.due', ref: life.order.id, at: life.now - 1_000 + 3 * day },
    ]);
    life.deadline('feedback.due');
    expect(life.commands).toEqual(['notify feedback_request']);
    expect(life.changed).toEqual(['deadlines', 'timestamps.feedbackAt']);
    expect(life.deadlines).toEqual([]);
  });

  test('each deadline goes with what it belongs to', () => {
    const life = given({ terms: { capturePolicy: 'manual' } });
    expect(life.deadlines).toEqual(['draft.expires']);
    expect(life.submit().deadlines).toEqual(['payment.expires']);
    expect(life.succeed('reserve').deadlines).toEqual(['payment.expires']);
    expect(life.succeed('authorization').deadlines).toEqual(['authorization.expires']);
    expect(life.when({ type: 'payment.capture' }).deadlines).toEqual([]);
    expect(life.wait(minute).settle().deadlines).toEqual([]);
  });
});

describe('on_shipment', () => {
  test('a capture that keeps failing is not tried for ever: the goods wait for a person', () => {
    const life = given({ terms: { capturePolicy: 'on_shipment' }, lines: [goods('mug')] })
      .submit()
      .settle()
      .pack();
    for (let attempt = 1; attempt < 3; attempt += 1)
      life.fail('capture', 'declined').succeed('authorization');
    life.fail('capture', 'declined');
    expect(life.commands).toEqual([]);
    expect(life.axes).toMatchObject({ status: 'processing', payment: 'failed', fulfillment: 'in_progress' });
    expect(life.order.shipments[0]?.stage).toBe('planned');
    life.when({ type: 'payment.add', method: 'card', token: 'tok_2' }).settle();
    expect(life.order.shipments[0]?.stage).toBe('created');
    expect(life.money).toEqual([1_490, 0, 0]);
  });
});
