import * as fc from 'fast-check';
import { createOrders, type EventInput, type OrderStore } from 'statecart';
import { createMemoryStore } from 'statecart/adapters/memory';
import { openPglite } from 'statecart/adapters/pglite';
import { brokenInvariants } from 'statecart/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mugs, openShop } from '../runtime/setup.ts';
import { hostile, seed, spoilt } from './hostile-values.ts';
import { outcomeOf } from './outcome.ts';

const stores: Record<string, () => Promise<{ store: OrderStore; close: () => Promise<void> }>> = {
  memory: async () => ({ store: createMemoryStore() as OrderStore, close: async () => {} }),
  async PGlite() {
    const { store, close } = await openPglite('memory://');
    return { store: store as OrderStore, close };
  },
};

/** An order with everything that a caller may give. */
const full = mugs({
  notes: 'ring twice',
  metadata: { channel: 'web', nested: { list: [1, 'two', null] } },
  discountCodes: ['TEN'],
  billingAddress: { name: 'Ada', line1: 'Street 1', city: 'Berlin', country: 'DE' },
  sessionId: 'session-1',
  cartId: 'cart-1',
  shippingMethod: { carrier: 'dhl', service: 'express', label: 'DHL', rateId: 'rate-1' },
  shipping: { amountMinor: 490 },
});

const events: readonly EventInput[] = [
  { type: 'hold.place', reason: 'looks odd' },
  { type: 'order.cancel', reason: 'changed_mind', note: 'sorry' },
  { type: 'payment.add', method: 'card', token: 'tok_2', amountMinor: 100 },
  {
    type: 'payment.captured',
    paymentId: '1',
    amountMinor: 100,
    reference: 'ch_1',
    method: 'card',
    provider: 'psp',
    currency: 'EUR',
  },
  { type: 'shipment.dispatched', shipmentId: 'parcel-1' },
  { type: 'stock.short', reservationId: 'r-1', lines: [{ lineId: '1', quantity: 1 }] },
  { type: 'address.change', shippingAddress: { name: 'Ada', line1: 'Way 2', city: 'Paris', country: 'FR' } },
  { type: 'hold.place', reason: 'odd', meta: { id: 'event-1', occurredAt: 5, actor: 'ada' } as never },
];

describe.each(Object.keys(stores))('hostile input, on the store in %s', (name) => {
  let opened: Awaited<ReturnType<(typeof stores)[string]>>;
  let shop: ReturnType<typeof openShop>;
  const numRuns = name === 'memory' ? 200 : 60;
  beforeAll(async () => {
    opened = await stores[name]!();
    shop = openShop({ options: { store: opened.store as never } });
  });
  afterAll(() => opened.close());

  it(`is no order to be (seed ${seed})`, async () => {
    await fc.assert(
      fc.asyncProperty(spoilt(full), async (input) => {
        const outcome = await outcomeOf(() => shop.orders.createDraft(input));
        if ('error' in outcome) return;
        expect(brokenInvariants(outcome.value)).toEqual([]);
        expect(await shop.orders.get(outcome.value.id)).toEqual(outcome.value);
      }),
      { seed, numRuns },
    );
  });

  it(`is no event of an order (seed ${seed})`, async () => {
    const order = await shop.orders.create(mugs());
    await fc.assert(
      fc.asyncProperty(fc.oneof(...events.map((event) => spoilt(event))), async (event) => {
        const before = await shop.orders.get(order.id);
        const outcome = await outcomeOf(() => shop.orders.send(order.id, event));
        const after = await shop.orders.get(order.id);
        expect(after).toEqual('error' in outcome ? before : outcome.value);
        expect(brokenInvariants(after)).toEqual([]);
        await outcomeOf(() => shop.orders.trySend(order.id, event));
        await outcomeOf(() => shop.orders.explain(order.id, event as never));
      }),
      { seed, numRuns },
    );
  });

  it(`is no message from outside (seed ${seed})`, async () => {
    const order = await shop.orders.create(mugs());
    const message = {
      specversion: '1.0' as const,
      id: 'message-1',
      source: 'provider',
      type: 'payment.captured',
      subject: order.id,
      time: '2026-01-01T00:00:07Z',
      datacontenttype: 'application/json' as const,
      traceparent: '00-a-b-01',
      data: { amountMinor: 100, reference: 'ch_1', paymentId: null, deep: { list: [1] } },
    };
    const named = [
      'payment.confirmed',
      'fulfillment.status_changed',
      'tracking.updated',
      'dispute.closed',
      'delivery.confirmed',
    ];
    const messages = [message, ...named.map((type) => ({ ...message, type }))];
    await fc.assert(
      fc.asyncProperty(fc.oneof(...messages.map((one) => spoilt(one))), fc.uuid(), async (event, id) => {
        const fresh =
          typeof event === 'object' && event !== null && event.id === 'message-1' ? { ...event, id } : event;
        await outcomeOf(() => shop.orders.receive(fresh));
        expect(brokenInvariants(await shop.orders.get(order.id))).toEqual([]);
      }),
      { seed, numRuns },
    );
    await outcomeOf(() => shop.orders.drain());
  });

  it(`is no id, number, key or page (seed ${seed})`, async () => {
    expect.hasAssertions();
    const call = hostile.map((what) => what as never);
    await fc.assert(
      fc.asyncProperty(call, async (what) => {
        const { orders } = shop;
        for (const ask of [
          () => orders.get(what),
          () => orders.getByNumber(what),
          () => orders.history(what),
          () => orders.cancel(what, { reason: 'x' }),
          () => orders.create(mugs(), { idempotencyKey: what }),
          () => orders.createDraft(mugs(), { actor: what }),
          () => orders.createDraft(mugs(), { eventId: what }),
          () => orders.list({ after: what }),
          () => orders.list({ status: what }),
          () => orders.list({ limit: what }),
          () => orders.list(what),
          () => orders.deadLetters.list(what),
          () => orders.deadLetters.redrive(what),
          () => orders.updateStatus(what, 'cancelled'),
          () => orders.payments(what),
        ])
          await outcomeOf(ask as () => Promise<unknown>);
      }),
      { seed, numRuns: numRuns / 5 },
    );
  });
});

it(`Hostile options are refused with every problem (seed ${seed})`, async () => {
  expect.hasAssertions();
  const { store, world } = openShop();
  const { payments: payment, warehouse, fulfillment, shipping } = world;
  const good = { store, ports: { payment, warehouse, fulfillment, shipping } };
  const options = {
    source: 'shop',
    prices: 'reject' as const,
    terms: { capture: 'on_shipment' as const, reservationTtlMs: 1_000 },
    worker: { concurrency: 2, backoff: { baseMs: 1, maxMs: 2 } },
    handlers: {},
    logger: null as never,
    clock: null as never,
  };
  await fc.assert(
    fc.asyncProperty(spoilt(options), async (given) => {
      const { logger, clock, ...rest } = (given ?? {}) as typeof options;
      await outcomeOf(async () =>
        createOrders({
          ...good,
          ...rest,
          ...(logger === null ? {} : { logger }),
          ...(clock === null ? {} : { clock }),
        }),
      );
    }),
    { seed, numRuns: 200 },
  );
});
