import { isOrderError } from 'statecart/errors';
import {
  type DiscountOffer,
  exponentOf,
  type OrderToPrice,
  presented,
  priceOrder,
  type Rounding,
  type TaxRate,
  taxSummary,
} from 'statecart/machine';
import { describe, expect, test } from 'vitest';

const rules = { rounding: 'half_up', taxPer: 'line' } as const;
const tax = (ratePercent: string, changes: Partial<TaxRate> = {}): TaxRate => ({
  name: 'VAT',
  jurisdiction: null,
  ratePercent,
  included: false,
  amountMinor: null,
  ...changes,
});
const line = (id: string, unitPriceMinor: number, quantity = 1, taxes: readonly TaxRate[] = []) => ({
  id,
  unitPriceMinor,
  quantity,
  taxes,
});
const off = (id: string, changes: Partial<DiscountOffer>): DiscountOffer => ({
  id,
  code: null,
  name: id,
  scope: 'order',
  lineIds: null,
  value: { kind: 'fixed', amountMinor: 0 },
  ...changes,
});
const price = (order: Partial<OrderToPrice>) =>
  priceOrder({ lines: [], shipping: { amountMinor: 0, taxes: [] }, discounts: [], rules, ...order });
const taxOn = (amountMinor: number, ratePercent: string, rounding: Rounding, included = false) =>
  price({
    lines: [line('1', amountMinor, 1, [tax(ratePercent, { included })])],
    rules: { ...rules, rounding },
  }).totals;
const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return isOrderError(error) ? error.code : error;
  }
  return 'nothing was thrown';
};

