import { PortError } from 'statecart';
import { describe, expect, it } from 'vitest';
import { download, mugs, openShop, type Shop, type ShopOptions } from './setup.ts';

const hour = 3_600_000;

/** Works off everything, letting time pass between the attempts. */
async function settle(shop: Shop, ms = 2 * hour): Promise<void> {
  await shop.orders.start();
  await shop.clock.advance(ms);
  await shop.orders.stop();
}

const charges = (shop: Shop) => Object.values(shop.world.payments.book().transactions);

function quick(more: ShopOptions = {}): Shop {
  return openShop({
    ...more,
    options: { worker: { maxAttempts: 4, backoff: { baseMs: 100, maxMs: 1_000 } }, ...more.options },
  });
}

describe('an answer that was lost', () => {
  it('is found, and the customer is charged once', async () => {
    const shop = quick();
    const order = await shop.orders.create(
      download({ payments: [{ method: 'card', token: 'tok_lose_answer' }] }),
    );
    await settle(shop, 60_000);
    expect((await shop.orders.get(order.id)).axes).toMatchObject({ payment: 'captured' });
    const calls = Object.values(shop.world.payments.book().calls);
    expect(calls.map((call) => [call.method, call.calls])).toEqual([
      ['authorize', 1],
      ['capture', 1],
    ]);
  });

  it('is unknown until it is found, and the order says so', async () => {
    const shop = quick();
    shop.world.payments.script.always('fail_before', { method: 'find' });
    const order = await shop.orders.create(
      download({ payments: [{ method: 'card', token: 'tok_lose_answer' }] }),
    );
    await shop.orders.drain();
    const waiting = await shop.orders.get(order.id);
    expect(waiting.axes).toMatchObject({ status: 'pending', payment: 'unknown' });
    expect(waiting.payments[0]?.transactions).toMatchObject([{ kind: 'authorization', state: 'unknown' }]);
  });

  it('stays unknown when nobody can say what became of it, with a dead letter, and is never taken for failed', async () => {
    const shop = quick();
    shop.world.payments.script.always('fail_before', { method: 'find' });
    const order = await shop.orders.create(
      download({ payments: [{ method: 'card', token: 'tok_lose_answer' }] }),
    );
    await settle(shop, 60_000);
    expect((await shop.orders.get(order.id)).axes).toMatchObject({ status: 'pending', payment: 'unknown' });
    const { journal } = await shop.orders.history(order.id);
    expect(journal.map((entry) => entry.type)).not.toContain('payment.failed');
    const letters = await shop.orders.deadLetters.list({ orderId: order.id });
    expect(letters).toMatchObject([{ kind: 'command', type: 'payment.authorize', attempts: 4 }]);
    expect(Object.values(shop.world.payments.book().calls)).toMatchObject([
      { method: 'authorize', calls: 1 },
    ]);
  });

  it('is found by a redrive once the provider can be asked again', async () => {
    const shop = quick();
    shop.world.payments.script.always('fail_before', { method: 'find' });
    const order = await shop.orders.create(
      download({ payments: [{ method: 'card', token: 'tok_lose_answer' }] }),
    );
    await settle(shop, 60_000);
    shop.world.payments.script.clear();
    const [letter] = await shop.orders.deadLetters.list();
    await shop.orders.start();
    expect(await shop.orders.deadLetters.redrive(letter!.id)).toEqual(letter);
    await shop.clock.advance(60_000);
    await shop.orders.stop();
    expect((await shop.orders.get(order.id)).axes.payment).toBe('captured');
    expect(charges(shop)).toHaveLength(2);
    expect(await shop.orders.deadLetters.list()).toEqual([]);
  });
});

