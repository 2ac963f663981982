import { describe, expect, test } from 'vitest';
import { given, goods, type Life } from '../../support/given.ts';

type Policy = 'before_confirmation' | 'on_shipment' | 'manual';
/** Two mugs, 24.90 with delivery. */
const mugs = (capturePolicy: Policy) =>
  given({ lines: [goods('mug', { quantity: 2 })], terms: { capturePolicy } });
const captures = (life: Life) =>
  life.order.payments
    .flatMap(({ transactions }) => transactions)
    .filter(({ kind }) => kind === 'capture')
    .map(({ amountMinor, final }) => (final ? `${amountMinor} final` : `${amountMinor}`));
const labels = (life: Life) => life.order.shipments.filter(({ stage }) => stage === 'created').length;

describe('before_confirmation', () => {
  test('the order is confirmed once all of it is captured, in one piece, which is the last', () => {
    const life = mugs('before_confirmation').submit().succeed('reserve', 'authorization');
    expect(life.axes).toMatchObject({ status: 'pending', payment: 'capturing' });
    expect(life.last.commands[0]?.data).toMatchObject({ amountMinor: 2_490, final: true });
    life.succeed('capture');
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
  });
});

describe('on_shipment', () => {
  test('the order is confirmed once all of it is authorized, and captured parcel by parcel; the last capture says so', () => {
    const life = mugs('on_shipment').submit().settle();
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'authorized' });
    life.pack({ mug: 1 }).settle();
    expect(captures(life)).toEqual(['1490']);
    life.pack().settle();
    expect(captures(life)).toEqual(['1490', '1000 final']);
    expect(life.money).toEqual([2_490, 0, 0]);
  });

  test('what the last parcel leaves of the authorization is let go', () => {
    const life = mugs('on_shipment').submit().succeed('reserve');
    const { ownerId, operation } = life.awaited('authorization');
    life.when({
      type: 'payment.authorized',
      paymentId: ownerId,
      transactionId: operation.id,
      amountMinor: 3_000,
    });
    life.settle().pack({ mug: 1 }).settle();
    expect(life.money).toEqual([1_490, 0, 1_510]);
    life.pack().succeed('capture');
    expect(life.operated).toContain('payment.void');
    life.settle();
    expect(captures(life)).toEqual(['1490', '1000 final']);
    expect(life.money).toEqual([2_490, 0, 0]);
    expect(life.axes.payment).toBe('captured');
  });
});

describe('manual', () => {
  test('the order is confirmed once authorized; a person captures in parts, and says which is the last', () => {
    const life = mugs('manual').submit().settle();
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'authorized' });
    life.when({ type: 'payment.capture', amountMinor: 1_000 }).settle();
    expect(life.money).toEqual([1_000, 0, 1_490]);
    life.when({ type: 'payment.capture', amountMinor: 900, final: true });
    expect(life.last.commands[0]?.data).toMatchObject({ amountMinor: 900, final: true });
    life.succeed('capture');
    expect(life.operated).toEqual(['payment.void']);
    expect(life.settle().money).toEqual([1_900, 0, 0]);
    expect(captures(life)).toEqual(['1000', '900 final']);
    expect(life.refusals({ type: 'payment.capture' })).toMatchObject([{ code: 'nothing_to_capture' }]);
  });

  test('the capture of all that is left is the last without saying so', () => {
    const life = mugs('manual').submit().settle().when({ type: 'payment.capture' }).settle();
    expect(captures(life)).toEqual(['2490 final']);
  });
});

