import { PortError } from 'statecart';
import { describe, expect, it } from 'vitest';
import { errorOf } from './errors.ts';
import { download, mugs, openShop, without } from './setup.ts';

describe('start', () => {
  it('works off what is created afterwards, at once rather than at the next poll', async () => {
    const { orders, clock } = openShop();
    await orders.start();
    const order = await orders.create(mugs());
    await clock.advance(0);
    expect((await orders.get(order.id)).axes.status).toBe('confirmed');
    await orders.stop();
  });

  it('hears of orders that other processes create', async () => {
    const shop = openShop();
    const worker = shop.another({ worker: { pollMs: 3_600_000 } });
    await worker.start();
    const order = await shop.orders.create(mugs());
    await shop.clock.advance(50);
    expect((await shop.orders.get(order.id)).axes.status).toBe('confirmed');
    await worker.stop();
  });

  it('finds work by polling where nobody can wake it', async () => {
    const shop = openShop();
    const worker = shop.another({ store: without(shop.store, 'wake', 'listen') });
    await worker.start();
    const order = await shop.orders.create(mugs());
    await shop.clock.advance(900);
    expect((await shop.orders.get(order.id)).axes.stock).toBe('reserving');
    await shop.clock.advance(200);
    expect((await shop.orders.get(order.id)).axes.status).toBe('confirmed');
    await worker.stop();
  });

  it('outlives a store that is away for a while', async () => {
    const shop = openShop();
    let away = true;
    const worker = shop.another({
      store: {
        ...shop.store,
        async claim(request) {
          if (away) throw new Error('connection refused');
          return shop.store.claim(request);
        },
      },
    });
    await worker.start();
    const order = await shop.orders.create(mugs());
    await shop.clock.advance(5_000);
    expect((await shop.orders.get(order.id)).axes.stock).toBe('reserving');
    away = false;
    await shop.clock.advance(1_000);
    expect((await shop.orders.get(order.id)).axes.status).toBe('confirmed');
    await worker.stop();
  });

  it('reaches deadlines when they come, to the millisecond', async () => {
    const { orders, clock } = openShop({
      options: { terms: { draftTtlMs: 12_345 }, worker: { pollMs: 3_600_000 } },
    });
    await orders.start();
    const draft = await orders.createDraft(mugs());
    await clock.advance(12_344);
    expect((await orders.get(draft.id)).axes.status).toBe('draft');
    await clock.advance(1);
    expect((await orders.get(draft.id)).axes.status).toBe('cancelled');
    await orders.stop();
  });

  it('works on no more orders at a time than it is told', async () => {
    const shop = openShop({ options: { worker: { concurrency: 3, batchSize: 2 } } });
    const { warehouse, payments: payment, fulfillment, shipping } = shop.world;
    let inFlight = 0;
    let most = 0;
    const orders = shop.another({
      ports: {
        payment,
        fulfillment,
        shipping,
        warehouse: {
          ...warehouse,
          async reserve(...given) {
            inFlight += 1;
            most = Math.max(most, inFlight);
            await shop.clock.sleep(1_000);
            inFlight -= 1;
            return warehouse.reserve(...given);
          },
        },
      },
    });
    const created = await Promise.all(Array.from({ length: 10 }, () => orders.create(mugs())));
    await orders.start();
    await shop.clock.advance(60_000);
    await orders.stop();
    expect(most).toBe(3);
    const after = await Promise.all(created.map((order) => orders.get(order.id)));
    expect(new Set(after.map((order) => order.axes.status))).toEqual(new Set(['confirmed']));
  });
});

