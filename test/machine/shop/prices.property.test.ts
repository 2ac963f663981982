import {
  add,
  allocate as allocateDinero,
  type Dinero,
  dinero,
  down,
  halfAwayFromZero,
  halfEven,
  halfTowardsZero,
  multiply,
  subtract,
  toSnapshot,
  transformScale,
  up,
} from 'dinero.js';
import { JPY, KWD, USD } from 'dinero.js/currencies';
import fc from 'fast-check';
import {
  allocate,
  type DiscountOffer,
  type OrderToPrice,
  type PricedOrder,
  priceOrder,
  type Rounding,
  type TaxRate,
} from 'statecart/machine';
import { expect, test } from 'vitest';

const currencies = fc.constantFrom(JPY, USD, KWD);
const roundings = {
  half_up: halfAwayFromZero,
  half_even: halfEven,
  half_down: halfTowardsZero,
  up,
  down,
} as const;
const rounding = fc.constantFrom(...(Object.keys(roundings) as Rounding[]));
const amount = fc.oneof(fc.nat({ max: 200 }), fc.nat({ max: 5_000_000 }));
/** A rate as text, and as Dinero takes it. */
const rate = fc.tuple(fc.nat({ max: 45_000 }), fc.integer({ min: 0, max: 3 })).map(([digits, scale]) => ({
  text: (digits / 10 ** scale).toFixed(scale),
  scaled: { amount: digits, scale: scale + 2 },
}));
const name = (index: number) => `tax-${index}`;

const minor = (money: Dinero<number>, exponent: number, divide: (typeof roundings)[Rounding] = down) =>
  toSnapshot(transformScale(money, exponent, divide)).amount;

