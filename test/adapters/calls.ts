import type { AuthorizeRequest, PortCall } from 'statecart/ports';

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

/** What every request to a payment provider says. */
export const payment = {
  orderId: 'order-1',
  paymentId: 'payment-1',
  method: 'card',
  provider: 'default',
  token: null,
  currency: 'EUR',
  amountMinor: 1_000,
};

/** A request for an authorization. */
export const authorizing = (more: Partial<AuthorizeRequest> = {}): AuthorizeRequest => ({
  ...payment,
  customerId: null,
  orderNumber: null,
  ...more,
});
