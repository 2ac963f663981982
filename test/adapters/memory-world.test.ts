import {
  applyBookChanges,
  type BookChange,
  createMemoryClock,
  createMemoryWorld,
  type MemoryClock,
  type MemoryWorldOptions,
} from 'statecart/adapters/memory';
import type { CloudEvent } from 'statecart/ports';
import { describe, expect, it } from 'vitest';
import { call, errorOf } from './calls.ts';

const lines = [{ lineId: 'line-1', sku: 'MUG', quantity: 2 }];
const reserving = {
  orderId: 'order-1',
  reservationId: 'reservation-1',
  warehouseId: 'berlin',
  ttlMs: 60_000,
  partial: false,
  lines,
};
const paying = {
  orderId: 'order-1',
  paymentId: 'payment-1',
  method: 'card',
  provider: 'default',
  token: null,
  currency: 'EUR',
  amountMinor: 2_500,
  customerId: null,
  orderNumber: 'SC-1',
};
const creating = {
  orderId: 'order-1',
  orderNumber: 'SC-1',
  fulfillmentId: 'fulfillment-1',
  warehouseId: 'berlin',
  address: null,
  shippingMethod: null,
  lines: lines.map((line) => ({ ...line, name: 'Mug' })),
};
const shipping = {
  orderId: 'order-1',
  orderNumber: 'SC-1',
  shipmentId: 'shipment-1',
  fulfillmentId: 'fulfillment-1',
  lines,
  address: null,
  shippingMethod: null,
  collect: null,
};
const stock = [
  { warehouseId: 'berlin', sku: 'MUG', onHand: 10 },
  { warehouseId: 'berlin', sku: 'SPOON', onHand: 4 },
];

/** A world whose changes are kept as lines of text, as a file would. */
function durable(
  clock: MemoryClock,
  facts: CloudEvent[],
  file: string[],
  more: Partial<MemoryWorldOptions> = {},
) {
  return createMemoryWorld({
    clock,
    stock,
    deliver: (event) => void facts.push(event),
    onChange: (changes) => void file.push(JSON.stringify(changes)),
    ...more,
  });
}
const readFile = (file: readonly string[]) =>
  applyBookChanges(
    {},
    file.flatMap((line) => JSON.parse(line) as BookChange[]),
  );

