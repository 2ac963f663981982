import { exponentOf, format, isCurrency } from 'statecart/machine';
import { describe, expect, test } from 'vitest';

describe('the minor units of ISO 4217', () => {
  /** List one of ISO 4217: every active currency whose minor unit has not two digits. */
  const table: Readonly<Record<number, string>> = {
    0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
    2: 'USD EUR GBP CHF CNY INR BRL MXN TRY ZAR HUF TWD IDR COP XCG',
    3: 'BHD IQD JOD KWD LYD OMR TND',
    4: 'CLF UYW',
  };
  const rows = Object.entries(table).flatMap(([exponent, codes]) =>
    codes.split(' ').map((code) => [code, Number(exponent)] as const),
  );

  test.each(rows)('%s has %d digits', (code, exponent) => {
    expect(isCurrency(code)).toBe(true);
    expect(exponentOf(code)).toBe(exponent);
  });

  /** Withdrawn, a metal, a test code, no currency, not in capitals, and names that every JavaScript object has. */
  test.each(['DEM', 'HRK', 'XAU', 'XXX', 'XTS', 'BTC', 'eur', 'EURO', '', 'constructor', '__proto__'])(
    '%j is no active currency',
    (code) => {
      expect(isCurrency(code)).toBe(false);
      expect(() => exponentOf(code)).toThrow(
        expect.objectContaining({
          code: 'CURRENCY_UNKNOWN',
          message: `"${code}" is not a currency of ISO 4217. Use a three-letter code in capitals, such as EUR.`,
        }),
      );
    },
  );

  test('an amount in no currency is not printed', () => {
    expect(() => format(100, 'ZZZ')).toThrow(expect.objectContaining({ code: 'CURRENCY_UNKNOWN' }));
  });
});
