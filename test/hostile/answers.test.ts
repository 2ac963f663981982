import * as fc from 'fast-check';
import { type Order, PortError } from 'statecart';
import { brokenInvariants } from 'statecart/testing';
import { describe, expect, it } from 'vitest';
import { mugs, openShop } from '../runtime/setup.ts';
import { hostile, seed, spoilt } from './hostile-values.ts';
import { outcomeOf } from './outcome.ts';

/** What a port may answer at its best, in whichever method. */
const answers: readonly object[] = [
  { status: 'authorized', reference: 'ref_1', amountMinor: 2_500, expiresAt: 1_800_000_000_000 },
  { status: 'captured', reference: 'ref_1', amountMinor: 2_500 },
  { status: 'declined', code: 'card_declined', reason: 'no' },
  {
    status: 'action_required',
    reference: 'ref_1',
    nextAction: { type: 'redirect', url: 'https://bank.example' },
  },
  { status: 'done', reference: 'ref_1', expiresAt: null, lines: [{ lineId: '1', quantity: 2 }] },
  { status: 'rejected', code: 'out_of_stock', reason: 'none' },
  { status: 'accepted', reference: 'ref_1' },
  {
    status: 'created',
    carrier: 'dhl',
    trackingUrl: 'https://dhl.example/1',
    trackingNumber: '1',
    reference: 'ref_1',
  },
];

/** What comes back: a spoilt answer, or an error that says something strange. */
const replies: fc.Arbitrary<() => unknown> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.oneof(...answers.map((answer) => spoilt(answer))).map((answer) => () => answer),
  },
  {
    weight: 1,
    arbitrary: hostile.map((value) => () => {
      // oxlint-disable-next-line typescript/only-throw-error -- what a careless adapter does
      throw value;
    }),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(hostile, hostile, hostile, hostile).map(([message, code, retry, outcome]) => () => {
      throw new PortError(message as never, { code, retry, outcome } as never);
    }),
  },
);

