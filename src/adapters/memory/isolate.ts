/** Copies made here: they are frozen all the way down, so they may be shared and need no second copy. */
const isolated = new WeakSet<object>();

/**
 * A deep-frozen copy of plain JSON: whoever gave it, or gets it, can't change what is kept. Fields that are `undefined`
 * are left out, as JSON leaves them out. What is already such a copy is returned as it is, so a changed order shares
 * its unchanged parts with its predecessor.
 */
export function isolate<T>(value: T): T {
  if (typeof value !== 'object' || value === null || isolated.has(value)) return value;
  const copy = Array.isArray(value)
    ? value.map((item: unknown) => isolate(item))
    : Object.fromEntries(
        Object.entries(value)
          .filter(([, field]) => field !== undefined)
          .map(([name, field]) => [name, isolate<unknown>(field)]),
      );
  isolated.add(Object.freeze(copy));
  return copy as T;
}
