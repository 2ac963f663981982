import { describe, expect, test } from 'vitest';
import { given, goods, type Life } from '../../support/given.ts';

const at = (country: string, line1 = 'Street 1') => ({ name: 'Ada', line1, city: 'City', country });
const change = { type: 'address.change', shippingAddress: at('AT') } as const;
const rules = (life: Life, request: Parameters<Life['refusals']>[0] = change) =>
  life.refusals(request).map(({ rule, code }) => `${rule} ${code}`);

describe('the addresses of an order that is placed', () => {
  test('can be changed while it is pending: one of them, and nothing else', () => {
    const life = given({ billingAddress: at('DE', 'Bill 1') }).submit();
    life.when(change);
    expect(life.changed).toEqual(['addresses.shipping']);
    expect(life.order.addresses.shipping).toMatchObject({ country: 'AT', line1: 'Street 1' });
    expect(life.order.addresses.billing).toMatchObject({ country: 'DE', line1: 'Bill 1' });
    expect(life.told).toEqual(['order.address_changed']);
    expect(life.operated).toEqual([]);

    life.when({ type: 'address.change', billingAddress: null });
    expect(life.order.addresses).toMatchObject({ shipping: { country: 'AT' }, billing: null });
  });

  test('go to the warehouse and the carrier as they are then', () => {
    const life = given().submit().when(change).succeed('reserve').succeed('authorization').succeed('capture');
    const create = life.last.commands.find(({ type }) => type === 'fulfillment.create');
    expect(create?.data['address']).toMatchObject({ country: 'AT' });
  });

  test('are not in the journal, nor in what is published: who changed which is', () => {
    const life = given().submit().when(change);
    const [entry] = life.last.journal;
    expect(entry).toMatchObject({ data: { fields: ['shippingAddress'] }, meta: { actor: 'user-7' } });
    expect(JSON.stringify([life.last.journal, life.last.events])).not.toContain('Street 1');
  });

  test('stay once goods are asked of a warehouse; a hold keeps them open until then', () => {
    expect(rules(given().submit().settle())).toEqual(['address.change.open fulfillment_requested']);
    const held = given().submit().when({ type: 'hold.place', reason: 'which street?' }).settle();
    expect(held.axes.status).toBe('confirmed');
    held.when(change).when({ type: 'hold.release', holdId: held.order.holds[0]?.id ?? '' });
    expect(held.operated).toEqual(['fulfillment.create']);
    expect(rules(held)).toEqual(['address.change.open fulfillment_requested']);
  });

  test('of a draft are edited, of an order that is over they stay', () => {
    expect(given().refusals(change)).toMatchObject([
      { rule: 'address.change.open', code: 'not_open', reason: 'the order is `draft`; edit the draft' },
    ]);
    const cancelled = given().submit().when({ type: 'order.cancel', reason: 'other' });
    expect(rules(cancelled)).toEqual(['address.change.open not_open']);
    const download = given({ lines: [goods('song', { kind: 'digital' })] })
      .submit()
      .settle();
    expect(rules(download)).toEqual(['address.change.open not_open']);
  });

  test('address.change.address, edit.address: one that is only named must have been looked up', () => {
    const named = { customerAddressId: 'work' };
    expect(given().refusals({ type: 'draft.edit', billingAddress: named })).toMatchObject([
      { rule: 'edit.address', code: 'address_unresolved', path: 'billingAddress', value: 'work' },
    ]);
    const both = { type: 'address.change', shippingAddress: named, billingAddress: named } as const;
    expect(given().submit().refusals(both)).toMatchObject([
      { rule: 'address.change.address', code: 'address_unresolved', path: 'shippingAddress' },
      { rule: 'address.change.address', code: 'address_unresolved', path: 'billingAddress' },
    ]);
  });

  test('address.change.payment_methods: a way of paying that is not allowed there keeps the address where it is', () => {
    const paymentMethods = { card: { countries: ['DE', 'FR'] } };
    const life = given({ terms: { paymentMethods } }).submit();
    expect(life.refusals(change)).toMatchObject([
      {
        rule: 'address.change.payment_methods',
        code: 'payment_method_country',
        value: 'AT',
        limit: ['DE', 'FR'],
      },
    ]);
    expect(rules(life, { ...change, billingAddress: at('FR') })).toEqual([]);
    const declined = given({ terms: { paymentMethods } }).submit().succeed('reserve').fail('authorization');
    expect(rules(declined)).toEqual([]);
  });
});

describe('an order that is screened for risk', () => {
  const screened = () =>
    given({ terms: { riskScreening: true } })
      .submit()
      .succeed('reserve');

  test('keeps its addresses while it is being screened', () => {
    expect(rules(screened())).toEqual(['address.change.screening screening_under_way']);
  });

  test('is screened anew when its address changes, with the new one, and pays only when that is clear', () => {
    const life = screened().succeed('screening').when(change);
    expect(life.commands).toEqual(['risk.screen']);
    expect(life.last.commands[0]?.data['shippingAddress']).toMatchObject({ country: 'AT' });
    expect(life.axes.review).toBe('screening');
    life.succeed('authorization');
    expect(life.axes.status).toBe('pending');
    life.succeed('screening');
    expect(life.operated).toEqual(['payment.capture']);
  });

  test('is looked at anew by a person only if the new screening says so', () => {
    const life = screened();
    const review = (reasons: string[]) =>
      life.when({
        type: 'risk.assessed',
        operationId: life.order.screening?.id ?? '',
        outcome: 'review',
        reasons,
      });
    review(['country_mismatch']).when(change);
    expect(life.order.holds).toMatchObject([{ kind: 'risk', outcome: 'lapsed', releasedBy: 'system' }]);
    review(['far_away']);
    expect(life.order.holds).toMatchObject([
      { reason: 'country_mismatch', outcome: 'lapsed' },
      { reason: 'far_away', outcome: null },
    ]);
    expect(life.axes.review).toBe('held');
  });

  test('takes the answer to a screening that another has taken the place of for what it is: nothing new', () => {
    const life = screened();
    const first = life.order.screening?.id ?? '';
    life.succeed('screening').when(change);
    const before = life.order;
    life.when({ type: 'risk.assessed', operationId: first, outcome: 'reject' });
    expect(life.last.outcome).toBe('duplicate');
    expect(life.order).toBe(before);
    life.when({ type: 'risk.assessed', operationId: 'of-another-order', outcome: 'reject' });
    expect(life.last.anomaly?.code).toBe('screening_unknown');
  });

  test('keeps its addresses once it is confirmed: they are what was screened', () => {
    const life = screened().when({ type: 'hold.place', reason: 'wait' }).settle();
    expect(life.axes.status).toBe('confirmed');
    expect(rules(life)).toEqual(['address.change.screening already_screened']);
  });
});
