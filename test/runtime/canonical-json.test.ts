import fc from 'fast-check';
import { isOrderError } from 'statecart';
import { expect, it } from 'vitest';
import { canonicalJson } from '../../src/runtime/canonical-json.ts';

it('is the same whatever the order of the fields, and whether an absent field is named', () => {
  expect(canonicalJson({ b: 1, a: { d: undefined, c: [1, 'x'] } })).toBe('{"a":{"c":[1,"x"]},"b":1}');
  expect(canonicalJson({ a: { c: [1, 'x'] }, b: 1 })).toBe('{"a":{"c":[1,"x"]},"b":1}');
});

it('tells apart what means something else', () => {
  expect(canonicalJson({ a: null })).not.toBe(canonicalJson({}));
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
  expect(canonicalJson({ a: '1' })).not.toBe(canonicalJson({ a: 1 }));
});

it('is JSON for every JSON value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

it.each([() => 1, 1n, Number.NaN, Symbol('x')])('refuses what JSON can not say', (value) => {
  expect(() => canonicalJson({ value })).toThrow(
    expect.toSatisfy((error: unknown) => isOrderError(error, 'VALIDATION_FAILED')),
  );
});
