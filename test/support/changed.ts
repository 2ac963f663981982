import type { Order } from 'statecart/machine';

/** Fields that rise with every event: they say nothing about what it did. */
const counters = new Set(['version', 'entries', 'published', 'timestamps.updatedAt']);
/** Fields that are compared part by part. */
const opened = new Set(['axes', 'timestamps', 'totals', 'addresses']);

/** Which fields of an order differ, by path; what is not listed stayed as it was. */
export function changedFields(before: Order, after: Order): readonly string[] {
  const paths: string[] = [];
  for (const key of Object.keys(after) as (keyof Order)[]) {
    if (same(before[key], after[key])) continue;
    if (!opened.has(key)) paths.push(key);
    else paths.push(...changedParts(key, before[key] as object, after[key] as object));
  }
  return paths.filter((path) => !counters.has(path));
}

function changedParts(key: string, before: object, after: object): string[] {
  return Object.keys(after)
    .filter((part) => !same(Reflect.get(before, part), Reflect.get(after, part)))
    .map((part) => `${key}.${part}`);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Freezes a value and everything in it, so that any attempt to change it throws. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
  return value;
}