function capturedOf(order: Order): number {
  return order.payments
    .flatMap(({ transactions }) => transactions)
    .filter(({ kind, state }) => kind === 'capture' && state === 'succeeded')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

const effects = {
  payment: ['authorize', 'capture', 'void', 'refund', 'find'],
  warehouse: ['reserve', 'release', 'confirm', 'return', 'find'],
  fulfillment: ['create', 'cancel', 'find'],
  shipping: ['createShipment', 'cancelShipment', 'find'],
} as const;

describe('hostile answers of ports', () => {
  it(`end in an order that adds up, whatever was said (seed ${seed})`, async () => {
    const ports = fc.constantFrom(...(Object.keys(effects) as (keyof typeof effects)[]));
    await fc.assert(
      fc.asyncProperty(ports, fc.array(replies, { minLength: 1, maxLength: 6 }), async (name, given) => {
        const shop = openShop({ world: { autopilot: true } });
        const { world, clock, logger } = shop;
        const good = {
          payment: world.payments,
          warehouse: world.warehouse,
          fulfillment: world.fulfillment,
          shipping: world.shipping,
        };
        let n = 0;
        const hostilePort = Object.fromEntries(
          effects[name].map((method) => [
            method,
            async (...args: readonly unknown[]) => {
              n += 1;
              const reply = given[n - 1];
              if (reply !== undefined) return reply();
              return (Reflect.get(good[name], method) as (...all: readonly unknown[]) => unknown)(...args);
            },
          ]),
        );
        const orders = shop.another({ ports: { ...good, [name]: { ...good[name], ...hostilePort } } });
        const order = await orders.create(mugs());
        for (let round = 0; round < 8; round += 1) {
          expect(await outcomeOf(() => orders.drain())).toHaveProperty('value');
          expect(brokenInvariants(await orders.get(order.id))).toEqual([]);
          await clock.advance(900_000);
        }
        await outcomeOf(() => orders.cancel(order.id, { reason: 'changed_mind' }));
        await outcomeOf(() => orders.drain());
        const end = await orders.get(order.id);
        expect(brokenInvariants(end)).toEqual([]);
        // What the provider has not taken can't have been captured, whatever somebody else answered.
        const took = Object.values(world.payments.book().accounts)[0]?.capturedMinor ?? 0;
        expect(capturedOf(end)).toBe(name === 'payment' ? capturedOf(end) : took);
        expect(logger.lines.filter(({ message }) => message.includes('could not be written'))).toEqual([]);
      }),
      { seed, numRuns: 60 },
    );
  });

  it(`of ports that are only asked are PORT_FAILED, or a problem (seed ${seed})`, async () => {
    expect.hasAssertions();
    const askable: readonly object[] = [
      {
        customerId: 'ada',
        email: 'ada@example.com',
        addresses: [],
        preferences: { locale: 'de', channels: ['email'] },
      },
      [{ productId: 'p-mug', sku: 'MUG', name: 'Mug', currency: 'EUR', unitPriceMinor: 1_250 }],
      {
        lines: [{ lineId: '1', taxes: [{ name: 'VAT', ratePercent: '19', included: true }] }],
        shipping: 'apportioned',
        problems: [],
      },
      {
        discounts: [{ id: 'd', name: 'D', scope: 'order', value: { kind: 'fixed', amountMinor: 5 } }],
        rejected: [],
      },
      { status: 'valid', address: { name: 'Ada', line1: 'A 1', city: 'B', country: 'DE' } },
      [{ sku: 'MUG', warehouseId: 'berlin', available: 5 }],
    ];
    const reply = fc.oneof(
      {
        weight: 3,
        arbitrary: fc
          .oneof(...askable.map((answer) => spoilt(answer)))
          .map((answer) => () => answer as unknown),
      },
      { weight: 1, arbitrary: replies },
    );
    const shop = openShop();
    const { world } = shop;
    const { payments: payment, warehouse, fulfillment, shipping } = world;
    const good = { payment, warehouse, fulfillment, shipping };
    const customer = { kind: 'registered' as const, customerId: 'ada' };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('customer', 'catalog', 'tax', 'discount', 'address', 'available'),
        reply,
        async (name, say) => {
          const answer = async () => say() as never;
          const asked = {
            customer: { customer: { get: answer } },
            catalog: { catalog: { find: answer } },
            tax: { tax: { rates: answer } },
            discount: { discount: { offers: answer } },
            address: { address: { validate: answer } },
            available: { warehouse: { ...warehouse, available: answer } },
          }[name];
          const orders = shop.another({ ports: { ...good, ...asked } });
          const outcome = await outcomeOf(() => orders.create(mugs({ customer, discountCodes: ['TEN'] })));
          expect('value' in outcome ? brokenInvariants(outcome.value) : []).toEqual([]);
        },
      ),
      { seed, numRuns: 150 },
    );
  });

  it(`about carriers' rates, parcels and warehouses' progress are errors with a code (seed ${seed})`, async () => {
    const askable: readonly object[] = [
      [{ id: 'r', carrier: 'dhl', service: 'express', label: 'DHL', amountMinor: 5, currency: 'EUR' }],
      {
        estimatedDeliveryAt: 5,
        scans: [{ id: 's', status: 'delivered', at: 5, message: 'x', location: { city: 'B' } }],
      },
      { status: 'picking', reason: null, at: 5 },
    ];
    const reply = fc.oneof(
      fc.oneof(...askable.map((answer) => spoilt(answer))).map((answer) => () => answer as unknown),
      replies,
    );
    const shop = openShop();
    const order = await shop.orders.create(mugs());
    await shop.orders.drain();
    await fc.assert(
      fc.asyncProperty(reply, async (say) => {
        const answer = async () => say() as never;
        const { payments: payment, warehouse, fulfillment, shipping } = shop.world;
        const orders = shop.another({
          ports: {
            payment,
            warehouse,
            fulfillment: { ...fulfillment, get: answer },
            shipping: { ...shipping, rates: answer, track: answer },
          },
        });
        await outcomeOf(() => orders.shippingRates(order.id));
        await outcomeOf(() => orders.refreshTracking(order.id));
        await outcomeOf(() => orders.refreshFulfillment(order.id));
        expect(brokenInvariants(await orders.get(order.id))).toEqual([]);
      }),
      { seed, numRuns: 60 },
    );
  });
});
