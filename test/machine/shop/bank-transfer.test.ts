import type { TermsInput } from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { given, type Life } from '../../support/given.ts';

/** A mug for 29.90 with delivery, to be paid by bank transfer; a tolerance of 5 cents where the test says so. */
const placed = (terms: TermsInput = {}, currency = 'EUR') =>
  given({ payments: [], currency, terms: { paymentOnSubmit: 'later', ...terms } })
    .submit()
    .succeed('reserve');
const transfer = (life: Life, amountMinor: number, reference = 'bank-1') =>
  life.when({ type: 'payment.captured', method: 'bank_transfer', reference, amountMinor });
const tolerance = { paymentToleranceMinor: { EUR: 5, JPY: 1 } };
const writtenOff = (life: Life) =>
  life.order.payments
    .flatMap(({ transactions }) => transactions)
    .filter(({ kind }) => kind === 'write_off')
    .map(({ amountMinor, settledBy }) => ({ amountMinor, settledBy }));

describe('less than the price', () => {
  test('leaves the order pending, and the customer is told what is open', () => {
    const life = transfer(placed(), 2_000);
    expect(life.axes).toMatchObject({ status: 'pending', payment: 'partially_captured' });
    expect(life.commands).toEqual(['notify payment_incomplete']);
    expect(life.last.commands[0]?.data['data']).toMatchObject({ openMinor: 990, receivedMinor: 2_000 });
    expect(life.deadlines).toEqual(['reservation.expires', 'payment.expires']);
  });

  test('several transfers add up; each that is still too little says what is open then', () => {
    const life = transfer(transfer(placed(), 1_000), 1_000, 'bank-2');
    expect(life.last.commands[0]?.data['data']).toMatchObject({ openMinor: 990, receivedMinor: 2_000 });
    transfer(life, 990, 'bank-3');
    expect(life.commands).toEqual(['fulfillment.create', 'notify order_confirmed']);
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
    expect(life.money).toEqual([2_990, 0, 0]);
  });

  test('the same transfer heard of twice counts once', () => {
    const life = transfer(transfer(placed(), 1_000), 1_000);
    expect(life.last.outcome).toBe('duplicate');
    expect(life.money).toEqual([1_000, 0, 0]);
  });

  test('nobody is told to pay what a card is being charged for', () => {
    const life = given({ payments: [{ method: 'card' }] })
      .submit()
      .succeed('reserve');
    expect(transfer(life, 1_000).commands).toEqual([]);
  });

  test('when the time is over the order fails, and what came is given back', () => {
    const life = transfer(placed(), 2_000).deadline('payment.expires');
    expect(life.axes.status).toBe('failed');
    expect(life.settle().money).toEqual([2_000, 2_000, 0]);
  });
});

describe('a shortfall within the tolerance', () => {
  test('is written off, on the payment that came short, and the order counts as paid', () => {
    const life = transfer(placed(tolerance), 2_985);
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
    expect(life.told).toContain('order.payment_written_off');
    expect(life.commands).toEqual(['fulfillment.create', 'notify order_confirmed']);
    expect(writtenOff(life)).toEqual([{ amountMinor: 5, settledBy: 'system' }]);
    life.settle().pack().settle().parcel('delivered').settle();
    expect(life.axes).toMatchObject({ status: 'delivered', payment: 'captured' });
    expect(life.money).toEqual([2_985, 0, 0]);
  });

  test('beyond it by one minor unit is not', () => {
    const life = transfer(placed(tolerance), 2_984);
    expect(life.axes).toMatchObject({ status: 'pending', payment: 'partially_captured' });
    expect(life.commands).toEqual(['notify payment_incomplete']);
    expect(writtenOff(life)).toEqual([]);
  });

  test('is a matter of the currency: none is named, none is written off', () => {
    expect(transfer(placed(tolerance, 'USD'), 2_989).axes.status).toBe('pending');
    expect(transfer(placed(tolerance, 'JPY'), 2_989).axes.status).toBe('confirmed');
  });

  test('is what remains after several transfers', () => {
    const life = transfer(transfer(placed(tolerance), 1_500), 1_487, 'bank-2');
    expect(life.axes.status).toBe('confirmed');
    expect(life.order.payments.map(({ transactions }) => transactions.length)).toEqual([2, 3]);
    expect(writtenOff(life)).toEqual([{ amountMinor: 3, settledBy: 'system' }]);
  });

  test('that came before the order was placed is written off once it is', () => {
    const life = given({ payments: [], terms: { paymentOnSubmit: 'later', ...tolerance } });
    transfer(life, 2_986);
    expect(writtenOff(life)).toEqual([]);
    life.submit().settle();
    expect(life.axes.status).toBe('confirmed');
    expect(writtenOff(life)).toEqual([{ amountMinor: 4, settledBy: 'system' }]);
  });

  test('is not given back as if it had been paid: of all that comes back, what was paid is', () => {
    const life = transfer(placed(tolerance), 2_985).settle();
    life.when({ type: 'order.cancel', reason: 'customer_request' }).settle();
    expect(life.money).toEqual([2_985, 2_985, 0]);
    expect(life.axes).toMatchObject({ status: 'refunded', payment: 'refunded' });
  });

  test('paid on shipment: the parcel leaves all the same', () => {
    const life = transfer(placed({ ...tolerance, capturePolicy: 'on_shipment' }), 2_985)
      .settle()
      .pack();
    expect(life.operated).toEqual(['shipment.create']);
  });
});

