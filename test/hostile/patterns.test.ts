import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { countryCodes, createAddressRules } from 'statecart/adapters/rules';
import { eventParts as part } from 'statecart/machine';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { parseRfc3339 } from '../../src/runtime/calendar.ts';
import { ada } from '../contracts/asked-contracts.ts';

const src = fileURLToPath(new URL('../../src/', import.meta.url));

/** Text on which a pattern with two ways through the same characters takes longer than anybody waits. */
const slow = (length: number): readonly string[] =>
  ['a', 'a.', 'a-', '0', '0 ', ' ', '.', '+', '\t', '1/', '1.', 'a@', '😀', '\u0301']
    .map((unit) => unit.repeat(length))
    .flatMap((text) => [
      text,
      `${text}!`,
      `${text}\n`,
      `!${text}`,
      `a@${text}`,
      `https://${text}`,
      `application/${text}`,
    ]);

/** The longest that any one text may take, on a busy machine: a pattern that runs wild takes hours. */
const patienceMs = 1_500;

function expectSoon(what: string, text: string, read: () => unknown): void {
  const began = performance.now();
  read();
  const took = performance.now() - began;
  expect(took, `${what} on ${JSON.stringify(text.slice(0, 20))}…`).toBeLessThan(patienceMs);
}

describe('text that is made to keep a pattern busy', () => {
  const schemas = (Object.entries(part) as [string, unknown][]).filter(
    (entry): entry is [string, z.ZodType] =>
      typeof entry[1] === 'object' && entry[1] !== null && 'safeParse' in entry[1],
  );

  it.each(schemas)('does not: %s', (name, schema) => {
    expect.hasAssertions();
    for (const text of slow(100_000)) expectSoon(name, text, () => schema.safeParse(text));
  });

  it('does not: emails, links, countries and rates within their objects', () => {
    expect.hasAssertions();
    for (const text of slow(100_000)) {
      expectSoon('email', text, () => part.customer.safeParse({ kind: 'guest', email: text }));
      expectSoon('url', text, () => part.nextAction.safeParse({ type: 'x', url: text }));
      expectSoon('country', text, () => part.address.safeParse({ ...ada, country: text }));
      expectSoon('time', text, () => parseRfc3339(text));
      expectSoon('time', text, () => parseRfc3339(`2026-01-01T00:00:00.${text}`));
    }
  });

  it('does not: every pattern that stands in the sources', () => {
    const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const patterns = files.flatMap((name) =>
      [
        ...readFileSync(src + name, 'utf8').matchAll(
          /(?<=[(=,:?!&|]\s*)\/((?![*/ ])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([a-z]*)/g,
        ),
      ].map(([, source = '', flags = '']) => ({ name, pattern: new RegExp(source, flags.replace('g', '')) })),
    );
    expect(patterns.length).toBeGreaterThan(30);
    for (const { name, pattern } of patterns)
      for (const text of slow(20_000))
        expectSoon(`${name}: ${String(pattern)}`, text, () => pattern.test(text));
  });

  it('does not: the address rules of every country', async () => {
    const rules = createAddressRules();
    const call = { signal: new AbortController().signal };
    const words = slow(1_000).map((text) => text.slice(0, 2_000));
    const began = performance.now();
    for (const country of countryCodes)
      for (const postalCode of words.filter((_, n) => n % 6 === 0))
        await rules.validate({ ...ada, country, postalCode }, call);
    expect(performance.now() - began).toBeLessThan(10 * patienceMs);
  });
});
