import { createHmac, randomUUID } from 'node:crypto';
import { until } from '../support/until.ts';

/** The secret that the shop under test shares with its payment provider. */
export const webhookSecret = 'whsec_example_secret';

/** An answer of the shop. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // oxlint-disable-next-line typescript/no-explicit-any -- what comes over the wire is what the tests are about
  readonly body: any;
}

/** What a test asks of a shop, over HTTP. */
export interface ShopClient {
  call(method: string, path: string, body?: string, headers?: Record<string, string>): Promise<Answer>;
  get(path: string): Promise<Answer>;
  /** Places an order; `key`: its Idempotency-Key. */
  place(order: object, key?: string): Promise<Answer>;
  cancel(id: string): Promise<Answer>;
  /** Sends a payment webhook, signed. */
  webhook(event: object, signing?: Signing): Promise<Answer>;
  /** Waits until an order has a status. */
  becomes(id: string, status: string): Promise<Answer>;
}

/** How a webhook is signed, otherwise than well. */
export interface Signing {
  readonly secret?: string;
  readonly seconds?: number;
  /** What is sent in place of what was signed. */
  readonly sent?: string;
}

/** Speaks with the shop at a URL. */
export function shopAt(url: string): ShopClient {
  const call: ShopClient['call'] = async (method, path, body, headers = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body }),
    });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const get = (path: string) => call('GET', path);
  return {
    call,
    get,
    place: (order, key) =>
      call('POST', '/orders', JSON.stringify(order), key === undefined ? {} : { 'idempotency-key': key }),
    cancel: (id) => call('POST', `/orders/${id}/cancel`),
    webhook(event, { secret = webhookSecret, seconds = Math.floor(Date.now() / 1_000), sent } = {}) {
      const body = JSON.stringify(event);
      const code = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
      return call('POST', '/webhooks/payments', sent ?? body, {
        'payment-signature': `t=${seconds},v1=${code}`,
      });
    },
    becomes: (id, status) =>
      until(
        () => get(`/orders/${id}`),
        ({ body }) => body.status === status,
      ),
  };
}

/** An order of two packets of tea; without `payments` it is paid on the provider's page. */
export function teaOrder(more: object = {}) {
  return {
    currency: 'EUR',
    customer: { kind: 'guest', email: 'ada@example.com' },
    shippingAddress: { name: 'Ada Lovelace', line1: 'Torstraße 1', city: 'Berlin', country: 'DE' },
    lines: [{ productId: 'tea', sku: 'TEA-250', name: 'Green tea', quantity: 2, unitPriceMinor: 1290 }],
    ...more,
  };
}

/** What the provider says when an order was paid on its page. */
export function paidEvent(orderId: string, id: string = randomUUID()) {
  return {
    id,
    type: 'payment.confirmed',
    createdAt: new Date().toISOString(),
    orderId,
    data: { amountMinor: 2580, method: 'card', reference: `page_${id}` },
  };
}
