import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseRfc3339, rfc3339, utcYear } from '../../src/runtime/calendar.ts';
import { defaultNumberFormat } from '../../src/runtime/order-number.ts';

const lastMoment = 253_402_300_799_999;
const moment = fc.integer({ min: 0, max: lastMoment });

it('writes every moment up to the year 9999 as the platform does', () => {
  fc.assert(
    fc.property(moment, (at) => {
      expect(rfc3339(at)).toBe(new Date(at).toISOString());
    }),
  );
});

it('knows the year of every moment in UTC', () => {
  fc.assert(
    fc.property(moment, (at) => {
      expect(utcYear(at)).toBe(new Date(at).getUTCFullYear());
    }),
  );
  expect(utcYear(Date.UTC(2026, 11, 31, 23, 59, 59, 999))).toBe(2026);
  expect(utcYear(Date.UTC(2027, 0, 1))).toBe(2027);
});

it('reads back what it writes', () => {
  fc.assert(
    fc.property(moment, (at) => {
      expect(parseRfc3339(rfc3339(at))).toBe(at);
    }),
  );
});

it('reads offsets, missing fractions and long fractions', () => {
  const at = Date.UTC(2026, 10, 22, 10, 15, 30);
  expect(parseRfc3339('2026-11-22T10:15:30Z')).toBe(at);
  expect(parseRfc3339('2026-11-22t12:15:30+02:00')).toBe(at);
  expect(parseRfc3339('2026-11-22T05:45:30-04:30')).toBe(at);
  expect(parseRfc3339('2026-11-22T10:15:30.1239999Z')).toBe(at + 123);
  expect(parseRfc3339('2024-02-29T00:00:00Z')).toBe(Date.UTC(2024, 1, 29));
});

it.each([
  '',
  'yesterday',
  '2026-11-22',
  '2026-02-29T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-11-22T24:00:00Z',
  '2026-11-22T10:15:30',
])('does not take %j for a moment', (text) => {
  expect(parseRfc3339(text)).toBeNull();
});

it('numbers orders by year and a rising sequence', () => {
  expect(defaultNumberFormat(42, Date.UTC(2026, 5, 1))).toBe('SC-2026-000042');
  expect(defaultNumberFormat(1_234_567, Date.UTC(2027, 0, 1))).toBe('SC-2027-1234567');
});
