import type { RequestInput, TermsInput } from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { type GivenOrder, given, goods, type Life } from '../../support/given.ts';

const allocations = (life: Life) =>
  life.order.lines
    .filter(({ kind }) => kind === 'physical')
    .map(({ id, quantity }) => ({ lineId: id, warehouseId: 'berlin', quantity }));
const submit = (life: Life, others: object | null = null): RequestInput =>
  ({ type: 'order.submit', number: 'SC-7', allocations: allocations(life), others }) as RequestInput;

/** What stands against placing an order: rule, value, limit. */
function against(chosen: GivenOrder, others: object | null = null): readonly unknown[] {
  const life = given(chosen);
  return life.refusals(submit(life, others)).map(({ rule, value, limit }) => [rule, value, limit]);
}
const limits = (given: NonNullable<TermsInput['limits']>): GivenOrder => ({ terms: { limits: given } });
const alone = { open: 0, orders: 0, totalMinor: 0, duplicate: null };

describe('how small and how large an order may be', () => {
  test('a smallest and a largest amount hold up to the minor unit, in the currency that they name', () => {
    // The order amounts to 29.90 EUR: 25.00 for the mug, 4.90 for delivery with its tax.
    expect(against(limits({ minOrderMinor: { EUR: 2_990 }, maxOrderMinor: { EUR: 2_990 } }))).toEqual([]);
    expect(against(limits({ minOrderMinor: { EUR: 2_991 } }))).toEqual([['limit.amount.min', 2_990, 2_991]]);
    expect(against(limits({ maxOrderMinor: { EUR: 2_989 } }))).toEqual([['limit.amount.max', 2_990, 2_989]]);
    const yen = { minOrderMinor: { JPY: 5_000 }, maxOrderMinor: { JPY: 6_000, USD: 1 } };
    expect(against(limits(yen))).toEqual([]);
    expect(against({ ...limits(yen), currency: 'JPY' })).toEqual([['limit.amount.min', 2_990, 5_000]]);
  });

  test('the amount may be that of the goods alone: delivery does not lift an order over the smallest one', () => {
    const terms = limits({ minOrderMinor: { EUR: 2_600 }, orderAmount: 'goods' });
    expect(against(terms)).toEqual([['limit.amount.min', 2_500, 2_600]]);
    const discounted = [goods('mug', { unitPriceMinor: 3_000, discountMinor: 401, taxMinor: 500 })];
    expect(against({ ...terms, lines: discounted })).toEqual([['limit.amount.min', 2_599, 2_600]]);
    expect(against({ ...terms, lines: [goods('mug', { unitPriceMinor: 2_600 })] })).toEqual([]);
  });

  test('units count over all lines, lines count by themselves', () => {
    const lines = [goods('mug', { quantity: 3 }), goods('plate', { quantity: 2 })];
    expect(against({ ...limits({ maxUnits: 5, maxLines: 2 }), lines })).toEqual([]);
    expect(against({ ...limits({ maxUnits: 4, maxLines: 1 }), lines })).toEqual([
      ['limit.units', 5, 4],
      ['limit.lines', 2, 1],
    ]);
  });

  test('everything that is wrong is said at once, where it is, and the order stays a draft that can be mended', () => {
    const life = given({
      ...limits({ minOrderMinor: { EUR: 9_900 }, maxUnits: 1, maxOpenOrders: 1 }),
      lines: [goods('mug', { quantity: 2 })],
      customer: null,
      shippingAddress: null,
    });
    const before = life.order;
    const refusals = life.refusals(submit(life, { ...alone, open: 1 }));
    expect(refusals.map(({ code, path }) => `${path}: ${code}`)).toEqual([
      'customer: customer_missing',
      'shippingAddress: shipping_address_missing',
      'totals: order_amount_too_low',
      'lines: too_many_units',
      'customer: too_many_open_orders',
    ]);
    expect(refusals.find(({ code }) => code === 'order_amount_too_low')?.reason).toBe(
      'the order amounts to 24.90 EUR, and at least 99.00 EUR are needed',
    );
    expect(life.order).toBe(before);
    life.when({ type: 'draft.edit', customer: { kind: 'guest', email: 'ada@example.com' } });
    expect(life.axes.status).toBe('draft');
  });

  test('a limit holds for orders that are created under it, and for no other', () => {
    const old = given();
    const late = given(limits({ maxUnits: 1 }));
    const edit = { type: 'draft.edit' as const, lines: [goods('mug', { quantity: 9 })] };
    expect(old.when(edit).refusals(submit(old))).toEqual([]);
    expect(
      late
        .when(edit)
        .refusals(submit(late))
        .map(({ rule }) => rule),
    ).toEqual(['limit.units']);
  });
});

