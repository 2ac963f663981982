import * as fc from 'fast-check';

/** What tests begin with: printed, so that a failure can be seen again. */
export const seed = Number(process.env['STATECART_TEST_SEED'] ?? Date.now() % 1_000_000_000);

/** Text that breaks out of SQL, of JSON, of paths, of markup; that databases, regular expressions and objects trip over. */
const hostileTexts: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'a\udc00b',
  '\u202e\u2066',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  "'; drop table orders; --",
  "' or '1'='1",
  '$1',
  '"}',
  '../../../etc/passwd',
  '<script>alert(1)</script>',
  'javascript:alert(1)',
  'xstate.stop',
  'NaN',
  '1e999',
  '9007199254740993',
  'x'.repeat(201),
  'x'.repeat(100_000),
  `${'a'.repeat(50_000)}!`,
  ' '.repeat(50_000),
  '\ud83c\udf81'.repeat(10_000),
];

/** Lists and objects within one another, deeper than any stack. */
export function deep(levels: number, kind: 'list' | 'object' = 'list'): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = kind === 'list' ? [value] : { a: value };
  return value;
}

/** Objects that reach for the prototype of all others, as JSON brings them. */
export const pollution = (): readonly object[] => [
  JSON.parse('{"__proto__":{"polluted":true}}') as object,
  JSON.parse('{"constructor":{"prototype":{"polluted":true}}}') as object,
  JSON.parse('{"a":{"__proto__":{"polluted":true,"status":"delivered"}}}') as object,
];

function circular(): object {
  const circle: Record<string, unknown> = { a: 1 };
  circle.itself = circle;
  return circle;
}

/** Values that JSON can't even say: a caller within the process may hand them over. */
const unsayable = (): readonly unknown[] => [
  undefined,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  10n,
  Symbol('s'),
  () => 1,
  new Date(0),
  new Map([['a', 1]]),
  circular(),
  Object.create(null),
  // oxlint-disable-next-line no-sparse-arrays -- as hostile as it looks
  [, 1],
];

/** One hostile value. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...hostileTexts) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      0,
      -0,
      -1,
      0.1,
      1e-320,
      2 ** 31,
      2 ** 53,
      -(2 ** 53),
      1e308,
      9_007_199_254_740_991,
      true,
      null,
    ),
  },
  { weight: 2, arbitrary: fc.nat(2).map((n) => pollution()[n]) },
  { weight: 2, arbitrary: fc.nat(unsayable().length - 1).map((n) => unsayable()[n]) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<() => unknown>(
        () => deep(70),
        () => deep(300, 'object'),
        () => Array.from({ length: 5_000 }, () => ({})),
        () => Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`k${n}`, n])),
        () => ({ 'a\0b': 1 }),
        () => ({ '\ud800': 1 }),
        () => [],
        () => ({}),
      )
      .map((make) => make()),
  },
  {
    weight: 1,
    arbitrary: fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      maxDepth: 3,
    }),
  },
);

type Path = readonly (string | number)[];

function pathsOf(value: unknown, at: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([name, field]) => pathsOf(field, [...at, name]))];
}

function withValue(value: unknown, [step, ...rest]: Path, put: unknown): unknown {
  if (step === undefined) return put;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  copy[step] = withValue(copy[step], rest, put);
  return copy;
}

/** A good input of which one part is hostile; or that has a field too many. */
export function spoilt<Input extends object>(good: Input): fc.Arbitrary<Input> {
  const paths = pathsOf(good);
  const replaced = fc
    .tuple(fc.constantFrom(...paths), hostile)
    .map(([path, value]) => withValue(good, path, value) as Input);
  const added = fc
    .tuple(
      fc.constantFrom(...paths),
      fc.constantFrom('extra', 'constructor', 'toString', 'meta', 'type', 'id'),
      hostile,
    )
    .map(([path, name, value]) => withValue(good, [...path.slice(0, -1), name], value) as Input);
  return fc.oneof({ weight: 4, arbitrary: replaced }, { weight: 1, arbitrary: added });
}
