import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { until } from '../support/until.ts';
import type { RunningShop } from './run-shop.ts';
import { paidEvent, teaOrder } from './shop-client.ts';

/** What the shop does, on whichever database. */
export function describeShop({ shop }: RunningShop): void {
  it('takes an order from its placement over the provider’s webhook to its delivery, and tells its history', async () => {
    const placed = await shop.place(teaOrder());
    expect(placed).toMatchObject({
      status: 201,
      body: { status: 'pending', payment: 'awaiting', totalMinor: 2580 },
    });
    expect(placed.headers.get('location')).toBe(`/orders/${placed.body.id}`);
    expect(JSON.stringify(placed.body)).not.toContain('token');

    expect(await shop.webhook(paidEvent(placed.body.id))).toMatchObject({
      status: 202,
      body: { status: 'stored' },
    });
    expect((await shop.becomes(placed.body.id, 'delivered')).body).toMatchObject({
      payment: 'captured',
      stock: 'confirmed',
      fulfillment: 'delivered',
    });

    const past = await shop.get(`/orders/${placed.body.id}/history`);
    expect(past.body.history.map(({ to }: { to: string }) => to)).toEqual([
      'draft',
      'pending',
      'confirmed',
      'processing',
      'shipped',
      'delivered',
    ]);
    expect(past.body.refused).toEqual([]);
  });

  it('charges a card by itself, and takes the provider’s webhooks of it for what they are', async () => {
    const placed = await shop.place(teaOrder({ payments: [{ method: 'card', token: 'tok_visa' }] }));
    const { body } = await shop.becomes(placed.body.id, 'delivered');
    expect(body.payments).toEqual([
      {
        method: 'card',
        transactions: [
          { kind: 'authorization', state: 'succeeded', amountMinor: 2580 },
          { kind: 'capture', state: 'succeeded', amountMinor: 2580 },
        ],
      },
    ]);
    expect(JSON.stringify(body)).not.toContain('tok_visa');
  });

  it('places one order for one key, and refuses another order under it', async () => {
    const key = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => shop.place(teaOrder(), key)));
    answers.push(await shop.place(teaOrder(), key));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);

    const other = await shop.place(teaOrder({ notes: 'Please ring' }), key);
    expect(other).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect(other.headers.get('content-type')).toContain('application/problem+json');
  });

  it('cancels an order that is not paid yet', async () => {
    const placed = await shop.place(teaOrder());
    expect(await shop.cancel(placed.body.id)).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    await until(
      () => shop.get(`/orders/${placed.body.id}`),
      ({ body }) => body.stock === 'released',
    );
  });

  it('refuses to cancel what was delivered, names the rule, and keeps the refusal', async () => {
    const placed = await shop.place(teaOrder({ payments: [{ method: 'card', token: 'tok_visa' }] }));
    await shop.becomes(placed.body.id, 'delivered');
    const refused = await shop.cancel(placed.body.id);
    expect(refused).toMatchObject({
      status: 409,
      body: {
        type: 'urn:statecart:problem:not-allowed',
        status: 409,
        code: 'NOT_ALLOWED',
        refusals: [{ rule: 'cancel.status', code: 'already_delivered', value: 'delivered' }],
      },
    });
    expect(refused.body.allowed).toContain('return.request');
    expect((await shop.get(`/orders/${placed.body.id}`)).body.status).toBe('delivered');
    const past = await shop.get(`/orders/${placed.body.id}/history`);
    expect(past.body.refused).toMatchObject([{ type: 'order.cancel', code: 'already_delivered' }]);
  });

  it('turns forged, altered, old and unsigned webhooks away', async () => {
    const { id } = (await shop.place(teaOrder())).body;
    const event = paidEvent(id);
    const now = Math.floor(Date.now() / 1_000);
    const forgeries = [
      await shop.webhook(event, { secret: 'whsec_of_somebody_else' }),
      await shop.webhook(event, { sent: JSON.stringify({ ...event, id: 'evt_altered' }) }),
      await shop.webhook(event, { seconds: now - 3_600 }),
      await shop.webhook(event, { seconds: now + 3_600 }),
      await shop.call('POST', '/webhooks/payments', JSON.stringify(event)),
      await shop.call('POST', '/webhooks/payments', JSON.stringify(event), {
        'payment-signature': `t=${now}`,
      }),
      await shop.call('POST', '/webhooks/payments', '', { 'payment-signature': 't=1,v1=00' }),
    ];
    expect(forgeries.map(({ status, body }) => [status, body.code])).toEqual(
      forgeries.map(() => [401, 'SIGNATURE_INVALID']),
    );
    expect((await shop.get(`/orders/${id}`)).body.payment).toBe('awaiting');
    expect((await shop.webhook(event)).status).toBe(202);
    await shop.becomes(id, 'delivered');
  });

  it('knows a webhook that comes again, and refuses its id with another body', async () => {
    const { id } = (await shop.place(teaOrder())).body;
    const event = paidEvent(id);
    expect((await shop.webhook(event)).status).toBe(202);
    const { body } = await shop.becomes(id, 'delivered');
    expect(await shop.webhook(event)).toMatchObject({ status: 200, body: { status: 'duplicate' } });
    const reused = await shop.webhook({ ...event, data: { ...event.data, amountMinor: 1 } });
    expect(reused).toMatchObject({ status: 409, body: { code: 'MESSAGE_ID_REUSED' } });
    expect((await shop.get(`/orders/${id}`)).body).toEqual(body);
  });

  it('parks a webhook that comes before its order, and pays the order with it', async () => {
    const id = randomUUID();
    expect((await shop.webhook(paidEvent(id))).status).toBe(202);
    expect((await shop.get(`/orders/${id}`)).status).toBe(404);
    expect((await shop.place(teaOrder({ id }))).body.id).toBe(id);
    expect((await shop.becomes(id, 'delivered')).body.payment).toBe('captured');
  });

  it('takes nothing but payments from the payment provider', async () => {
    const { id } = (await shop.place(teaOrder())).body;
    const event = { ...paidEvent(id), type: 'shipment.delivered', data: { shipmentId: 'SHIP-1' } };
    expect(await shop.webhook(event)).toMatchObject({ status: 200, body: { status: 'ignored' } });
    const request = { ...paidEvent(id), type: 'order.cancel', data: { reason: 'malice' } };
    expect(await shop.webhook(request)).toMatchObject({ status: 200, body: { status: 'ignored' } });
    expect((await shop.get(`/orders/${id}`)).body).toMatchObject({ status: 'pending', shipments: [] });
  });

  it.each([
    ['malformed JSON', '{"currency":', 400, 'MALFORMED_JSON'],
    ['an empty body', '', 422, 'VALIDATION_FAILED'],
    ['a list', '[]', 422, 'VALIDATION_FAILED'],
    ['more than can be read', JSON.stringify({ notes: 'x'.repeat(300_000) }), 413, 'BODY_TOO_LARGE'],
    ['a discount by the client', orderText({ discountMinor: 2_579 }), 422, 'VALIDATION_FAILED'],
    ['no lines', JSON.stringify(teaOrder({ lines: [] })), 422, 'VALIDATION_FAILED'],
    ['a price that is not the shop’s', orderText({ unitPriceMinor: 1 }), 409, 'PRICE_CHANGED'],
    ['an unknown product', orderText({ sku: 'GOLD' }), 422, 'VALIDATION_FAILED'],
    ['no address', JSON.stringify({ ...teaOrder(), shippingAddress: undefined }), 409, 'NOT_ALLOWED'],
  ])('answers %s with a problem, and gives nothing away', async (_what, body, status, code) => {
    const answer = await shop.call('POST', '/orders', body);
    expect(answer).toMatchObject({ status, body: { status, code } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.headers.get('x-powered-by')).toBeNull();
    expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:|\bat \w+ \(/);
  });

  it('says where each mistake is', async () => {
    const { body } = await shop.call('POST', '/orders', orderText({ quantity: -1 }));
    expect(body.problems).toMatchObject([{ path: 'lines[0].quantity', code: 'too_small' }]);
  });

  it('answers what it does not know, or can not read, with a problem', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const answers = [
      await shop.get(`/orders/${randomUUID()}`),
      await shop.get('/orders/no-uuid'),
      await shop.get('/orders/%E0%A4%A'),
      await shop.get('/nothing'),
      await shop.cancel(randomUUID()),
      await shop.call('POST', '/orders', 'currency=EUR', form),
      await shop.call('POST', `/orders/${randomUUID()}/cancel`, undefined, form),
      await shop.place(teaOrder(), 'x'.repeat(300)),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [404, 'ORDER_NOT_FOUND'],
      [404, 'ORDER_NOT_FOUND'],
      [400, 'BAD_REQUEST'],
      [404, 'NOT_FOUND'],
      [404, 'ORDER_NOT_FOUND'],
      [415, 'UNSUPPORTED_MEDIA_TYPE'],
      [404, 'ORDER_NOT_FOUND'],
      [422, 'VALIDATION_FAILED'],
    ]);
  });

  it('lives, and is ready', async () => {
    expect(await shop.get('/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(await shop.get('/ready')).toMatchObject({ status: 200, body: { ready: true, reason: null } });
  });
}

function orderText(line: object): string {
  return JSON.stringify(teaOrder({ lines: [{ ...teaOrder().lines[0], ...line }] }));
}