describe('published examples', () => {
  /**
   * OpenPEPPOL, peppol-bis-invoice-3, rules/examples/Allowance-example.xml (EN 16931). A charge on a line is taken against the
   * discount of that line, the charge of the document is what delivery costs here.
   */
  test('Peppol BIS Billing 3: discounts on lines and on the document, a charge, an exempt line', () => {
    const standard = tax('25');
    const order = price({
      lines: [
        line('1', 41_000, 10, [standard]),
        line('2', 10_000, 10, [tax('0')]),
        line('3', 10_000, 10, [standard]),
      ],
      shipping: { amountMinor: 20_000, taxes: [standard] },
      discounts: [
        off('95 line', { scope: 'line', lineIds: ['1', '3'], value: { kind: 'fixed', amountMinor: 10_000 } }),
        off('95', { lineIds: ['1', '3'], value: { kind: 'fixed', amountMinor: 20_000 } }),
      ],
    });
    expect(taxSummary(order)).toEqual([
      expect.objectContaining({ ratePercent: '25', baseMinor: 490_000, amountMinor: 122_500 }),
      expect.objectContaining({ ratePercent: '0', baseMinor: 100_000, amountMinor: 0 }),
    ]);
    expect(order.totals).toMatchObject({ taxMinor: 122_500, totalMinor: 712_500 });
  });

  /**
   * OpenPEPPOL, peppol-bis-invoice-3, rules/national-examples/NO/Norwegian-example-1.xml (EN 16931: the tax of a category is
   * rounded once). The book that was returned there is a discount on its line here; the exempt return is left out.
   */
  test('Peppol BIS Billing 3, Norway: 25 % of 1 460.50 are 365.13, of each category once', () => {
    const [standard, reduced] = [tax('25'), tax('15')];
    const order = price({
      lines: [
        line('laptop', 127_300, 1, [standard]),
        line('books', 248, 2, [reduced]),
        line('cable', 75, 250, [standard]),
      ],
      shipping: { amountMinor: 10_000, taxes: [standard] },
      discounts: [
        off('returned', { scope: 'line', lineIds: ['books'], value: { kind: 'fixed', amountMinor: 396 } }),
        off('promotion', { lineIds: ['laptop', 'cable'], value: { kind: 'fixed', amountMinor: 10_000 } }),
      ],
      rules: { ...rules, taxPer: 'order' },
    });
    expect(taxSummary(order)).toEqual([
      expect.objectContaining({ ratePercent: '25', baseMinor: 146_050, amountMinor: 36_513 }),
      expect.objectContaining({ ratePercent: '15', baseMinor: 100, amountMinor: 15 }),
    ]);
    expect(order.totals.taxMinor).toBe(36_528);
  });

  /**
   * HMRC, "Calculating VAT for VAT-inclusive and VAT-exclusive prices" and its VAT fractions (3/23, 7/47, 1/6), as reproduced at
   * accountingservicesforbusiness.co.uk/resources/information-articles/vat-rates-and-fractions; 1/21: itsrelative.co.uk, VAT fraction.
   */
  test.each([
    ['20', 12_000, 2_000],
    ['20', 6_000, 1_000],
    ['17.5', 11_750, 1_750],
    ['15', 11_500, 1_500],
    ['5', 8_000, 381],
  ])('HMRC: the VAT in a price at %s %%', (rate, priceMinor, vat) => {
    expect(taxOn(priceMinor, rate, 'half_up', true)).toMatchObject({
      taxMinor: vat,
      includedTaxMinor: vat,
      totalMinor: priceMinor,
    });
  });

  /** HMRC, the same page: 20 % and 5 % on a price of 100 pounds without VAT. */
  test.each([
    ['20', 12_000],
    ['5', 10_500],
  ])('HMRC: VAT at %s %% on a price without it', (rate, totalMinor) => {
    expect(taxOn(10_000, rate, 'half_up').totalMinor).toBe(totalMinor);
  });

  /**
   * National Tax Agency of Japan, Q&A on the qualified invoice system, question 57: a fraction is rounded once a tax rate and
   * invoice, not on each item. The figures: packagist.org/packages/foovar/jp-invoice (three items of 105 yen, 10 %, cut off).
   */
  test.each([
    ['order', 31],
    ['line', 30],
  ] as const)('Japan: consumption tax by %s', (taxPer, yen) => {
    const lines = ['a', 'b', 'c'].map((id) => line(id, 105, 1, [tax('10')]));
    expect(price({ lines, rules: { rounding: 'down', taxPer } }).totals.taxMinor).toBe(yen);
  });

  /**
   * Streamlined Sales and Use Tax Agreement, section 324 (Kansas 79-3676, North Dakota 57-39.4-25): up to the next cent whenever the
   * third decimal place is greater than four. The figures: support.myhomefone.com.au, why GST on an invoice may be more than 10 %.
   */
  test.each([
    [104, 10],
    [105, 11],
  ])('United States, Australia: a tax of %d tenths of a cent is %d cents', (priceMinor, cents) => {
    expect(taxOn(priceMinor, '10', 'half_up').taxMinor).toBe(cents);
  });

  /** The same page: 10 % of 2 132.12, worked out once, are 213.21. */
  test('Australia: the total invoice rule', () => {
    const lines = [line('calls', 200_000, 1, [tax('10')]), line('plan', 13_212, 1, [tax('10')])];
    expect(price({ lines, rules: { ...rules, taxPer: 'order' } }).totals.taxMinor).toBe(21_321);
  });

  /** New Zealand, Goods and Services Tax Act 1985, section 19O: half of a cent or less may be disregarded, more is one cent. */
  test.each([
    [100, 15],
    [110, 16],
    [130, 19],
    [114, 17],
  ])('New Zealand: GST of 15 %% on %d cents is %d cents', (priceMinor, cents) => {
    expect(taxOn(priceMinor, '15', 'half_down').taxMinor).toBe(cents);
  });

  /** Microsoft Learn, Dynamics 365 Finance, "Sales tax calculation rounding", example 1: two codes of 10 % on 42.42, up. */
  test('Dynamics: each tax of a line is rounded by itself', () => {
    const taxes = [tax('10', { name: 'code 1' }), tax('10', { name: 'code 2' })];
    const { lines } = price({
      lines: [line('1', 4_242, 1, taxes), line('2', 4_242, 1, taxes)],
      rules: { ...rules, rounding: 'up' },
    });
    expect(lines.map(({ taxes: parts }) => parts.map(({ amountMinor }) => amountMinor))).toEqual([
      [425, 425],
      [425, 425],
    ]);
  });
});

