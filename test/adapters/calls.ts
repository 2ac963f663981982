import type { PortCall } from 'statecart/ports';

/** A call of a port under a key. */
export function call(key: string, signal: AbortSignal = new AbortController().signal): PortCall {
  return { key, signal, traceparent: null };
}

/** A promise's error, or a failure if it has none. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('this should have failed');
}