describe('stop', () => {
  it('finishes and settles what is in flight, and claims nothing new', async () => {
    const shop = openShop({
      world: { payments: { rules: [{ do: 'delay', method: 'authorize', ms: 4_000 }] } },
    });
    const order = await shop.orders.create(download());
    await shop.orders.start();
    await shop.clock.advance(1_000);
    const stopping = shop.orders.stop();
    const late = await shop.orders.create(download());
    await shop.clock.advance(3_000);
    await stopping;
    expect((await shop.orders.get(order.id)).axes.payment).not.toBe('authorizing');
    expect((await shop.orders.get(late.id)).payments[0]?.transactions).toMatchObject([
      { state: 'requested' },
    ]);
    expect(Object.values(shop.world.payments.book().calls)).toHaveLength(1);
  });

  it('aborts what outlasts the grace, settles it as unknown, and a later start finds it', async () => {
    const shop = openShop();
    const { payments, warehouse, fulfillment, shipping } = shop.world;
    let aborted = false;
    const orders = shop.another({
      ports: {
        payment: {
          ...payments,
          async authorize(request, call) {
            call.signal.addEventListener('abort', () => {
              aborted = true;
            });
            const answer = await payments.authorize(request, call);
            return aborted ? answer : new Promise(() => {});
          },
        },
        warehouse,
        fulfillment,
        shipping,
      },
    });
    const order = await orders.create(download());
    await orders.start();
    await shop.clock.advance(10);
    const stopping = orders.stop({ graceMs: 2_000 });
    await shop.clock.advance(1_999);
    expect(aborted).toBe(false);
    await shop.clock.advance(1);
    await stopping;
    expect(aborted).toBe(true);
    expect((await orders.get(order.id)).axes.payment).toBe('unknown');
    await orders.start();
    await shop.clock.advance(10);
    await orders.stop();
    expect((await orders.get(order.id)).axes.payment).toBe('captured');
    expect(Object.values(payments.book().calls).map((call) => call.calls)).toEqual([1, 1]);
  });

  it('leaves no timer behind', async () => {
    const { orders, clock } = openShop();
    await orders.start();
    await orders.create(mugs());
    await clock.advance(1_000);
    await orders.stop();
    expect(clock.pending()).toBe(0);
  });

  it('wakes other processes for the last commits, and does not touch the store afterwards', async () => {
    const shop = openShop();
    const touched: string[] = [];
    const store = {
      ...shop.store,
      wake: async () => void touched.push('wake'),
    };
    const orders = shop.another({ store });
    await orders.create(mugs());
    expect(touched).toEqual([]);
    await orders.stop();
    expect(touched).toEqual(['wake']);
    await shop.clock.advance(60_000);
    expect(touched).toEqual(['wake']);
  });

  it('may come before start, and twice', async () => {
    const { orders } = openShop();
    await orders.stop();
    await orders.stop();
    expect((await errorOf(orders.drain())).code).toBe('STOPPED');
    await orders.start();
    await orders.start();
    await orders.stop();
  });
});

describe('drain', () => {
  it('works until nothing is due, and counts what it did', async () => {
    const { orders, published } = openShop();
    await orders.create(mugs());
    const report = await orders.drain();
    // stock, authorization, capture, fulfilment, and two notices.
    expect(report).toMatchObject({
      commands: 6,
      events: published.length,
      messages: 0,
      deadlines: 0,
      deadLetters: 0,
    });
    expect(await orders.drain()).toEqual({
      orders: 0,
      commands: 0,
      events: 0,
      messages: 0,
      deadlines: 0,
      deadLetters: 0,
    });
  });

  it('claims nothing more after its time or its limit', async () => {
    const shop = openShop({ world: { warehouse: { latencyMs: 1_000 } } });
    for (let index = 0; index < 3; index += 1) {
      const creating = shop.orders.create(mugs());
      await shop.clock.advance(1_000);
      await creating;
    }
    const draining = shop.orders.drain({ limit: 2 });
    await shop.clock.advance(1_000);
    expect((await draining).orders).toBe(2);
    const short = shop.orders.drain({ maxMs: 500 });
    await shop.clock.advance(1_000);
    await short;
    const [one, two, three] = await shop.orders.list();
    expect([one?.axes.status, two?.axes.status]).toEqual(['confirmed', 'confirmed']);
    expect(three?.axes).toMatchObject({ stock: 'reserved', payment: 'authorizing' });
  });

  it('may run in several processes at once: everything is done once', async () => {
    const shop = openShop();
    const others = [shop.another(), shop.another(), shop.another()];
    const created = await Promise.all(Array.from({ length: 12 }, () => shop.orders.create(mugs())));
    await Promise.all([shop.orders, ...others].map((orders) => orders.drain()));
    await shop.orders.drain();
    const after = await Promise.all(created.map((order) => shop.orders.get(order.id)));
    expect(after.every((order) => order.axes.status === 'confirmed')).toBe(true);
    const { calls } = shop.world.payments.book();
    expect(Object.values(calls).map((call) => call.calls)).toEqual(Array.from({ length: 24 }, () => 1));
  });
});