describe('rounding', () => {
  /** Java SE API, java.math.RoundingMode, "Summary of Rounding Operations Under Different Rounding Modes". */
  test.each([
    ['half_up', [6, 3, 2, 1, 1]],
    ['half_even', [6, 2, 2, 1, 1]],
    ['half_down', [5, 2, 2, 1, 1]],
    ['up', [6, 3, 2, 2, 1]],
    ['down', [5, 2, 1, 1, 1]],
  ] as const)('%s of 5.5, 2.5, 1.6, 1.1 and 1.0', (rounding, expected) => {
    expect([55, 25, 16, 11, 10].map((tenths) => taxOn(tenths, '10', rounding).taxMinor)).toEqual(expected);
  });

  test('is on each unit, where the rules say so: 3 × 0.5 cents are 3 cents, on the line 2', () => {
    const lines = [line('1', 5, 3, [tax('10')])];
    expect(price({ lines, rules: { ...rules, taxPer: 'unit' } }).totals.taxMinor).toBe(3);
    expect(price({ lines }).totals.taxMinor).toBe(2);
  });

  test('of a tax in a price never takes more than the price', () => {
    for (const taxPer of ['line', 'unit', 'order'] as const) {
      const heavy = [tax('900', { included: true }), tax('900', { included: true, name: 'more' })];
      const { lines } = price({ lines: [line('1', 1, 3, heavy)], rules: { rounding: 'up', taxPer } });
      expect(lines[0]?.includedTaxMinor).toBeLessThanOrEqual(3);
      expect(lines[0]?.totalMinor).toBe(3);
    }
  });
});

describe('rates are text', () => {
  test.each(['0.1', '8.875', '100/3', '0', '33'])('%s is one', (rate) => {
    expect(() => taxOn(1_000, rate, 'half_up')).not.toThrow();
  });

  test.each(['', '.5', '1e2', '-1', '1,5', '1/0', '0x10', ' 7', '1/3/5', '١'])('"%s" is none', (rate) => {
    expect(codeOf(() => taxOn(1_000, rate, 'half_up'))).toBe('VALIDATION_FAILED');
  });

  test('no rate is a float: 8.875 % of 1 000 000 000 000.00 is exact', () => {
    expect(taxOn(100_000_000_000_000, '8.875', 'half_up').taxMinor).toBe(8_875_000_000_000);
  });

  test('a third of 100.00 is taken off as a fraction', () => {
    const third = off('third', { value: { kind: 'percentage', ratePercent: '100/3' } });
    expect(price({ lines: [line('1', 10_000)], discounts: [third] }).totals.discountMinor).toBe(3_333);
  });
});

describe('discounts', () => {
  const lines = [line('mug', 1_000, 2), line('hat', 500), line('gift', 0)];

  test('on the order are rounded once, and shared out exactly: no line gets more off than it costs', () => {
    const order = price({
      lines,
      discounts: [off('all', { code: 'ALL', value: { kind: 'fixed', amountMinor: 9_999 } })],
    });
    expect(order.lines.map(({ discountMinor, totalMinor }) => [discountMinor, totalMinor])).toEqual([
      [2_000, 0],
      [500, 0],
      [0, 0],
    ]);
    expect(order.discounts).toEqual([
      { id: 'all', code: 'ALL', name: 'all', scope: 'order', amountMinor: 2_500 },
    ]);
  });

  test('follow each other: single lines, then the order, then delivery, each on what is left', () => {
    const percent = (ratePercent: string) => ({ kind: 'percentage' as const, ratePercent });
    const order = price({
      lines,
      shipping: { amountMinor: 490, taxes: [] },
      discounts: [
        off('post', { scope: 'shipping', value: percent('50') }),
        off('tenth', { value: percent('10') }),
        off('mugs', { scope: 'line', lineIds: ['mug'], value: percent('50') }),
      ],
    });
    expect(
      order.lines.map((entry) => entry.discounts.map(({ id, amountMinor }) => [id, amountMinor])),
    ).toEqual([
      [
        ['mugs', 1_000],
        ['tenth', 100],
      ],
      [['tenth', 50]],
      [],
    ]);
    expect(order.shippingCharge).toMatchObject({ amountMinor: 490, discountMinor: 245, totalMinor: 245 });
    expect(order.discounts.map(({ id, amountMinor }) => [id, amountMinor])).toEqual([
      ['mugs', 1_000],
      ['tenth', 150],
      ['post', 245],
    ]);
    expect(order.totals).toMatchObject({ subtotalMinor: 2_500, discountMinor: 1_395, totalMinor: 1_595 });
  });

  test('come off before tax: the tax is on what is left', () => {
    const half = off('half', { value: { kind: 'percentage', ratePercent: '50' } });
    const order = price({ lines: [line('mug', 2_000, 1, [tax('19')])], discounts: [half] });
    expect(order.totals).toMatchObject({ discountMinor: 1_000, taxMinor: 190, totalMinor: 1_190 });
  });
});