describe('the world in memory', () => {
  it('carries an order from the shelf to the door by itself, and its books agree', async () => {
    const clock = createMemoryClock();
    const facts: CloudEvent[] = [];
    const world = createMemoryWorld({
      clock,
      stock,
      async deliver(event) {
        facts.push(event);
        if (event.type === 'fulfillment.packed') await world.shipping.createShipment(shipping, call('ship'));
        if (event.type === 'shipment.dispatched') {
          const { orderId, reservationId, warehouseId } = reserving;
          await world.warehouse.confirm(
            { orderId, reservationId, warehouseId, reference: null, lines },
            call('confirm'),
          );
          const { customerId: _, orderNumber: __, ...payment } = paying;
          await world.payments.capture({ ...payment, authorization: null, final: true }, call('capture'));
        }
      },
    });
    expect(await world.warehouse.reserve(reserving, call('reserve'))).toMatchObject({ status: 'done' });
    expect(await world.payments.authorize(paying, call('pay'))).toMatchObject({ status: 'authorized' });
    expect(await world.fulfillment.create(creating, call('create'))).toMatchObject({ status: 'accepted' });
    await clock.runUntilIdle();
    expect(facts.map((fact) => fact.type)).toEqual([
      'fulfillment.progressed',
      'fulfillment.progressed',
      'fulfillment.packed',
      'shipment.dispatched',
      'shipment.in_transit',
      'shipment.delivered',
    ]);
    expect(facts.every((fact) => fact.subject === 'order-1' && fact.specversion === '1.0')).toBe(true);
    expect(new Set(facts.map((fact) => fact.id)).size).toBe(facts.length);
    expect(world.warehouse.level('berlin', 'MUG')).toMatchObject({ onHand: 8, reserved: 0, shipped: 2 });
    expect(world.warehouse.level('berlin', 'SPOON')).toMatchObject({ onHand: 4, reserved: 0, shipped: 0 });
    expect(world.payments.book().accounts['payment-1']).toMatchObject({
      authorizedMinor: 2_500,
      capturedMinor: 2_500,
    });
    expect(world.shipping.book().parcels['shipment-1']?.scans.map(({ stage }) => stage)).toEqual([
      'created',
      'dispatched',
      'in_transit',
      'delivered',
    ]);
    expect(world.delivering()).toBe(0);
  });

  it('speaks plain JSON: answers, facts and books are the same after a way over a wire', async () => {
    const clock = createMemoryClock();
    const facts: CloudEvent[] = [];
    const world = durable(clock, facts, []);
    const answers = [
      await world.warehouse.reserve(reserving, call('reserve')),
      await world.payments.authorize(paying, call('pay')),
      await world.fulfillment.create(creating, call('create')),
      await world.shipping.createShipment(shipping, call('ship')),
    ];
    await clock.runUntilIdle();
    for (const value of [answers, facts, world.books()])
      expect(JSON.parse(JSON.stringify(value))).toStrictEqual(value);
  });

  it('delivers a fact again, under the same id, until it is taken; the other orders go on', async () => {
    const clock = createMemoryClock();
    const seen: string[] = [];
    let refusals = 3;
    const world = createMemoryWorld({
      clock,
      deliver(event) {
        seen.push(`${event.id} ${event.subject}`);
        if (event.subject === 'order-1' && refusals > 0) {
          refusals -= 1;
          throw new Error('the shop is down');
        }
      },
    });
    await world.report({
      source: 'shipping',
      type: 'shipment.lost',
      orderId: 'order-1',
      data: { shipmentId: 's-1' },
    });
    await world.report({
      source: 'shipping',
      type: 'shipment.lost',
      orderId: 'order-2',
      data: { shipmentId: 's-2' },
    });
    await clock.runUntilIdle();
    expect(seen).toEqual([
      'shipping:1 order-1',
      'shipping:2 order-2',
      'shipping:1 order-1',
      'shipping:1 order-1',
      'shipping:1 order-1',
    ]);
  });

  it('lays a fact aside that is never taken, instead of delivering it for ever', async () => {
    const clock = createMemoryClock();
    let deliveries = 0;
    const world = createMemoryWorld({
      clock,
      deliver() {
        deliveries += 1;
        throw new Error('never');
      },
    });
    await world.report({
      source: 'shipping',
      type: 'shipment.lost',
      orderId: 'order-1',
      data: { shipmentId: 's-1' },
    });
    await clock.runUntilIdle();
    expect(deliveries).toBe(200);
    expect(Object.values(world.books().agenda?.undelivered ?? {})).toMatchObject([
      { attempts: 200, data: { lastError: 'never' } },
    ]);
  });

  it('goes on from its books after it was killed at any moment, and repeats no effect', async () => {
    const whole = await run(Number.POSITIVE_INFINITY);
    expect(whole.lines).toBeGreaterThan(15);
    for (let lineCount = 1; lineCount <= whole.lines; lineCount += 1) {
      const { outcome } = await run(lineCount);
      expect(outcome, `killed after ${lineCount} lines`).toEqual(whole.outcome);
    }

    /** Runs the story; kills the world once so many lines are written, and begins another one from the file. */
    async function run(killAfter: number) {
      const clock = createMemoryClock({ now: 1_000_000 });
      const facts: CloudEvent[] = [];
      const file: string[] = [];
      let dead = false;
      const first = durable(clock, facts, file, {
        deliver: (event) => {
          if (dead) throw new Error('this process is dead');
          facts.push(event);
        },
        onChange(changes) {
          if (dead) throw new Error('this process is dead');
          file.push(JSON.stringify(changes));
          if (file.length < killAfter) return;
          dead = true;
          first.stop();
        },
      });
      const story = async (world: typeof first) => {
        await world.warehouse.reserve(reserving, call('reserve'));
        await world.payments.authorize({ ...paying, token: 'tok_pending' }, call('pay'));
        await world.fulfillment.create(creating, call('create'));
        await world.shipping.createShipment(shipping, call('ship'));
      };
      await story(first).catch(() => {});
      if (!dead) await clock.runUntilIdle();
      let world = first;
      if (dead) {
        world = durable(clock, facts, file);
        world.restore(readFile(file));
        await story(world);
        await clock.runUntilIdle();
      }
      const distinct = new Map(facts.map((fact) => [fact.id, [fact.type, fact.data]]));
      const outcome = {
        facts: new Set([...distinct.values()].map((fact) => JSON.stringify(fact))),
        distinct: distinct.size,
        level: world.warehouse.level('berlin', 'MUG'),
        account: world.payments.book().accounts['payment-1'],
        parcels: Object.values(world.shipping.book().parcels).map(({ stage, shipmentId }) => [
          stage,
          shipmentId,
        ]),
        fulfillments: Object.values(world.fulfillment.book().fulfillments).map(({ stage, packed }) => [
          stage,
          packed,
        ]),
      };
      return { outcome, lines: file.length };
    }
  });

  it('has the same books after a restore, with what was on the shelves and never touched', async () => {
    const clock = createMemoryClock();
    const file: string[] = [];
    const world = durable(clock, [], file);
    await world.warehouse.reserve(reserving, call('reserve'));
    world.payments.script.next('decline', { code: 'once' });
    await world.fulfillment.create(creating, call('create'));
    const again = durable(clock, [], []);
    again.restore(readFile(file));
    expect(again.books()).toEqual(world.books());
    expect(again.warehouse.level('berlin', 'SPOON').onHand).toBe(4);
    again.restore(JSON.parse(JSON.stringify(world.books())) as never);
    expect(again.books()).toEqual(world.books());
    expect(await again.payments.authorize(paying, call('pay'))).toMatchObject({ code: 'once' });
    expect(await again.payments.authorize(paying, call('pay-2'))).toMatchObject({ status: 'authorized' });
  });

  it('answers only when the change is kept, and has no effect if it can’t be', async () => {
    const clock = createMemoryClock();
    let keep = () => {};
    const slow = durable(clock, [], [], { onChange: () => new Promise<void>((resolve) => (keep = resolve)) });
    let answered = false;
    const pending = slow.warehouse.reserve(reserving, call('key')).then(() => (answered = true));
    await clock.advance(1);
    expect(answered).toBe(false);
    keep();
    await pending;

    const broken = durable(clock, [], [], {
      onChange: () => {
        throw new Error('the disk is full');
      },
    });
    expect(String(await errorOf(broken.warehouse.reserve(reserving, call('key'))))).toContain(
      'the disk is full',
    );
    expect(await broken.warehouse.find('key', call(''))).toBeNull();
    expect(broken.warehouse.level('berlin', 'MUG').reserved).toBe(0);
  });

  it('sets no more timers when it is stopped, and goes on when it is restored', async () => {
    const clock = createMemoryClock();
    const facts: CloudEvent[] = [];
    const world = durable(clock, facts, []);
    await world.fulfillment.create(creating, call('create'));
    world.stop();
    expect(clock.pending()).toBe(0);
    await clock.advance(60_000);
    expect(facts).toEqual([]);
    world.restore(world.books());
    await clock.runUntilIdle();
    expect(facts).toHaveLength(3);
  });
});