describe('how much one customer may order', () => {
  test('this order counts: the last that is allowed passes, the next one does not', () => {
    const open = limits({ maxOpenOrders: 2 });
    expect(against(open, { ...alone, open: 1 })).toEqual([]);
    expect(against(open, { ...alone, open: 2 })).toEqual([['limit.customer.open', 3, 2]]);
    const orders = limits({ maxCustomerOrders: 2 });
    expect(against(orders, { ...alone, orders: 1, open: 99 })).toEqual([]);
    expect(against(orders, { ...alone, orders: 2 })).toEqual([['limit.customer.orders', 3, 2]]);
    const amount = limits({ maxCustomerMinor: { EUR: 5_000 } });
    expect(against(amount, { ...alone, totalMinor: 2_010 })).toEqual([]);
    expect(against(amount, { ...alone, totalMinor: 2_011 })).toEqual([
      ['limit.customer.amount', 5_001, 5_000],
    ]);
    expect(against({ ...amount, currency: 'USD' }, { ...alone, totalMinor: 9_999 })).toEqual([]);
  });

  test('nobody is refused for what nobody has looked at', () => {
    const all = limits({ maxOpenOrders: 1, maxCustomerOrders: 1, maxCustomerMinor: { EUR: 1 } });
    expect(against({ terms: { ...all.terms, duplicates: { outcome: 'refuse' } } }, null)).toEqual([]);
  });
});

describe('an order that says the same as another one', () => {
  const twice = { ...alone, open: 1, orders: 1, totalMinor: 2_990, duplicate: 'SC-6' };
  const terms = (outcome: 'allow' | 'review' | 'refuse'): GivenOrder => ({
    terms: { duplicates: { outcome, windowMs: 60_000 } },
  });

  test('is placed, unless the terms say otherwise', () => {
    const life = given();
    life.when(submit(life, twice));
    expect(life.order.holds).toEqual([]);
    expect(life.axes).toMatchObject({ status: 'pending', review: 'not_required' });
  });

  test('is refused where the terms refuse it, and says which order it repeats', () => {
    const life = given(terms('refuse'));
    expect(life.refusals(submit(life, twice))).toEqual([
      {
        rule: 'submit.duplicate',
        code: 'duplicate_order',
        path: 'lines',
        reason: 'the customer has just placed the same as order SC-6',
        value: 'SC-6',
        limit: 60_000,
      },
    ]);
    expect(life.refusals(submit(life, alone))).toEqual([]);
  });

  test('waits for a person where the terms have it reviewed: stock is set aside, no money moves', () => {
    const life = given(terms('review'));
    life.when(submit(life, twice));
    expect(life.axes).toMatchObject({ status: 'pending', review: 'held', payment: 'awaiting' });
    expect(life.told).toEqual(['order.placed', 'order.review_required', 'status draft>pending']);
    expect(life.deadlines).toEqual(['review.expires']);
    life.succeed('reserve');
    expect(life.operated).toEqual([]);
    expect(life.order.holds).toMatchObject([
      { kind: 'duplicate', reason: 'the same as order SC-6', placedBy: 'system', outcome: null },
    ]);

    life.when({ type: 'review.approve', note: 'she wants two' });
    expect(life.operated).toEqual(['payment.authorize']);
    expect(life.axes.review).toBe('clear');
    expect(life.order.holds).toMatchObject([
      { outcome: 'approved', releasedBy: 'user-7', note: 'she wants two', code: null },
    ]);
    expect(life.order.screening).toBeNull();
    expect(life.settle().axes.status).toBe('confirmed');
  });

  test('is called off when a person turns it down, with why and who', () => {
    const life = given(terms('review'));
    life.when(submit(life, twice)).succeed('reserve');
    life.when({ type: 'review.reject', reason: 'double_click', note: 'asked on the phone' });
    expect(life.axes).toMatchObject({ status: 'cancelled', review: 'rejected' });
    expect(life.order.cancellation).toMatchObject({ reason: 'review_rejected', note: 'double_click' });
    expect(life.order.holds).toMatchObject([
      { outcome: 'rejected', code: 'double_click', note: 'asked on the phone', releasedBy: 'user-7' },
    ]);
    expect(life.operated).toEqual(['stock.release']);
  });

  test('is called off when nobody decides in time', () => {
    const life = given(terms('review'));
    life.when(submit(life, twice)).succeed('reserve').deadline('review.expires');
    expect(life.axes.status).toBe('cancelled');
    expect(life.order.cancellation?.reason).toBe('review_expired');
    expect(life.order.holds).toMatchObject([{ outcome: 'lapsed', releasedBy: 'system' }]);
  });

  test('is screened for risk meanwhile: a person who lets it pass does not decide on the risk', () => {
    const life = given({ terms: { ...terms('review').terms, riskScreening: true } });
    life.when(submit(life, twice)).succeed('reserve').when({ type: 'review.approve' });
    expect(life.axes.review).toBe('screening');
    expect(life.order.screening).toMatchObject({ outcome: null, decidedBy: null });
    expect(life.order.timestamps.payableFrom).toBeNull();
    life.succeed('screening');
    expect(life.operated).toEqual(['payment.authorize']);
    expect(life.order.timestamps.payableFrom).toBe(life.now);
  });

  test('is not paid for before it was decided on, though the screening lets it pass', () => {
    const life = given({ terms: { ...terms('review').terms, riskScreening: true } });
    life.when(submit(life, twice)).succeed('reserve').succeed('screening');
    expect(life.operated).toEqual([]);
    expect(life.order.timestamps.payableFrom).toBeNull();
    expect(life.axes.review).toBe('held');
    expect(life.when({ type: 'review.approve' }).operated).toEqual(['payment.authorize']);
  });

  test('the hash of what it says stands in the order, and not in the journal', () => {
    const life = given();
    const contentHash = 'ab'.repeat(32);
    life.when({ ...submit(life), contentHash } as RequestInput);
    expect(life.order.contentHash).toBe(contentHash);
    expect(JSON.stringify(life.last.journal)).not.toContain(contentHash);
  });
});
