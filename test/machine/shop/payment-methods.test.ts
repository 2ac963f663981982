import type { TermsInput } from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { type GivenOrder, given, goods } from '../../support/given.ts';

const allowed: TermsInput['paymentMethods'] = {
  card: {},
  invoice: { currencies: ['EUR'], countries: ['DE', 'AT'], maxMinor: { EUR: 2_000 } },
  gift_card: { maxMinor: { EUR: 1_000 } },
};
const where = (country: string) => ({ name: 'Ada', line1: 'Street 1', city: 'City', country });
const submit = {
  type: 'order.submit' as const,
  number: 'SC-1',
  allocations: [{ lineId: 'mug', warehouseId: 'berlin', quantity: 1 }],
};
const life = (chosen: GivenOrder) =>
  given({ ...chosen, terms: { paymentMethods: allowed, ...chosen.terms } });
const codes = (chosen: GivenOrder) =>
  life(chosen)
    .refusals(submit)
    .map(({ path, code }) => `${path} ${code}`);

describe('which ways of paying may be used', () => {
  test('all of them, unless the terms name some', () => {
    const payments = [{ method: 'seashells' }];
    expect(given({ payments }).refusals(submit)).toEqual([]);
    expect(life({ payments }).refusals(submit)).toEqual([
      {
        rule: 'submit.payment_methods',
        code: 'payment_method_not_allowed',
        path: 'payments[0]',
        reason: '`seashells` may not be used; allowed are card, invoice, gift_card',
        value: 'seashells',
        limit: ['card', 'invoice', 'gift_card'],
      },
    ]);
    expect(given({ payments, terms: { paymentMethods: {} } }).refusals(submit)[0]?.reason).toBe(
      '`seashells` may not be used; none is',
    );
    expect(codes({ payments: [{ method: 'constructor' }] })).toEqual([
      'payments[0] payment_method_not_allowed',
    ]);
  });

  test('in some currencies, in some countries, up to an amount: all that is wrong with each is said', () => {
    const payments = [{ method: 'gift_card', amountMinor: 1_001 }, { method: 'invoice' }];
    expect(codes({ payments, shippingAddress: where('FR') })).toEqual([
      'payments[0] payment_method_amount',
      'payments[1] payment_method_country',
    ]);
    expect(
      codes({ payments: [{ method: 'invoice' }], shippingAddress: where('FR'), currency: 'USD' }),
    ).toEqual(['payments[0] payment_method_currency', 'payments[0] payment_method_country']);
  });

  test('one without an amount covers what the others leave', () => {
    const half = [{ method: 'gift_card', amountMinor: 990 }, { method: 'invoice' }];
    expect(codes({ payments: half })).toEqual([]);
    const less = [{ method: 'gift_card', amountMinor: 989 }, { method: 'invoice' }];
    expect(life({ payments: less }).refusals(submit)).toMatchObject([
      { path: 'payments[1]', code: 'payment_method_amount', value: 2_001, limit: 2_000 },
    ]);
  });

  test('the country is that of the bill, else that of the goods; of a download without any, none', () => {
    const payments = [{ method: 'gift_card', amountMinor: 990 }, { method: 'invoice' }];
    expect(codes({ payments, shippingAddress: where('FR'), billingAddress: where('AT') })).toEqual([]);
    expect(codes({ payments, shippingAddress: where('DE'), billingAddress: where('FR') })).toEqual([
      'payments[1] payment_method_country',
    ]);
    const song = life({
      payments: [{ method: 'invoice' }],
      lines: [goods('song', { kind: 'digital', unitPriceMinor: 100 })],
      shippingAddress: null,
    });
    expect(song.refusals({ ...submit, allocations: [] })).toMatchObject([
      { code: 'payment_method_country', value: null, limit: ['DE', 'AT'] },
    ]);
  });

  test('payment.add.method: another way of paying is held against the terms as well, and what it is to cover', () => {
    const placed = life({ payments: [], terms: { paymentOnSubmit: 'later' } }).submit();
    const refused = (payment: { method: string; amountMinor?: number }) =>
      placed.refusals({ type: 'payment.add', ...payment }).map(({ rule, path, code }) => [rule, path, code]);
    expect(refused({ method: 'card' })).toEqual([]);
    expect(refused({ method: 'invoice', amountMinor: 2_000 })).toEqual([]);
    expect(refused({ method: 'invoice' })).toEqual([
      ['payment.add.method', 'method', 'payment_method_amount'],
    ]);
    expect(refused({ method: 'cash' })).toEqual([
      ['payment.add.method', 'method', 'payment_method_not_allowed'],
    ]);
  });

  test('an order keeps to the ways of paying of its own terms', () => {
    const old = given({ payments: [{ method: 'seashells' }] });
    expect(old.refusals(submit)).toEqual([]);
    old.submit().settle();
    expect(old.axes.status).toBe('confirmed');
  });
});