describe('an unknown outcome', () => {
  /** A provider whose calls are lost without effect, so that nobody can ever find them. */
  const black = (more: object = {}, worker: object = {}) => {
    const shop = quick();
    const { payments, warehouse, fulfillment, shipping } = shop.world;
    const calls: { readonly what: string; readonly at: number }[] = [];
    const note = (what: string) => void calls.push({ what, at: shop.clock.now() });
    const payment = {
      ...payments,
      async authorize() {
        note('authorize');
        throw new PortError('connection reset', { outcome: 'unknown' });
      },
      async find() {
        note('find');
        return null;
      },
      ...more,
    };
    const orders = shop.another({
      ports: { payment, warehouse, fulfillment, shipping },
      worker: { maxAttempts: 8, backoff: { baseMs: 100, maxMs: 1_000 }, ...worker },
    });
    return { ...shop, orders, calls };
  };

  it('of a repeated call is not called a third time before its settleMs is over either', async () => {
    const shop = black({ settleMs: 20_000, timeoutMs: 1_000 }, { maxAttempts: 200 });
    await shop.orders.create(download());
    await shop.orders.start();
    await shop.clock.advance(100_000);
    await shop.orders.stop();
    const authorized = shop.calls.filter((call) => call.what === 'authorize').map((call) => call.at);
    expect(authorized.length).toBeGreaterThan(2);
    for (const [index, at] of authorized.slice(1).entries())
      expect(at - authorized[index]!).toBeGreaterThanOrEqual(20_000);
  });

  it('is not made certain by a lookup that fails', async () => {
    const shop = black({
      async find() {
        throw new PortError('down', { outcome: 'failed', retry: 'never' });
      },
    });
    const order = await shop.orders.create(download());
    await shop.orders.start();
    await shop.clock.advance(60_000);
    await shop.orders.stop();
    const after = await shop.orders.get(order.id);
    expect(after.payments[0]?.transactions).toMatchObject([{ state: 'unknown' }]);
    expect(await shop.orders.deadLetters.list()).toMatchObject([{ type: 'payment.authorize', attempts: 8 }]);
  });

  it('that comes of stopping the worker uses up no attempt for good', async () => {
    const shop = black({ authorize: () => new Promise(() => {}) }, { maxAttempts: 1 });
    await shop.orders.create(download());
    await shop.orders.start();
    await shop.clock.advance(10);
    await shop.orders.stop({ graceMs: 0 });
    expect(await shop.orders.deadLetters.list()).toEqual([]);
  });
});

describe('a port that does not answer', () => {
  it('is given up after its time limit, with a signal, and the outcome is unknown', async () => {
    const shop = quick({
      world: {
        payments: { timeoutMs: 2_000, rules: [{ do: 'delay', method: 'authorize', ms: hour, times: 1 }] },
      },
    });
    const order = await shop.orders.create(download());
    await shop.orders.start();
    await shop.clock.advance(1_900);
    expect((await shop.orders.get(order.id)).axes.payment).toBe('authorizing');
    await shop.clock.advance(100);
    expect((await shop.orders.get(order.id)).axes.payment).toBe('unknown');
    expect(shop.observer.of('performed')[0]).toMatchObject({ attempt: 1, outcome: 'unknown', ms: 2_000 });
    // "Not found" is a proof for a port without settleMs: the call is made again with the same key.
    await shop.clock.advance(60_000);
    await shop.orders.stop();
    expect((await shop.orders.get(order.id)).axes.payment).toBe('captured');
    expect(charges(shop)).toHaveLength(2);
  });

  it('keeps its lease for longer than a lease lasts', async () => {
    const shop = openShop({
      world: {
        payments: { timeoutMs: 100_000, rules: [{ do: 'delay', method: 'authorize', ms: 90_000, times: 1 }] },
      },
      options: { worker: { leaseMs: 10_000 } },
    });
    const elsewhere = shop.another({ worker: { leaseMs: 10_000 } });
    const order = await shop.orders.create(download());
    await Promise.all([shop.orders.start(), elsewhere.start()]);
    await shop.clock.advance(120_000);
    await Promise.all([shop.orders.stop(), elsewhere.stop()]);
    expect((await shop.orders.get(order.id)).axes.payment).toBe('captured');
    const authorizations = shop.observer
      .of('performed')
      .filter((seen) => seen.command.type === 'payment.authorize');
    expect(authorizations).toMatchObject([{ attempt: 1, outcome: 'answered', ms: 90_000 }]);
  });
});

describe('"not found"', () => {
  it('proves nothing before the port’s settleMs is over: no second call is made until then', async () => {
    const shop = openShop({ world: { payments: { settleMs: 30_000, timeoutMs: 1_000 } } });
    const order = await shop.orders.create(
      download({ payments: [{ method: 'card', token: 'tok_lose_answer' }] }),
    );
    await shop.orders.start();
    await shop.clock.advance(25_000);
    expect((await shop.orders.get(order.id)).axes.payment).toBe('unknown');
    expect(Object.values(shop.world.payments.book().calls)).toMatchObject([
      { method: 'authorize', calls: 1 },
    ]);
    await shop.clock.advance(600_000);
    await shop.orders.stop();
    expect((await shop.orders.get(order.id)).axes.payment).toBe('captured');
    expect(Object.values(shop.world.payments.book().calls)).toMatchObject([
      { method: 'authorize', calls: 1 },
      { method: 'capture', calls: 1 },
    ]);
  });
});

