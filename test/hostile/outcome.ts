import { isOrderError, type OrderError } from 'statecart';
import { expect } from 'vitest';

/** How long any single call with hostile input may take, on a busy machine. */
const patienceMs = 10_000;

/**
 * What became of a call with hostile input: it succeeded, or failed with an OrderError. Anything else, a crash, a hang, a
 * prototype that was changed, fails the test.
 */
export async function outcomeOf<T>(
  call: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly error: OrderError }> {
  const began = performance.now();
  try {
    return { value: await call() };
  } catch (error) {
    if (!isOrderError(error)) throw new Error(`no OrderError, but ${String(error)}`, { cause: error });
    expect(error.message.length).toBeLessThan(1_000_000);
    return { error };
  } finally {
    expect(performance.now() - began).toBeLessThan(patienceMs);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(Object.prototype).not.toHaveProperty('status');
  }
}
