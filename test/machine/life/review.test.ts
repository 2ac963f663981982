import { describe, expect, test } from 'vitest';
import { day, given, type Life } from '../../support/given.ts';

const screened = () => given({ terms: { riskScreening: true } }).submit();
const assess = (life: Life, outcome: 'allow' | 'review' | 'reject') =>
  life.when({
    type: 'risk.assessed',
    operationId: life.order.screening?.id ?? '',
    outcome,
    reasons: ['velocity', 'new_card'],
  });

describe('an order that is screened for risk', () => {
  test('waits for the outcome before any money moves; its stock is reserved meanwhile', () => {
    const life = screened();
    expect(life.operated).toEqual(['risk.screen', 'stock.reserve']);
    expect(life.axes).toMatchObject({ status: 'pending', review: 'screening', payment: 'awaiting' });
    life.succeed('reserve');
    expect(life.operated).toEqual([]);
    expect(life.deadlines).toEqual(['reservation.expires']);
  });

  test('is paid once it is allowed; the time to pay starts then', () => {
    const life = assess(screened().succeed('reserve').wait(day), 'allow');
    expect(life.moves).toEqual(['payment: awaiting>authorizing', 'review: screening>clear']);
    expect(life.order.timestamps.payableFrom).toBe(life.now);
    expect(life.settle().axes.status).toBe('confirmed');
  });

  test('is cancelled when it is rejected: no money moves, the stock goes back', () => {
    const life = assess(screened().succeed('reserve'), 'reject');
    expect(life.moves).toContain('status: pending>cancelled');
    expect(life.moves).toContain('review: screening>rejected');
    expect(life.operated).toEqual(['stock.release']);
    expect(life.order.cancellation).toMatchObject({ state: 'effective', reason: 'review_rejected' });
    expect(life.order.payments[0]?.transactions).toEqual([]);
  });

  test('asks for no stock after it was rejected', () => {
    const life = assess(screened(), 'reject').succeed('reserve');
    expect(life.operated).toEqual(['stock.release']);
    expect(life.settle().axes.stock).toBe('released');
  });
});

describe('an order that is held for review', () => {
  const held = () => assess(screened().succeed('reserve'), 'review');

  test('waits for a person, for the time of the terms', () => {
    const life = held();
    expect(life.moves).toEqual(['review: screening>held']);
    expect(life.told).toEqual(['order.review_required']);
    expect(life.changed).toEqual(['axes.review', 'screening', 'holds', 'deadlines']);
    expect(life.order.holds).toMatchObject([
      { kind: 'risk', reason: 'velocity, new_card', releasedAt: null },
    ]);
    expect(life.order.deadlines.find(({ name }) => name === 'review.expires')?.at).toBe(life.now + 3 * day);
  });

  test('goes on when it is approved, by name', () => {
    const life = held().when({ type: 'review.approve' });
    expect(life.moves).toEqual(['payment: awaiting>authorizing', 'review: held>clear']);
    expect(life.order.holds).toMatchObject([{ releasedBy: 'user-7', releasedAt: life.now }]);
    expect(life.deadlines).not.toContain('review.expires');
    expect(life.settle().axes.status).toBe('confirmed');
  });

  test('is cancelled when it is turned down, with the reason', () => {
    const life = held().when({ type: 'review.reject', reason: 'fraud' });
    expect(life.axes).toMatchObject({ status: 'cancelled', review: 'rejected' });
    expect(life.order.cancellation).toMatchObject({ reason: 'review_rejected', note: 'fraud' });
    expect(life.settle().axes.stock).toBe('released');
  });

  test('is cancelled when nobody decides in time', () => {
    const life = held().deadline('review.expires');
    expect(life.axes.status).toBe('cancelled');
    expect(life.order.cancellation).toMatchObject({ reason: 'review_expired', actor: 'system' });
    expect(life.deadlines).toEqual([]);
  });

  test('is held no more once it is cancelled: nobody has to decide it', () => {
    const life = held().when({ type: 'order.cancel', reason: 'customer_request' });
    expect(life.axes).toMatchObject({ status: 'cancelled', review: 'not_required' });
    expect(life.order.holds).toMatchObject([{ releasedBy: 'system', releasedAt: life.now }]);
    expect(life.refusals({ type: 'review.approve' })).toMatchObject([{ rule: 'review.held' }]);
  });

  test('keeps money that comes from elsewhere until it is decided, and gives it back when it is turned down', () => {
    const life = held().when({
      type: 'payment.captured',
      reference: 'bank-1',
      method: 'bank_transfer',
      amountMinor: 2_990,
    });
    expect(life.axes).toMatchObject({ status: 'pending', payment: 'captured', review: 'held' });
    life.when({ type: 'review.reject', reason: 'fraud' }).settle();
    expect(life.money).toEqual([2_990, 2_990, 0]);
    expect(life.axes.status).toBe('refunded');
  });
});

describe('a manual hold', () => {
  test('stops goods, not money: nothing is asked of the warehouse until it is released', () => {
    const life = given().submit().when({ type: 'hold.place', reason: 'call first' });
    expect(life.axes.review).toBe('held');
    life.settle();
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured', fulfillment: 'unfulfilled' });
    life.when({ type: 'hold.release', holdId: life.order.holds[0]?.id ?? '' });
    expect(life.moves).toEqual(['fulfillment: unfulfilled>requesting', 'review: held>not_required']);
    expect(life.commands).toEqual(['fulfillment.create']);
  });

  test('of a packed order keeps its label from being made', () => {
    const life = given().submit().settle().when({ type: 'hold.place', reason: 'call first' }).pack();
    expect(life.operated).toEqual([]);
    life.when({ type: 'hold.release', holdId: life.order.holds[0]?.id ?? '' });
    expect(life.operated).toEqual(['shipment.create']);
  });

  test('is released one by one', () => {
    const life = given().submit().settle();
    life.when({ type: 'hold.place', reason: 'one' }).when({ type: 'hold.place', reason: 'two' });
    life.when({ type: 'hold.release', holdId: life.order.holds[0]?.id ?? '' });
    expect(life.axes.review).toBe('held');
    expect(life.order.holds.map((hold) => hold.releasedBy)).toEqual(['user-7', null]);
  });
});