describe('what is not seen yet', () => {
  it('is looked for until that proves something, however few the attempts: it is no dead letter before', async () => {
    const shop = openShop({
      world: { payments: { settleMs: 30_000, timeoutMs: 1_000 } },
      options: { worker: { maxAttempts: 2, backoff: { baseMs: 100, maxMs: 1_000 } } },
    });
    const order = await shop.orders.create(
      download({ payments: [{ method: 'card', token: 'tok_lose_answer' }] }),
    );
    await shop.orders.start();
    await shop.clock.advance(120_000);
    await shop.orders.stop();
    expect(await shop.orders.deadLetters.list()).toEqual([]);
    expect((await shop.orders.get(order.id)).axes.payment).toBe('captured');
  });
});

describe('a port that certainly did nothing', () => {
  it('is tried again with the same key until it works', async () => {
    const shop = quick();
    const order = await shop.orders.create(
      download({ payments: [{ method: 'card', token: 'tok_fail_before' }] }),
    );
    await settle(shop, 60_000);
    expect((await shop.orders.get(order.id)).axes.payment).toBe('captured');
    expect(charges(shop)).toHaveLength(2);
  });

  it('becomes a failure that the machine hears when the attempts are used up, and a dead letter', async () => {
    const shop = quick({ options: { terms: { maxPaymentAttempts: 1 } } });
    shop.world.payments.script.always('fail_before', { method: 'authorize' });
    const order = await shop.orders.create(download());
    await settle(shop, 60_000);
    const failed = await shop.orders.get(order.id);
    expect(failed.payments[0]?.transactions).toMatchObject([
      { kind: 'authorization', state: 'failed', code: 'port_unavailable' },
    ]);
    expect(failed.axes.status).toBe('failed');
    expect(await shop.orders.deadLetters.list()).toMatchObject([{ type: 'payment.authorize', attempts: 4 }]);
    expect(shop.observer.of('deadLettered')).toHaveLength(1);
  });

  it('is not tried again when it says that it never will, and the machine hears its code', async () => {
    const shop = quick();
    shop.world.payments.script.always('fail_before', {
      method: 'authorize',
      retry: 'never',
      code: 'account_closed',
    });
    const order = await shop.orders.create(download());
    await settle(shop, 1_000);
    const [transaction] = (await shop.orders.get(order.id)).payments[0]!.transactions;
    expect(transaction).toMatchObject({ state: 'failed', code: 'account_closed' });
    const tries = shop.observer.of('performed').filter((seen) => seen.command.type === 'payment.authorize');
    expect(tries).toMatchObject([{ attempt: 1, outcome: 'failed' }]);
  });

  it('is not charged by a redrive after the machine has given it up', async () => {
    const shop = quick();
    shop.world.payments.script.always('fail_before', { method: 'authorize' });
    await shop.orders.create(download());
    await settle(shop, 60_000);
    shop.world.payments.script.clear();
    const [letter] = await shop.orders.deadLetters.list();
    await shop.orders.start();
    await shop.orders.deadLetters.redrive(letter!.id);
    await shop.clock.advance(60_000);
    await shop.orders.stop();
    expect(charges(shop)).toEqual([]);
    expect(await shop.orders.deadLetters.list()).toEqual([]);
  });

  it('leaves stock that can not be asked for as rejected, and the loser is not charged', async () => {
    const shop = quick();
    shop.world.warehouse.script.always('fail_before', { method: 'reserve' });
    const order = await shop.orders.create(mugs());
    await settle(shop, 60_000);
    const after = await shop.orders.get(order.id);
    expect(after.reservations[0]?.operations).toMatchObject([
      { kind: 'reserve', state: 'failed', code: 'port_unavailable' },
    ]);
    expect(charges(shop)).toEqual([]);
  });
});

describe('an answer that makes no sense', () => {
  it.each([{ status: 'voided' }, { status: 'authorized', amountMinor: -1 }, 'yes', undefined])(
    'is unknown, not failed: %j',
    async (answer) => {
      const shop = quick();
      const { payments, warehouse, fulfillment, shipping } = shop.world;
      const orders = shop.another({
        ports: {
          payment: { ...payments, authorize: async () => answer as never },
          warehouse,
          fulfillment,
          shipping,
        },
      });
      const order = await orders.create(download());
      await orders.drain();
      expect((await orders.get(order.id)).axes.payment).toBe('unknown');
    },
  );

  it('of a port that throws before it returns a promise is unknown as well', async () => {
    const shop = quick();
    const { payments, warehouse, fulfillment, shipping } = shop.world;
    const authorize = () => {
      throw new TypeError('undefined is not a function');
    };
    const orders = shop.another({
      ports: { payment: { ...payments, authorize }, warehouse, fulfillment, shipping },
    });
    const order = await orders.create(download());
    await orders.drain();
    expect((await orders.get(order.id)).axes.payment).toBe('unknown');
  });
});

