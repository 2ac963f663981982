import type { RequestInput } from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { type GivenOrder, given, goods, type Life } from '../../support/given.ts';

type Whole = Extract<RequestInput, { type: 'order.cancel' }>;
type Lines = Extract<RequestInput, { type: 'order.cancel_lines' }>;

const whole: Whole = { type: 'order.cancel', reason: 'changed_mind' };
const lines: Lines = {
  type: 'order.cancel_lines',
  lines: [{ lineId: 'mug', quantity: 1 }],
  reason: 'changed_mind',
};

const order = (more: GivenOrder = {}) =>
  given({ lines: [goods('mug', { quantity: 2 }), goods('plate')], ...more });
const listed = () => order({ terms: { cancelReasons: ['changed_mind', 'too_slow'] } });
const released = (life: Life) =>
  life.results
    .flatMap(({ commands }) => commands)
    .filter(({ type }) => type === 'stock.release')
    .map(({ data }) => data['restock']);
const notified = (life: Life) =>
  life.results
    .flatMap(({ commands }) => commands)
    .filter(({ type }) => type === 'notification.send')
    .map(({ data }) => data['template']);

describe('the reasons for a cancellation', () => {
  test.each<RequestInput>([whole, lines])('are any, unless the terms list them: $type', (request) => {
    const odd = { ...request, reason: 'full_moon' } as RequestInput;
    expect(order().submit().settle().refusals(odd)).toEqual([]);
    const life = listed().submit().settle();
    expect(life.refusals(request)).toEqual([]);
    expect(life.refusals(odd)).toMatchObject([
      {
        rule: 'cancel.reason',
        code: 'reason_unknown',
        value: 'full_moon',
        limit: ['changed_mind', 'too_slow'],
        reason: expect.stringContaining('changed_mind, too_slow') as string,
      },
    ]);
  });

  test('of the order itself are not held to the list', () => {
    const life = listed().deadline('draft.expires');
    expect(life.order.cancellation).toMatchObject({ state: 'effective', reason: 'draft_expired' });
    const update = { ...whole, reason: 'status_update' };
    expect(listed().submit().refusals(update)).toEqual([]);
  });

  test('must be at least one, where there is a list', () => {
    expect(() => order({ terms: { cancelReasons: [] } })).toThrow('cancelReasons');
  });
});

describe('units that are not to be sold again', () => {
  test('are given back so: of lines, of the whole order, each as it was said', () => {
    const life = order().submit().succeed('reserve');
    life.when({ type: 'hold.place', reason: 'call first' }).settle();
    life.when({ ...lines, restock: false }).settle();
    life.when(lines).settle();
    expect(released(life)).toEqual([false, true]);
    life.when({ ...whole, restock: false }).settle();
    expect(released(life)).toEqual([false, true, false]);
    expect(life.axes).toMatchObject({ status: 'refunded', stock: 'released' });
  });

  test('are those that were cancelled: what runs out goes back to sale', () => {
    const life = order({ payments: [], terms: { paymentOnSubmit: 'later' } })
      .submit()
      .settle();
    life
      .when({ ...lines, restock: false })
      .settle()
      .deadline('reservation.expires')
      .settle();
    expect(released(life)).toEqual([false, true]);
  });

  test('are the last of an order, too', () => {
    const life = order({ payments: [], terms: { paymentOnSubmit: 'later' } })
      .submit()
      .settle();
    const all = [
      { lineId: 'mug', quantity: 2 },
      { lineId: 'plate', quantity: 1 },
    ];
    life.when({ ...lines, lines: all, restock: false }).settle();
    expect(life.axes.status).toBe('cancelled');
    expect(life.order.cancellation?.restock).toBe(false);
    expect(released(life)).toEqual([false]);
  });
});

describe('a customer who is not to be told', () => {
  test('is not told that lines were cancelled, nor that they could not be', () => {
    const quiet = { ...lines, notify: false };
    const life = order().submit().settle();
    const before = notified(life);
    life.when(quiet).settle();
    life.when(quiet).fail('fulfillment-cancel');
    expect(life.order.lineCancellations.map(({ state }) => state)).toEqual(['effective', 'refused']);
    expect(notified(life)).toEqual(before);
  });

  test('is not told when the last units end the order', () => {
    const life = order({ lines: [goods('mug')] }).submit();
    const before = notified(life);
    life.when({ ...lines, notify: false }).settle();
    expect(life.axes.status).toBe('cancelled');
    expect(notified(life)).toEqual(before);
  });
});
