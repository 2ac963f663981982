import type { CloudEvent } from 'statecart';
import { describe, expect, it } from 'vitest';
import { errorOf } from './errors.ts';
import { download, mugs, openShop, type ShopOptions } from './setup.ts';

let count = 0;

function message(
  type: string,
  subject: string,
  data: CloudEvent['data'] = {},
  more: Partial<CloudEvent> = {},
): CloudEvent {
  count += 1;
  return { specversion: '1.0', id: `m-${count}`, source: 'provider', type, subject, data, ...more };
}

/** An order that is paid in a hosted checkout: what happens there is heard by message. */
async function awaiting({ options, ...more }: ShopOptions = {}) {
  const shop = openShop({ ...more, options: { terms: { paymentOnSubmit: 'later' }, ...options } });
  const order = await shop.orders.create(download({ payments: [] }));
  await shop.orders.drain();
  return { ...shop, order };
}

describe('receive', () => {
  it('stores a message and applies it at once', async () => {
    const { orders, order } = await awaiting();
    const paid = message(
      'payment.captured',
      order.id,
      { amountMinor: 900, reference: 'ch-1' },
      { time: '2026-01-01T00:00:07Z', traceparent: '00-a-b-01' },
    );
    expect(await orders.receive(paid)).toEqual({ status: 'stored', orderRef: order.id });
    expect((await orders.get(order.id)).axes).toMatchObject({ payment: 'captured', status: 'delivered' });
    const { journal } = await orders.history(order.id);
    const entry = journal.find((candidate) => candidate.type === 'payment.captured');
    expect(entry?.meta).toMatchObject({
      id: `provider ${paid.id}`,
      actor: 'provider',
      causationId: paid.id,
      occurredAt: Date.UTC(2026, 0, 1, 0, 0, 7),
      traceparent: '00-a-b-01',
    });
  });

  it('finds the order by its number as well', async () => {
    const { orders, order } = await awaiting();
    const { subject: _, ...byNumber } = message('payment.captured', '', {
      amountMinor: 900,
      reference: 'ch-1',
      orderNumber: order.number,
    });
    expect(await orders.receive(byNumber)).toEqual({ status: 'stored', orderRef: order.number });
    expect((await orders.get(order.id)).axes.payment).toBe('captured');
  });

  it('recognises a message that comes again', async () => {
    const { orders, order } = await awaiting();
    const paid = message('payment.captured', order.id, { amountMinor: 900, reference: 'ch-1' });
    await orders.receive(paid);
    const after = await orders.get(order.id);
    expect(await orders.receive({ ...paid, time: '2026-01-01T01:00:00Z' })).toEqual({
      status: 'duplicate',
      orderRef: order.id,
    });
    await orders.drain();
    expect(await orders.get(order.id)).toEqual(after);
  });

  it('takes the same fact under another id for the duplicate that it is', async () => {
    const { orders, order } = await awaiting();
    await orders.receive(message('payment.captured', order.id, { amountMinor: 900, reference: 'ch-1' }));
    const after = await orders.get(order.id);
    expect(
      (await orders.receive(message('payment.captured', order.id, { amountMinor: 900, reference: 'ch-1' })))
        .status,
    ).toBe('stored');
    await orders.drain();
    expect((await orders.get(order.id)).payments).toEqual(after.payments);
  });

  it('refuses an id that came before with another body', async () => {
    const { orders, order } = await awaiting();
    const paid = message('payment.captured', order.id, { amountMinor: 900, reference: 'ch-1' });
    await orders.receive(paid);
    const error = await errorOf(orders.receive({ ...paid, data: { amountMinor: 800, reference: 'ch-1' } }));
    expect(error.code).toBe('MESSAGE_ID_REUSED');
  });

  it('tells messages of two sources apart that have the same id', async () => {
    const { orders, order } = await awaiting();
    const one = message('payment.captured', order.id, { amountMinor: 400, reference: 'ch-1' });
    expect((await orders.receive(one)).status).toBe('stored');
    expect(
      (await orders.receive({ ...one, source: 'bank', data: { amountMinor: 500, reference: 'ch-2' } }))
        .status,
    ).toBe('stored');
    expect((await orders.get(order.id)).axes.payment).toBe('captured');
  });

  it('keeps a message that comes before its order', async () => {
    const { orders } = openShop({ options: { terms: { paymentOnSubmit: 'later' } } });
    const id = '11111111-1111-4111-8111-111111111111';
    const early = message('payment.captured', id, { amountMinor: 900, reference: 'hosted-1' });
    expect((await orders.receive(early)).status).toBe('stored');
    expect((await orders.drain()).messages).toBe(0);
    await orders.create(download({ id, payments: [] }));
    expect((await orders.drain()).messages).toBe(1);
    expect((await orders.get(id)).axes.payment).toBe('captured');
  });

  it('returns in time even if a port hangs, and the message is not lost', async () => {
    const shop = await awaiting();
    const { payments: payment, warehouse, fulfillment, shipping } = shop.world;
    const slow = shop.another({
      ports: { payment, warehouse, fulfillment, shipping },
      store: { ...shop.store, claim: () => new Promise(() => {}) },
    });
    const receiving = slow.receive(
      message('payment.captured', shop.order.id, { amountMinor: 900, reference: 'ch-1' }),
    );
    await shop.clock.advance(1_000);
    expect((await receiving).status).toBe('stored');
    await shop.orders.drain();
    expect((await shop.orders.get(shop.order.id)).axes.payment).toBe('captured');
  });
});