describe('taxes', () => {
  test('on top are on the price without those in it', () => {
    const { lines } = price({
      lines: [line('1', 12_000, 1, [tax('20', { included: true }), tax('5', { name: 'levy' })])],
    });
    expect(lines[0]).toMatchObject({ taxMinor: 2_500, includedTaxMinor: 2_000, totalMinor: 12_500 });
    expect(lines[0]?.taxes.map(({ baseMinor }) => baseMinor)).toEqual([10_000, 10_000]);
  });

  test('whose amount is given are taken as they are', () => {
    const { lines } = price({ lines: [line('1', 10_000, 1, [tax('19', { amountMinor: 1_899 })])] });
    expect(lines[0]).toMatchObject({ taxMinor: 1_899, totalMinor: 11_899 });
  });

  test('on delivery follow the goods, where they are apportioned: two thirds at 19 %, one third at 7 %', () => {
    const order = price({
      lines: [line('mug', 2_000, 1, [tax('19')]), line('book', 1_000, 1, [tax('7')])],
      shipping: { amountMinor: 300, taxes: 'apportioned' },
    });
    expect(
      order.shippingCharge.taxes.map((part) => [part.ratePercent, part.baseMinor, part.amountMinor]),
    ).toEqual([
      ['19', 200, 38],
      ['7', 100, 7],
    ]);
    expect(order.shippingCharge.totalMinor).toBe(345);
  });
});

describe('currencies', () => {
  /** ISO 4217, list one: minor units. */
  test.each([
    ['JPY', 0],
    ['USD', 2],
    ['KWD', 3],
  ])('%s has %d digits', (code, digits) => {
    expect(exponentOf(code)).toBe(digits);
  });

  test('an amount is presented in another one by its own exponent, rounded once', () => {
    expect(presented(1_250, { from: 'EUR', to: 'JPY', rate: '163.4' })).toBe(2_043);
    expect(presented(1_250, { from: 'EUR', to: 'JPY', rate: '163.4' }, 'down')).toBe(2_042);
    expect(presented(2_043, { from: 'JPY', to: 'KWD', rate: '1/500' })).toBe(4_086);
    expect(presented(4_086, { from: 'KWD', to: 'USD', rate: '3.25' })).toBe(1_328);
  });

  test('what leaves the safe integers is refused as AMOUNT_OVERFLOW, wherever it is', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const overflows: readonly (() => unknown)[] = [
      () => price({ lines: [line('1', most, 2)] }),
      () => price({ lines: [line('1', most), line('2', 1)] }),
      () => taxOn(most, '1', 'half_up'),
      () => taxOn(most, '999999999', 'half_up'),
      () => price({ lines: [line('1', most)], shipping: { amountMinor: 1, taxes: [] } }),
      () => presented(most, { from: 'JPY', to: 'KWD', rate: '1' }),
    ];
    expect(overflows.map(codeOf)).toEqual(overflows.map(() => 'AMOUNT_OVERFLOW'));
  });
});