describe('a worker that died in the middle of a call', () => {
  it('is followed by one that looks before it calls', async () => {
    const shop = openShop();
    const order = await shop.orders.create(download());
    const { payments, warehouse, fulfillment, shipping } = shop.world;
    const dying = shop.another({
      ports: { payment: payments, warehouse, fulfillment, shipping },
      store: {
        ...shop.store,
        async commit() {
          throw new Error('the process is gone');
        },
        renew: async () => [order.id],
      },
    });
    await dying.drain();
    expect(charges(shop)).toHaveLength(1);
    const found: string[] = [];
    const next = shop.another({
      ports: {
        payment: { ...payments, find: (key, call) => (found.push(key), payments.find(key, call)) },
        warehouse,
        fulfillment,
        shipping,
      },
    });
    await next.drain();
    expect(found).toEqual([]);
    await shop.clock.advance(31_000);
    await next.drain();
    expect(found).toHaveLength(1);
    expect((await next.get(order.id)).axes.payment).toBe('captured');
    expect(Object.values(payments.book().calls).map((call) => call.calls)).toEqual([1, 1]);
  });

  it('does not overwrite what another has settled since, when it comes back to life', async () => {
    const shop = openShop();
    const order = await shop.orders.create(download());
    const { payments, warehouse, fulfillment, shipping } = shop.world;
    let answer: (() => void) | null = null;
    const frozen = shop.another({
      store: { ...shop.store, renew: async (_token, ids) => ids },
      ports: {
        payment: {
          ...payments,
          timeoutMs: hour,
          async authorize(request, call) {
            const given = await payments.authorize(request, call);
            await new Promise<void>((resolve) => {
              answer = resolve;
            });
            return given;
          },
        },
        warehouse,
        fulfillment,
        shipping,
      },
    });
    const stuck = frozen.drain();
    await shop.clock.advance(31_000);
    await shop.orders.drain();
    const settled = await shop.orders.get(order.id);
    expect(settled.axes.payment).toBe('captured');
    answer!();
    await stuck;
    expect(await shop.orders.get(order.id)).toEqual(settled);
    expect(charges(shop)).toHaveLength(2);
  });
});

describe('an answer that is still to come', () => {
  it('is looked up now and then, in case its word gets lost', async () => {
    const shop = quick({ world: { deliver: async () => undefined } });
    const order = await shop.orders.create(
      download({ payments: [{ method: 'card', token: 'tok_pending' }] }),
    );
    await shop.orders.drain();
    expect((await shop.orders.get(order.id)).axes.payment).toBe('authorizing');
    await shop.clock.advance(5 * 60_000);
    const report = await shop.orders.drain();
    expect(report.deadLetters).toBe(0);
    expect((await shop.orders.get(order.id)).axes.payment).toBe('captured');
  });

  it('makes the order wait for the fact, which ends the command', async () => {
    const shop = quick();
    const order = await shop.orders.create(
      download({ payments: [{ method: 'card', token: 'tok_pending' }] }),
    );
    const report = await shop.orders.drain();
    expect(report.deadLetters).toBe(0);
    expect((await shop.orders.get(order.id)).axes.payment).toBe('authorizing');
    await settle(shop, 60_000);
    expect((await shop.orders.get(order.id)).axes.payment).toBe('captured');
  });
});

describe('a risk screen', () => {
  const screened = (risk: object | null) => {
    const shop = quick({ options: { terms: { riskScreening: true } } });
    const { payments: payment, warehouse, fulfillment, shipping } = shop.world;
    const ports = {
      payment,
      warehouse,
      fulfillment,
      shipping,
      ...(risk === null ? {} : { risk: risk as never }),
    };
    return { ...shop, orders: shop.another({ ports }) };
  };

  it('that is not there leaves the order to a person', async () => {
    const shop = screened(null);
    const order = await shop.orders.create(mugs());
    await shop.orders.drain();
    const held = await shop.orders.get(order.id);
    expect(held.axes.review).toBe('held');
    expect(held.screening).toMatchObject({ outcome: 'review', reasons: ['screening_unavailable'] });
  });

  it('that can not be reached leaves the order to a person, never to chance', async () => {
    const shop = screened({
      async screen() {
        throw new PortError('down', { outcome: 'unknown' });
      },
    });
    const order = await shop.orders.create(mugs());
    await settle(shop, 60_000);
    expect((await shop.orders.get(order.id)).axes.review).toBe('held');
    expect(await shop.orders.deadLetters.list()).toMatchObject([{ type: 'risk.screen' }]);
    expect(charges(shop)).toEqual([]);
  });
});