describe('events', () => {
  it('leave as CloudEvents, in the order of their sequence, without gaps', async () => {
    const { orders, published } = openShop({ options: { source: 'https://shop.example/orders' } });
    const order = await orders.create(mugs(), { traceparent: '00-trace-span-01' });
    await orders.drain();
    expect(published.map((event) => Number(event.sequence))).toEqual(published.map((_, index) => index + 1));
    expect(published.length).toBe((await orders.get(order.id)).published);
    expect(published.find((event) => event.type === 'order.placed')).toEqual({
      specversion: '1.0',
      id: expect.stringMatching(new RegExp(`^${order.id}:\\d+:\\d+$`)),
      source: 'https://shop.example/orders',
      type: 'order.placed',
      subject: order.id,
      time: '2026-01-01T00:00:00.000Z',
      datacontenttype: 'application/json',
      traceparent: '00-trace-span-01',
      sequence: expect.stringMatching(/^\d{10}$/),
      data: expect.any(Object),
    });
  });

  it('wait for the one before them that could not be published, and no other order does', async () => {
    const shop = openShop();
    const seen: string[] = [];
    let down = true;
    const first = await shop.orders.create(download());
    const orders = shop.another({
      worker: { backoff: { baseMs: 100, maxMs: 1_000 } },
      bus: {
        async publish(event) {
          if (down && event.subject === first.id && event.type === 'order.placed')
            throw new PortError('bus is down');
          seen.push(`${event.subject === first.id ? 'first' : 'other'} ${Number(event.sequence)}`);
        },
      },
    });
    await orders.create(download());
    await orders.start();
    await shop.clock.advance(500);
    expect(seen.filter((entry) => entry.startsWith('first'))).toEqual(['first 1']);
    expect(seen.filter((entry) => entry.startsWith('other')).length).toBeGreaterThan(3);
    down = false;
    await shop.clock.advance(10_000);
    await orders.stop();
    const own = seen.filter((entry) => entry.startsWith('first'));
    expect(own).toEqual(own.map((_, index) => `first ${index + 1}`));
    expect(own.length).toBe((await orders.get(first.id)).published);
  });

  it('become dead letters when the attempts are used up; those behind go on, and a redrive publishes them', async () => {
    const shop = openShop();
    const seen: string[] = [];
    let down = true;
    const orders = shop.another({
      worker: { maxAttempts: 3, backoff: { baseMs: 10, maxMs: 10 } },
      bus: {
        async publish(event) {
          if (down && event.type === 'order.created') throw new PortError('too large', { retry: 'never' });
          seen.push(event.type);
        },
      },
    });
    await orders.create(download());
    await orders.drain();
    expect(seen).toContain('order.placed');
    const letters = await orders.deadLetters.list();
    expect(letters).toMatchObject([{ kind: 'event', type: 'order.created', error: 'too large' }]);
    down = false;
    await orders.deadLetters.redrive(letters[0]!.id);
    await orders.drain();
    expect(seen.at(-1)).toBe('order.created');
  });

  it('are given up by a bus that hangs, without holding up payment', async () => {
    const shop = openShop();
    const orders = shop.another({ bus: { publish: () => new Promise(() => {}) } });
    const order = await orders.create(mugs());
    await orders.start();
    await shop.clock.advance(20_001);
    await orders.stop({ graceMs: 0 });
    expect((await orders.get(order.id)).axes.status).toBe('confirmed');
  });

  it('of a slow bus do not hold up the commands that follow', async () => {
    const shop = openShop();
    const orders = shop.another({ bus: { publish: () => shop.clock.sleep(1_000) } });
    const order = await orders.create(mugs());
    await orders.start();
    // One event beside each of reserve, authorize, capture; six or more in a row would take twice as long.
    await shop.clock.advance(3_001);
    expect((await orders.get(order.id)).axes.status).toBe('confirmed');
    await orders.stop({ graceMs: 0 });
  });

  it('go nowhere without a bus, and nothing waits for them', async () => {
    const shop = openShop();
    const orders = shop.another({ bus: undefined as never });
    await orders.create(download());
    const report = await orders.drain();
    expect(report.events).toBeGreaterThan(0);
    expect(shop.published).toEqual([]);
  });
});

describe('an observer', () => {
  it('that throws changes nothing', async () => {
    const boom = () => {
      throw new Error('metrics are down');
    };
    const shop = openShop();
    const orders = shop.another({
      observer: { stepped: boom, committed: boom, performed: boom, refused: boom, deadLettered: boom },
    });
    const order = await orders.create(mugs());
    await orders.drain();
    expect((await orders.get(order.id)).axes.status).toBe('confirmed');
    expect(shop.logger.lines.some((line) => line.message === 'the observer threw')).toBe(true);
  });

  it('sees every step with the order before and after it', async () => {
    const { orders, observer } = openShop();
    await orders.create(mugs());
    await orders.drain();
    const steps = observer.of('stepped');
    expect(steps[0]?.before).toBeNull();
    for (const [index, seen] of steps.slice(1).entries())
      expect(seen.before).toEqual(steps[index]?.result.order);
    expect(observer.of('performed').every((seen) => seen.outcome === 'answered' && seen.attempt >= 1)).toBe(
      true,
    );
  });
});