describe('messages that are refused', () => {
  it.each([
    ['order.cancel', 'NOT_ALLOWED'],
    ['xstate.stop', 'UNKNOWN_EVENT'],
    ['deadline.reached', 'UNKNOWN_EVENT'],
    ['operation.unknown', 'UNKNOWN_EVENT'],
    ['weather.changed', 'UNKNOWN_EVENT'],
  ])('%s: %s', async (type, code) => {
    const { orders, order, store } = await awaiting();
    expect((await errorOf(orders.receive(message(type, order.id, { reason: 'x' })))).code).toBe(code);
    expect(await store.nextDue(0)).not.toBe(0);
    expect((await orders.drain()).messages).toBe(0);
  });

  it('name every problem: of the CloudEvent, of the order, of the fact', async () => {
    const { orders, order } = await awaiting();
    const envelope = await errorOf(
      orders.receive({
        specversion: '0.3',
        id: '',
        source: 'x',
        type: 'payment.captured',
        time: 'today',
      } as never),
    );
    expect(new Set(envelope.problems.map((problem) => problem.path))).toEqual(
      new Set(['id', 'specversion', 'time']),
    );
    const { subject: _, ...nobody } = message('payment.captured', '', { amountMinor: 900 });
    expect((await errorOf(orders.receive(nobody))).message).toContain('subject');
    const fact = await errorOf(
      orders.receive(message('payment.captured', order.id, { amountMinor: -1, color: 'red' })),
    );
    expect(fact.code).toBe('VALIDATION_FAILED');
    expect(fact.problems.map((problem) => problem.path)).toContain('amountMinor');
  });
});

describe('the names of the outside', () => {
  it('payment.confirmed is a capture, or an authorization if it says so', async () => {
    const captured = await awaiting();
    await captured.orders.receive(
      message('payment.confirmed', captured.order.id, { amountMinor: 900, reference: 'ch-1' }),
    );
    expect((await captured.orders.get(captured.order.id)).axes.payment).toBe('captured');
    const authorized = await awaiting();
    await authorized.orders.receive(
      message('payment.confirmed', authorized.order.id, {
        amountMinor: 900,
        reference: 'au-1',
        status: 'authorized',
      }),
    );
    const { journal } = await authorized.orders.history(authorized.order.id);
    expect(journal.map((entry) => entry.type)).toContain('payment.authorized');
  });

  it('payment.failed needs no code', async () => {
    const { orders } = openShop();
    const order = await orders.create(download({ payments: [{ method: 'card', token: 'tok_pending' }] }));
    await orders.drain();
    await orders.receive(message('payment.failed', order.id, { paymentId: order.payments[0]!.id }));
    const [transaction] = (await orders.get(order.id)).payments[0]!.transactions;
    expect(transaction).toMatchObject({ state: 'failed', code: 'payment_failed' });
  });

  it('fulfillment.status_changed leads the order on, and pending changes nothing', async () => {
    const { orders } = openShop();
    const order = await orders.create(mugs());
    await orders.drain();
    const fulfillmentId = (await orders.get(order.id)).fulfillments[0]!.id;
    const progress = (status: string) =>
      orders.receive(message('fulfillment.status_changed', order.id, { fulfillmentId, status }));
    expect(await progress('pending')).toEqual({ status: 'ignored', orderRef: null });
    expect((await orders.get(order.id)).axes.status).toBe('confirmed');
    await progress('picking');
    expect((await orders.get(order.id)).axes.status).toBe('processing');
    await progress('shipped');
    expect((await orders.get(order.id)).axes.status).toBe('shipped');
    await progress('completed');
    expect((await orders.get(order.id)).axes.status).toBe('delivered');
    expect((await errorOf(progress('vanished'))).code).toBe('VALIDATION_FAILED');
  });

  it('refund.completed and delivery.confirmed are facts about money and parcels', async () => {
    const { orders, order } = await awaiting();
    await orders.receive(message('payment.captured', order.id, { amountMinor: 900, reference: 'ch-1' }));
    await orders.receive(
      message('refund.completed', order.id, {
        amountMinor: 300,
        reference: 're-1',
        paymentId: (await orders.get(order.id)).payments[0]!.id,
      }),
    );
    await orders.receive(message('delivery.confirmed', order.id, { shipmentId: 'unknown-parcel' }));
    const { journal } = await orders.history(order.id);
    expect(journal.map((entry) => entry.type)).toEqual(
      expect.arrayContaining(['payment.refunded', 'shipment.delivered']),
    );
    expect((await orders.get(order.id)).axes.payment).toBe('partially_refunded');
  });
});

describe('handlers', () => {
  it('read other messages, and the known ones otherwise', async () => {
    const { orders, order } = await awaiting({
      options: {
        handlers: {
          'acme.charge.ok': ({ data }) => ({
            orderRef: data.ref as string,
            fact: { type: 'payment.captured', amountMinor: Number(data.cents), reference: 'acme-1' },
          }),
          'payment.confirmed': () => null,
          'xstate.stop': () => null,
        },
      },
    });
    expect((await orders.receive(message('payment.confirmed', order.id, { amountMinor: 900 }))).status).toBe(
      'ignored',
    );
    expect((await errorOf(orders.receive(message('xstate.stop', order.id)))).code).toBe('UNKNOWN_EVENT');
    await orders.receive(message('acme.charge.ok', 'ignored', { ref: order.id, cents: 900 }));
    expect((await orders.get(order.id)).axes.payment).toBe('captured');
  });
});