describe('a notification', () => {
  it('that hangs holds up neither payment nor goods', async () => {
    const shop = quick();
    const { payments: payment, warehouse, fulfillment, shipping } = shop.world;
    const orders = shop.another({
      ports: {
        payment,
        warehouse,
        fulfillment,
        shipping,
        notification: { send: () => new Promise(() => {}) },
      },
    });
    const order = await orders.create(mugs());
    await orders.start();
    await shop.clock.advance(1);
    expect((await orders.get(order.id)).axes.status).toBe('confirmed');
    await shop.clock.advance(600_000);
    await orders.stop();
    const letters = await orders.deadLetters.list();
    expect(letters.length).toBeGreaterThan(0);
    expect(new Set(letters.map((letter) => letter.type))).toEqual(new Set(['notification.send']));
    expect((await orders.get(order.id)).axes.status).toBe('confirmed');
  });

  it('is settled where no port is there to send it', async () => {
    const shop = quick();
    const { payments: payment, warehouse, fulfillment, shipping } = shop.world;
    const orders = shop.another({ ports: { payment, warehouse, fulfillment, shipping } });
    await orders.create(mugs());
    const report = await orders.drain();
    expect(report.deadLetters).toBe(0);
    expect((await orders.drain()).orders).toBe(0);
  });

  it('is sent once for each thing that the customer is told', async () => {
    const shop = quick();
    await shop.orders.create(mugs());
    await shop.orders.drain();
    await shop.orders.drain();
    const { sent } = shop.world.notifications.book();
    expect(sent.map((message) => message.template)).toEqual(['order_placed', 'order_confirmed']);
  });
});

describe('two buyers of the last unit', () => {
  it('are one that wins and one that is never charged', async () => {
    const shop = quick({ world: { stock: [{ warehouseId: 'berlin', sku: 'MUG', onHand: 2 }] } });
    const elsewhere = shop.another();
    const [one, other] = await Promise.all([shop.orders.create(mugs()), elsewhere.create(mugs())]);
    await Promise.all([shop.orders.drain(), elsewhere.drain()]);
    const after = await Promise.all([shop.orders.get(one!.id), shop.orders.get(other!.id)]);
    expect(after.map((order) => order.axes.stock).toSorted()).toEqual(['out_of_stock', 'reserved']);
    const winner = after.find((order) => order.axes.stock === 'reserved')!;
    const accounts = Object.values(shop.world.payments.book().calls);
    expect(new Set(accounts.map((call) => call.request.orderId))).toEqual(new Set([winner.id]));
  });
});

describe('a cancellation', () => {
  it('withdraws what nobody has tried yet, and calls nobody', async () => {
    const shop = quick();
    const order = await shop.orders.create(mugs());
    const cancelled = await shop.orders.cancel(order.id, { reason: 'changed_mind' });
    expect(cancelled.axes.status).toBe('cancelled');
    await shop.orders.drain();
    expect(shop.world.warehouse.book().calls).toEqual({});
    expect(charges(shop)).toEqual([]);
  });

  it('waits for what is in flight, and undoes it then', async () => {
    const shop = quick({ world: { payments: { rules: [{ do: 'delay', method: 'authorize', ms: 5_000 }] } } });
    const order = await shop.orders.create(mugs());
    await shop.orders.start();
    await shop.clock.advance(1_000);
    expect((await shop.orders.get(order.id)).axes.payment).toBe('authorizing');
    await shop.orders.cancel(order.id, { reason: 'changed_mind' });
    await shop.clock.advance(4_001);
    // The outcome is folded into the order as it is by now; nothing is asked twice.
    expect((await shop.orders.get(order.id)).axes).toMatchObject({ status: 'cancelled', payment: 'voided' });
    await shop.clock.advance(60_000);
    await shop.orders.stop();
    const after = await shop.orders.get(order.id);
    expect(after.axes).toMatchObject({ status: 'cancelled', payment: 'voided', stock: 'released' });
    expect(Object.values(shop.world.payments.book().calls).map((call) => call.method)).toEqual([
      'authorize',
      'void',
    ]);
  });
});
