import fc from 'fast-check';
import { isOrderError } from 'statecart/errors';
import { allocate, exact, format, ratio, sum, times } from 'statecart/machine';
import { describe, expect, test } from 'vitest';

const max = Number.MAX_SAFE_INTEGER;
const amount = fc.maxSafeInteger();
const small = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 });
const weights = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 30 });
const overflow = expect.objectContaining({ code: 'AMOUNT_OVERFLOW' });

/** What a calculation comes to: a whole number without limit, or the code of its refusal. */
function outcome(calculate: () => number): bigint | string {
  try {
    return BigInt(calculate());
  } catch (error) {
    return isOrderError(error) ? error.code : String(error);
  }
}

describe('an amount is exact or refused', () => {
  test.each([0, 1, -1, max, -max])('%d is an amount', (value) => {
    expect(exact(value)).toBe(value);
  });

  test.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, max + 1, -max - 1])('%d is none', (value) => {
    expect(() => exact(value)).toThrow(overflow);
  });

  test('zero has no sign, so that an order is equal to itself after JSON', () => {
    expect(Object.is(exact(-0), 0)).toBe(true);
  });

  test('the refusal names what overflowed, the value and the limit', () => {
    expect(() => exact(2 ** 53, 'the total of line mug')).toThrow(
      'the total of line mug is 9007199254740992, but amounts are whole minor units within ±9007199254740991. Split the order, or check the unit.',
    );
  });
});

describe('sums and products', () => {
  test('equal those of whole numbers without limit, or are refused with AMOUNT_OVERFLOW', () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 20 }), (amounts) => {
        let running = 0n;
        let leaves = false;
        for (const value of amounts) {
          running += BigInt(value);
          leaves ||= running > BigInt(max) || running < -BigInt(max);
        }
        expect(outcome(() => sum(amounts))).toBe(leaves ? 'AMOUNT_OVERFLOW' : running);
      }),
    );
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 1_000_000 }), (value, quantity) => {
        const product = BigInt(value) * BigInt(quantity);
        const leaves = product > BigInt(max) || product < -BigInt(max);
        expect(outcome(() => times(value, quantity))).toBe(leaves ? 'AMOUNT_OVERFLOW' : product);
      }),
    );
  });

  test('the sum of nothing is nothing', () => {
    expect(sum([])).toBe(0);
  });
});

describe('a ratio is rounded half away from zero', () => {
  /** Worked by hand: 8.25 % (33/400) of 10.00, halves on both sides of zero, thirds. */
  test.each([
    [1_000, 33, 400, 83],
    [5, 1, 2, 3],
    [-5, 1, 2, -3],
    [3, 1, 2, 2],
    [100, 1, 3, 33],
    [200, 1, 3, 67],
    [0, 7, 3, 0],
  ])('%d × %d ÷ %d = %d', (value, numerator, denominator, expected) => {
    expect(ratio(value, numerator, denominator)).toBe(expected);
  });

  test('is never more than half a unit off, also where the product leaves the safe integers', () => {
    const parts = fc.tuple(amount, fc.nat({ max: 2 ** 40 }), fc.integer({ min: 1, max: 2 ** 40 }));
    fc.assert(
      fc.property(parts, ([value, a, b]) => {
        const [numerator, denominator] = [Math.min(a, b), b];
        const off =
          BigInt(ratio(value, numerator, denominator)) * BigInt(denominator) -
          BigInt(value) * BigInt(numerator);
        expect((off < 0n ? -off : off) * 2n <= BigInt(denominator)).toBe(true);
      }),
    );
  });

  test('leaves the safe integers only as a refusal', () => {
    expect(ratio(max, 3, 3)).toBe(max);
    expect(() => ratio(max, 2, 1)).toThrow(overflow);
  });

  test.each([0, -1])('needs a positive denominator, not %d', (denominator) => {
    expect(() => ratio(1, 1, denominator)).toThrow(
      expect.objectContaining({
        code: 'VALIDATION_FAILED',
        message: expect.stringContaining(`${denominator}`),
      }),
    );
  });
});

describe('an allocation', () => {
  /** Fowler's example in Patterns of Enterprise Application Architecture: 5 cents, 70 % to 30 %; and the dollar in three. */
  test.each([
    [100, [1, 1, 1], [33, 34, 33]],
    [5, [7, 3], [4, 1]],
    [5, [3, 7], [2, 3]],
    [1, [1, 1], [1, 0]],
    [-100, [1, 1, 1], [-33, -34, -33]],
    [100, [0, 0, 0], [33, 34, 33]],
    [100, [1, 0, 3], [25, 0, 75]],
    [0, [1, 2], [0, 0]],
    [1_000, [5], [1_000]],
  ])('of %d by %j is %j', (total, by, expected) => {
    expect(allocate(total, by)).toEqual(expected);
  });

  test('adds up to the whole, and no part is off by more than one unit', () => {
    fc.assert(
      fc.property(small, weights, (total, by) => {
        const parts = allocate(total, by);
        const all = sum(by);
        expect(parts).toHaveLength(by.length);
        expect(sum(parts)).toBe(total);
        parts.forEach((part, index) => {
          const share = all === 0 ? total / by.length : (total * (by[index] ?? 0)) / all;
          expect(Math.abs(part - share)).toBeLessThanOrEqual(1 + 1e-6);
        });
      }),
    );
  });

  test('gives nothing to a part without weight, and no part the other sign', () => {
    fc.assert(
      fc.property(small, weights, (total, by) => {
        fc.pre(sum(by) > 0);
        allocate(total, by).forEach((part, index) => {
          const sign = by[index] === 0 ? 0 : Math.sign(total);
          expect([0, sign]).toContain(Math.sign(part) + 0);
        });
      }),
    );
  });

  test('adds up for the largest amounts', () => {
    fc.assert(
      fc.property(amount, weights, (total, by) => {
        expect(sum(allocate(total, by).map((part) => Math.abs(part)))).toBe(Math.abs(total));
      }),
    );
  });

  test('refuses weights whose sum overflows', () => {
    expect(() => allocate(1, [max, 1])).toThrow(overflow);
  });
});

describe('an amount for people', () => {
  test.each([
    [1_250, 'EUR', '12.50 EUR'],
    [5, 'USD', '0.05 USD'],
    [-5, 'USD', '-0.05 USD'],
    [0, 'EUR', '0.00 EUR'],
    [1_250, 'JPY', '1250 JPY'],
    [1_250, 'KWD', '1.250 KWD'],
    [7, 'KWD', '0.007 KWD'],
    [12_345, 'CLF', '1.2345 CLF'],
    [max, 'EUR', '90071992547409.91 EUR'],
  ])('%d in %s is %s', (value, currency, text) => {
    expect(format(value, currency)).toBe(text);
  });

  test('loses nothing: its digits are the amount', () => {
    fc.assert(
      fc.property(amount, fc.constantFrom('JPY', 'EUR', 'KWD', 'CLF'), (value, currency) => {
        const [text] = format(value, currency).split(' ');
        expect(Number((text ?? '').replace('.', ''))).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});