describe('more than the price', () => {
  test('is given back, as far as it is too much', () => {
    const life = transfer(placed(), 3_000);
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'refunding' });
    expect(life.last.commands.find(({ type }) => type === 'payment.refund')?.data).toMatchObject({
      method: 'bank_transfer',
      amountMinor: 10,
    });
    expect(life.settle().money).toEqual([3_000, 10, 0]);
  });

  test('within the tolerance is kept, if the terms say so; beyond it all of the surplus is given back', () => {
    const keep = { ...tolerance, onSurplus: 'keep_within_tolerance' } as const;
    const kept = transfer(placed(keep), 2_995);
    expect(kept.operated).toEqual(['fulfillment.create']);
    expect(kept.axes.payment).toBe('captured');
    expect(transfer(placed(keep), 2_996).settle().money).toEqual([2_996, 6, 0]);
  });

  test('that was kept is given back with the rest when the order is cancelled', () => {
    const life = transfer(placed({ ...tolerance, onSurplus: 'keep_within_tolerance' }), 2_993).settle();
    life.when({ type: 'order.cancel', reason: 'customer_request' }).settle();
    expect(life.money).toEqual([2_993, 2_993, 0]);
  });

  test('that was kept is not counted as paid for goods: what comes back is given back in full', () => {
    const life = transfer(placed({ ...tolerance, onSurplus: 'keep_within_tolerance' }), 2_993);
    life.settle().pack().settle().parcel('delivered').settle();
    life.when({ type: 'return.request', lines: [{ lineId: 'mug', quantity: 1 }], reason: 'broken' });
    const returnId = life.order.returns[0]?.id ?? '';
    life.when({ type: 'return.received', returnId, lines: [{ lineId: 'mug', received: 1, sellable: 1 }] });
    expect(life.settle().money).toEqual([2_993, 2_990, 0]);
  });
});

describe('money for a dead order', () => {
  test.each(['cancelled', 'failed'] as const)('is given back, and told, when the order is %s', (status) => {
    const life = placed();
    if (status === 'cancelled') life.when({ type: 'order.cancel', reason: 'changed_mind' });
    else life.deadline('payment.expires');
    life.settle();
    expect(life.axes.status).toBe(status);
    transfer(life, 2_990);
    expect(life.told).toContain('order.payment_captured');
    expect(life.operated).toEqual(['payment.refund']);
    expect(life.settle().money).toEqual([2_990, 2_990, 0]);
  });

  test('that was held for it elsewhere is let go', () => {
    const life = placed().when({ type: 'order.cancel', reason: 'changed_mind' }).settle();
    life.when({ type: 'payment.authorized', reference: 'pi_9', method: 'hosted', amountMinor: 2_990 });
    expect(life.operated).toEqual(['payment.void']);
    expect(life.settle().money).toEqual([0, 0, 0]);
  });
});