describe('goods never leave unpaid', () => {
  test('before_confirmation: nothing is asked of a warehouse before all is captured; unpaid, the order fails', () => {
    const life = mugs('before_confirmation').submit().succeed('reserve', 'authorization').lose('capture');
    expect(life.order.fulfillments).toEqual([]);
    life.deadline('payment.expires');
    expect(life.settle().axes.status).toBe('failed');
    expect(life.order.shipments).toEqual([]);
    expect(life.money).toEqual([2_490, 2_490, 0]);
  });

  test.each(['on_shipment', 'manual'] as const)(
    '%s: not when the authorization ran out before the first parcel',
    (policy) => {
      const life = mugs(policy).submit().settle();
      life.deadline('authorization.expires').fail('authorization', 'declined').pack();
      expect(life.operated).toEqual([]);
      expect(labels(life)).toBe(0);
      life.when({ type: 'payment.add', method: 'card', token: 'tok_2' }).settle();
      expect(labels(life)).toBe(1);
    },
  );

  test.each([
    ['on_shipment', [2_490, 0, 0]],
    ['manual', [0, 0, 2_490]],
  ] as const)('%s: not the second parcel when the authorization ran out between the two', (policy, money) => {
    const life = mugs(policy).submit().settle().pack({ mug: 1 }).settle();
    expect(labels(life)).toBe(1);
    life.deadline('authorization.expires').fail('authorization', 'declined').pack();
    expect(life.order.shipments.map(({ stage }) => stage)).toEqual(['created', 'planned']);
    life.when({ type: 'payment.add', method: 'card', token: 'tok_2' }).settle();
    expect(life.order.shipments.map(({ stage }) => stage)).toEqual(['created', 'created']);
    expect(life.money).toEqual(money);
  });

  test('on_shipment: not when the new authorization is pending, only when it is there', () => {
    const life = mugs('on_shipment').submit().settle().deadline('authorization.expires');
    const { ownerId, operation } = life.awaited('authorization');
    life.when({ type: 'payment.pending', paymentId: ownerId, transactionId: operation.id }).pack();
    expect(life.order.shipments.map(({ stage }) => stage)).toEqual(['planned']);
    life.succeed('authorization').succeed('capture');
    expect(life.operated).toEqual(['shipment.create']);
  });

  test('before_confirmation: not when the bank has taken the money back meanwhile', () => {
    const life = given({ terms: { onChargeback: 'continue' } })
      .submit()
      .settle();
    life.when({ type: 'chargeback.lost', reference: 'dp_1', amountMinor: 2_990 }).pack();
    expect(life.order.shipments.map(({ stage }) => stage)).toEqual(['planned']);
    life.when({ type: 'payment.add', method: 'card', token: 'tok_2' }).settle();
    expect(life.order.shipments.map(({ stage }) => stage)).toEqual(['created']);
    expect(life.money).toEqual([5_980, 0, 0]);
  });
});

describe('a void that comes too late', () => {
  const cancelled = () =>
    mugs('manual').submit().settle().when({ type: 'order.cancel', reason: 'customer_request' });
  const late = (life: Life, capturedMinor: number | null) => {
    const { ownerId, operation } = life.awaited('void');
    return life.when({
      type: 'payment.void_failed',
      paymentId: ownerId,
      transactionId: operation.id,
      code: 'already_captured',
      capturedMinor,
    });
  };

  test('after all was captured gives all of it back', () => {
    const life = late(cancelled().succeed('fulfillment-cancel'), null);
    expect(life.operated).toEqual(['payment.refund']);
    expect(life.settle().money).toEqual([2_490, 2_490, 0]);
  });

  test('after a part was captured lets the rest go, then gives the part back', () => {
    const life = late(cancelled().succeed('fulfillment-cancel'), 1_000);
    expect(life.operated).toEqual(['payment.void']);
    expect(life.last.commands[0]?.data).toMatchObject({ amountMinor: 1_490 });
    life.succeed('void');
    expect(life.operated).toEqual(['payment.refund']);
    expect(life.settle().money).toEqual([1_000, 1_000, 0]);
    expect(life.axes.status).toBe('refunded');
  });

  test('after we captured a part ourselves, too', () => {
    const life = mugs('manual')
      .submit()
      .settle()
      .when({ type: 'payment.capture', amountMinor: 490 })
      .settle();
    life.when({ type: 'order.cancel', reason: 'customer_request' }).succeed('fulfillment-cancel');
    late(life, 500);
    life.settle();
    expect(life.money).toEqual([990, 990, 0]);
    expect(life.axes).toMatchObject({ status: 'refunded', payment: 'refunded' });
  });
});