test('an allocation adds up to the whole as that of Dinero does, and no share is more than one unit from it', () => {
  const weights = fc.array(fc.nat({ max: 100_000 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(currencies, amount, weights, (currency, total, by) => {
      fc.pre(by.some((weight) => weight > 0));
      const ours = allocate(total, by);
      const theirs = allocateDinero(dinero({ amount: total, currency }), by).map(
        (share) => toSnapshot(share).amount,
      );
      const sum = (all: readonly number[]) => all.reduce((one, other) => one + other, 0);
      expect(sum(ours)).toBe(sum(theirs));
      ours.forEach((share, index) => expect(Math.abs(share - (theirs[index] ?? 0))).toBeLessThanOrEqual(1));
    }),
  );
});

test('lines, delivery and totals are what Dinero comes to: fixed discounts, taxes on top, every rounding rule', () => {
  const chosen = fc.record({
    currency: currencies,
    rounding,
    rates: fc.array(rate, { minLength: 1, maxLength: 3 }),
    lines: fc.array(
      fc.record({ unitPriceMinor: amount, quantity: fc.integer({ min: 1, max: 9 }), offMinor: amount }),
      {
        minLength: 1,
        maxLength: 8,
      },
    ),
    shippingMinor: amount,
  });
  fc.assert(
    fc.property(chosen, ({ currency, rounding: rule, rates, lines, shippingMinor }) => {
      const money = (minorUnits: number) => dinero({ amount: minorUnits, currency });
      const taxes = rates.map(({ text }, index): TaxRate => {
        return {
          name: name(index),
          jurisdiction: null,
          ratePercent: text,
          included: false,
          amountMinor: null,
        };
      });
      const order = priceOrder({
        lines: lines.map(({ unitPriceMinor, quantity }, index) => ({
          id: `${index}`,
          unitPriceMinor,
          quantity,
          taxes,
        })),
        shipping: { amountMinor: shippingMinor, taxes },
        discounts: lines.map(({ offMinor }, index) => ({
          id: `off-${index}`,
          code: null,
          name: 'off',
          scope: 'line',
          lineIds: [`${index}`],
          value: { kind: 'fixed', amountMinor: offMinor },
        })),
        rules: { rounding: rule, taxPer: 'line' },
      });
      const withTax = (net: Dinero<number>) => {
        const parts = rates.map(({ scaled }) =>
          minor(multiply(net, scaled), currency.exponent, roundings[rule]),
        );
        return { parts, total: parts.reduce((sum, part) => add(sum, money(part)), net) };
      };
      let total = withTax(money(shippingMinor)).total;
      lines.forEach(({ unitPriceMinor, quantity, offMinor }, index) => {
        const gross = multiply(money(unitPriceMinor), quantity);
        const net = subtract(gross, money(Math.min(offMinor, minor(gross, currency.exponent))));
        const expected = withTax(net);
        expect(order.lines[index]?.taxes.map((part) => part.amountMinor)).toEqual(expected.parts);
        expect(order.lines[index]?.totalMinor).toBe(minor(expected.total, currency.exponent));
        total = add(total, expected.total);
      });
      expect(order.totals.totalMinor).toBe(minor(total, currency.exponent));
    }),
    { numRuns: 300 },
  );
});

const taxRate = fc.record({
  rate,
  included: fc.boolean(),
  given: fc.constantFrom(null, null, null, 0),
});
const offer = fc.record({
  scope: fc.constantFrom('line', 'order', 'shipping'),
  lineIds: fc.constantFrom(null, ['0'], ['0', '2']),
  value: fc.oneof(
    fc.record({ kind: fc.constant('fixed' as const), amountMinor: amount }),
    fc.record({
      kind: fc.constant('percentage' as const),
      ratePercent: fc.constantFrom('0', '7.5', '50', '100/3', '100'),
    }),
  ),
} as const);
const anyOrder: fc.Arbitrary<OrderToPrice> = fc
  .record({
    lines: fc.array(
      fc.record({
        unitPriceMinor: amount,
        quantity: fc.integer({ min: 1, max: 7 }),
        taxes: fc.array(taxRate, { maxLength: 3 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    shippingMinor: amount,
    shippingTaxes: fc.oneof(fc.constant('apportioned' as const), fc.array(taxRate, { maxLength: 2 })),
    offers: fc.array(offer, { maxLength: 4 }),
    rules: fc.record({ rounding, taxPer: fc.constantFrom('line', 'unit', 'order') } as const),
  })
  .map(({ lines, shippingMinor, shippingTaxes, offers, rules }) => {
    const rates = (taxes: readonly { rate: { text: string }; included: boolean; given: number | null }[]) =>
      taxes.map((entry, index): TaxRate => {
        const { included, given } = entry;
        return {
          name: name(index),
          jurisdiction: null,
          ratePercent: entry.rate.text,
          included,
          amountMinor: given,
        };
      });
    return {
      lines: lines.map((entry, index) => ({ ...entry, id: `${index}`, taxes: rates(entry.taxes) })),
      shipping: {
        amountMinor: shippingMinor,
        taxes: shippingTaxes === 'apportioned' ? shippingTaxes : rates(shippingTaxes),
      },
      discounts: offers.map(
        (entry, index): DiscountOffer => ({ ...entry, id: `d-${index}`, code: null, name: 'off' }),
      ),
      rules,
    };
  });

const sumOf = (parts: readonly { readonly amountMinor: number }[]) =>
  parts.reduce((all, { amountMinor }) => all + amountMinor, 0);

/** What does not add up in a priced order, counted again. */
function wrongIn({ lines, shippingCharge, totals, discounts }: PricedOrder): readonly string[] {
  const prices = [
    ...lines.map((line) => ({ ...line, grossMinor: line.unitPriceMinor * line.quantity })),
    { ...shippingCharge, grossMinor: shippingCharge.amountMinor },
  ];
  const inPrices = prices.flatMap((price) => {
    const included = sumOf(price.taxes.filter((tax) => tax.included));
    const left = price.grossMinor - price.discountMinor;
    return Object.entries({
      discounts: sumOf(price.discounts) === price.discountMinor,
      taxes: sumOf(price.taxes) === price.taxMinor,
      'taxes in the price': included === price.includedTaxMinor,
      'less than nothing is left': left >= 0,
      'more than the price is tax': included <= left,
      total: price.totalMinor === left + price.taxMinor - included,
      'below zero': [...price.taxes, ...price.discounts].every((part) => part.amountMinor >= 0),
      base: price.taxes.every((tax) => (tax.baseMinor ?? -1) >= 0 && (tax.baseMinor ?? 0) <= left),
    });
  });
  const { subtotalMinor, discountMinor, taxMinor, includedTaxMinor, shippingMinor, totalMinor } = totals;
  const inTotals = Object.entries({
    'sum of totals': prices.reduce((all, price) => all + price.totalMinor, 0) === totalMinor,
    'total of sums':
      totalMinor === subtotalMinor - discountMinor + taxMinor - includedTaxMinor + shippingMinor,
    'whole discounts': sumOf(discounts) === discountMinor,
  });
  return [...inPrices, ...inTotals].filter(([, holds]) => !holds).map(([what]) => what);
}

test('whatever is taken off and put on: parts add up to sums, sums to totals, and nothing is below zero', () => {
  fc.assert(
    fc.property(anyOrder, (order) => {
      expect(wrongIn(priceOrder(order))).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
});

test('a tax in a price is what it would be on top of the rest, within what rounding leaves open', () => {
  fc.assert(
    fc.property(amount, fc.integer({ min: 0, max: 4_000 }), rounding, (priceMinor, basisPoints, rule) => {
      const { totals } = priceOrder({
        lines: [
          {
            id: '1',
            unitPriceMinor: priceMinor,
            quantity: 1,
            taxes: [
              {
                name: 'VAT',
                jurisdiction: null,
                ratePercent: `${basisPoints}/100`,
                included: true,
                amountMinor: null,
              },
            ],
          },
        ],
        shipping: { amountMinor: 0, taxes: [] },
        discounts: [],
        rules: { rounding: rule, taxPer: 'line' },
      });
      // tax = price × bp ÷ (10 000 + bp), so tax × (10 000 + bp) is at most one such step away from price × bp.
      const off =
        BigInt(totals.taxMinor) * BigInt(10_000 + basisPoints) - BigInt(priceMinor) * BigInt(basisPoints);
      const limit = BigInt(10_000 + basisPoints);
      const farthest = rule.startsWith('half') ? limit / 2n : limit - 1n;
      expect(off <= farthest && -off <= farthest).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});
