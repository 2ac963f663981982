import type { EventInput } from 'statecart';
import { describe, expect, it } from 'vitest';
import { errorOf } from './errors.ts';
import { download, mugs, openShop } from './setup.ts';

const edit = (notes: string): EventInput => ({ type: 'draft.edit', notes });

describe('send', () => {
  it('loses none of 32 concurrent events, whichever process sends them', async () => {
    const shop = openShop();
    const processes = [shop.orders, shop.another(), shop.another(), shop.another()];
    const draft = await shop.orders.createDraft(mugs());
    const sent = Promise.all(
      Array.from({ length: 32 }, (_, index) => processes[index % 4]!.send(draft.id, edit(`note ${index}`))),
    );
    await shop.clock.runUntilIdle();
    const versions = (await sent).map((order) => order.version).toSorted((one, other) => one - other);
    expect(versions).toEqual(Array.from({ length: 32 }, (_, index) => index + 2));
    expect((await shop.orders.get(draft.id)).version).toBe(33);
    const { journal } = await shop.orders.history(draft.id);
    expect(journal.map((entry) => entry.version)).toEqual(
      Array.from({ length: 33 }, (_, index) => index + 1),
    );
  });

  it('takes the same event once, whichever process it is sent through again', async () => {
    const shop = openShop();
    const { id } = await shop.orders.create(mugs());
    await shop.orders.drain();
    const refund = { type: 'payment.refund', amountMinor: 100, reason: 'scratched' } as const;
    const processes = [shop.orders, shop.another(), shop.another()];
    const sent = Promise.all(
      processes.map((orders) => orders.trySend(id, refund, { eventId: 'refund-1', actor: 'ada' })),
    );
    await shop.clock.runUntilIdle();
    const outcomes = (await sent).map((answer) => (answer.ok ? answer.outcome : answer.error.code));
    expect(outcomes.toSorted()).toEqual(['applied', 'duplicate', 'duplicate']);
    expect((await shop.orders.get(id)).refunds).toHaveLength(1);
    await shop.orders.send(id, refund, { eventId: 'refund-2' });
    expect((await shop.orders.get(id)).refunds).toHaveLength(2);
  });

  it('answers a repeated cancellation with the order as it is, and refuses a late one', async () => {
    const { orders } = openShop();
    const draft = await orders.createDraft(mugs());
    const how = { reason: 'customer_request' };
    await orders.cancel(draft.id, how, { eventId: 'click-1' });
    const again = await orders.cancel(draft.id, how, { eventId: 'click-1', ifVersion: 1 });
    expect(again.axes.status).toBe('cancelled');
    expect((await errorOf(orders.cancel(draft.id, how, { eventId: 'click-2' })))?.code).toBe('NOT_ALLOWED');
    expect((await errorOf(orders.cancel(draft.id, how, { eventId: 'click-2' })))?.code).toBe('NOT_ALLOWED');
    const { journal } = await orders.history(draft.id);
    expect(journal.map(({ type, outcome }) => `${type} ${outcome}`)).toEqual([
      'order.create applied',
      'order.cancel applied',
      'order.cancel refused',
      'order.cancel refused',
    ]);
  });

  it('refuses another event under an id that was used', async () => {
    const { orders } = openShop();
    const draft = await orders.createDraft(mugs());
    await orders.touch(draft.id, { eventId: 'one' });
    const error = await errorOf(orders.editDraft(draft.id, { notes: 'ring twice' }, { eventId: 'one' }));
    expect(error).toMatchObject({
      code: 'MESSAGE_ID_REUSED',
      details: { was: 'draft.touch', type: 'draft.edit' },
    });
    expect((await orders.get(draft.id)).version).toBe(2);
  });

  it('lets the events of one process take turns, so that none of them meets a conflict', async () => {
    const { orders, observer } = openShop();
    const draft = await orders.createDraft(mugs());
    await Promise.all(Array.from({ length: 8 }, (_, index) => orders.send(draft.id, edit(`note ${index}`))));
    expect(observer.of('committed').flatMap((seen) => seen.answers)).toEqual(
      Array.from({ length: 9 }, () => 'committed'),
    );
  });

  it('asks to come back later when others are faster every time', async () => {
    const shop = openShop();
    const draft = await shop.orders.createDraft(mugs());
    const unlucky = shop.another({
      store: { ...shop.store, commit: async (writes) => writes.map(() => ({ status: 'version' as const })) },
    });
    const sending = errorOf(unlucky.send(draft.id, edit('late')));
    await shop.clock.runUntilIdle();
    expect(await sending).toMatchObject({
      code: 'VERSION_CONFLICT',
      retry: 'later',
      details: { attempts: 50 },
    });
    expect((await shop.orders.get(draft.id)).version).toBe(1);
  });

  it('stamps who sent it, and can not be told what is the runtime’s to say', async () => {
    const { orders, clock } = openShop();
    const draft = await orders.createDraft(mugs());
    await orders.send(
      draft.id,
      { type: 'draft.touch', meta: { actor: 'ada', occurredAt: 5, receivedAt: 7, untried: ['x'] } },
      { actor: 'nobody', correlationId: 'c-1', causationId: 'm-1', traceparent: '00-1-2-03' },
    );
    const { journal } = await orders.history(draft.id);
    expect(journal.at(-1)?.meta).toEqual({
      id: expect.any(String),
      occurredAt: 5,
      receivedAt: clock.now(),
      actor: 'ada',
      correlationId: 'c-1',
      causationId: 'm-1',
      traceparent: '00-1-2-03',
      untried: [],
    });
  });

  it('correlates an event with itself unless told otherwise', async () => {
    const { orders } = openShop();
    const draft = await orders.createDraft(mugs());
    const [entry] = (await orders.history(draft.id)).journal;
    expect(entry?.meta.correlationId).toBe(entry?.meta.id);
  });

  it('refuses events that do not exist, and XState’s own', async () => {
    const { orders } = openShop();
    const draft = await orders.createDraft(mugs());
    for (const type of ['order.explode', 'xstate.stop', 'xstate.init']) {
      const error = await errorOf(orders.send(draft.id, { type } as never));
      expect(error.code).toBe('UNKNOWN_EVENT');
    }
    expect((await orders.get(draft.id)).version).toBe(1);
  });

  it('says so when there is no such order', async () => {
    const { orders } = openShop();
    const id = '00000000-0000-7000-8000-000000000000';
    expect((await errorOf(orders.cancel(id, { reason: 'x' }))).code).toBe('ORDER_NOT_FOUND');
    expect((await errorOf(orders.get(id))).code).toBe('ORDER_NOT_FOUND');
    expect((await errorOf(orders.history(id))).code).toBe('ORDER_NOT_FOUND');
    expect((await errorOf(orders.getByNumber('SC-1'))).code).toBe('ORDER_NOT_FOUND');
  });

  it('refuses to act on a version that the caller has not seen', async () => {
    const { orders } = openShop();
    const draft = await orders.createDraft(mugs());
    await orders.touch(draft.id, { ifVersion: 1 });
    expect((await errorOf(orders.touch(draft.id, { ifVersion: 1 }))).code).toBe('VERSION_CONFLICT');
    expect((await orders.get(draft.id)).version).toBe(2);
  });

  it('takes a fact as it comes, and recognises it when it comes again', async () => {
    const { orders } = openShop();
    const order = await orders.create(download());
    const fact: EventInput = { type: 'payment.captured', amountMinor: 900, reference: 'elsewhere-1' };
    const first = await orders.trySend(order.id, fact);
    const again = await orders.trySend(order.id, fact);
    expect([first.ok && first.outcome, again.ok && again.outcome]).toEqual(['applied', 'duplicate']);
    expect(again.ok && first.ok && again.order).toEqual(first.ok && first.order);
  });
});

describe('a refused request', () => {
  it('is an error that says why and what is allowed, and stands in the journal', async () => {
    const { orders, observer } = openShop();
    const draft = await orders.createDraft({ currency: 'EUR', lines: mugs().lines });
    const error = await errorOf(orders.approveReview(draft.id, {}, { actor: 'ada' }));
    expect(error.code).toBe('NOT_ALLOWED');
    expect(error.message).toMatch(
      /`review\.approve` is not allowed while order .+ is `draft`: .+ Allowed now: .*draft\.edit/,
    );
    expect((await orders.get(draft.id)).version).toBe(1);
    const { journal } = await orders.history(draft.id);
    expect(journal.at(-1)).toMatchObject({
      type: 'review.approve',
      outcome: 'refused',
      version: 1,
      changes: [],
      meta: { actor: 'ada' },
    });
    expect(journal.at(-1)?.anomaly?.message).toEqual(expect.any(String));
    expect(observer.of('refused')).toMatchObject([{ orderId: draft.id, type: 'review.approve' }]);
  });

  it('is an answer of trySend, rule by rule', async () => {
    const { orders } = openShop();
    const draft = await orders.createDraft({ currency: 'EUR', lines: mugs().lines });
    const result = await orders.trySend(draft.id, { type: 'order.submit', number: 'N-1', allocations: [] });
    expect(result.ok).toBe(false);
    expect(!result.ok && result.refusals.map((refusal) => refusal.code)).toEqual([
      'customer_missing',
      'shipping_address_missing',
      'payment_missing',
    ]);
  });

  it('keeps personal data out of the journal', async () => {
    const { orders } = openShop();
    const order = await orders.create(download());
    await errorOf(orders.editDraft(order.id, { customer: { kind: 'guest', email: 'grace@example.com' } }));
    const { journal } = await orders.history(order.id);
    expect(journal.at(-1)).toMatchObject({
      type: 'draft.edit',
      outcome: 'refused',
      data: { fields: ['customer'] },
    });
    expect(JSON.stringify(journal)).not.toContain('grace');
  });

  it('is explained beforehand by explain and allowedEvents', async () => {
    const { orders } = openShop();
    const draft = await orders.createDraft({ currency: 'EUR', lines: mugs().lines });
    expect(await orders.allowedEvents(draft.id)).toEqual(['draft.edit', 'draft.touch', 'order.cancel']);
    const explained = await orders.explain(draft.id, 'order.submit');
    expect(explained.allowed).toBe(false);
    expect(explained.refusals.map((refusal) => refusal.rule)).toContain('submit.customer');
    expect(await orders.explain(draft.id, 'order.cancel')).toEqual({ allowed: true, refusals: [] });
  });
});

describe('submit', () => {
  it('burns no number and asks no port for a draft that can not be placed', async () => {
    const shop = openShop();
    const draft = await shop.orders.createDraft({ currency: 'EUR', lines: mugs().lines });
    const asked: string[] = [];
    const { warehouse } = shop.world;
    const { payments: payment, fulfillment, shipping } = shop.world;
    const orders = shop.another({
      ports: {
        payment,
        fulfillment,
        shipping,
        warehouse: {
          ...warehouse,
          available: (...given) => (asked.push('available'), warehouse.available(...given)),
        },
      },
    });
    expect((await errorOf(orders.submit(draft.id))).code).toBe('NOT_ALLOWED');
    expect(asked).toEqual([]);
    expect((await orders.create(mugs())).number).toBe('SC-2026-000001');
    expect(asked).toEqual(['available']);
  });

  it('plans the lines as they are, even if they change while the warehouses are asked', async () => {
    const shop = openShop();
    const draft = await shop.orders.createDraft(mugs());
    const { payments: payment, fulfillment, shipping, warehouse } = shop.world;
    let asked = 0;
    const orders = shop.another({
      ports: {
        payment,
        fulfillment,
        shipping,
        warehouse: {
          ...warehouse,
          async available(...given) {
            asked += 1;
            if (asked === 1)
              await shop.orders.editDraft(draft.id, {
                lines: [{ ...mugs().lines[0]!, id: '1', quantity: 7 }],
              });
            return warehouse.available(...given);
          },
        },
      },
    });
    const order = await orders.submit(draft.id);
    expect(asked).toBe(2);
    expect(order.lines[0]?.allocations).toEqual([{ warehouseId: 'berlin', quantity: 7 }]);
  });
});

describe('updateStatus', () => {
  it('sends the request that leads there', async () => {
    const { orders } = openShop();
    const draft = await orders.createDraft(mugs());
    expect((await orders.updateStatus(draft.id, 'pending')).axes.status).toBe('pending');
    expect((await orders.updateStatus(draft.id, 'cancelled', { actor: 'ada' })).axes.status).toBe(
      'cancelled',
    );
  });

  it('leaves an order alone that is there already', async () => {
    const { orders } = openShop();
    const order = await orders.create(mugs());
    expect(await orders.updateStatus(order.id, 'pending')).toEqual(order);
  });

  it('refuses a status that only facts lead to, and says which', async () => {
    const { orders } = openShop();
    const order = await orders.create(mugs());
    const error = await errorOf(orders.updateStatus(order.id, 'shipped'));
    expect(error.code).toBe('NOT_ALLOWED');
    expect(error.message).toContain('shipment.dispatched');
    expect((await orders.get(order.id)).version).toBe(order.version);
  });
});

describe('an order of another version of the statechart', () => {
  it('is shown, but not touched', async () => {
    const shop = openShop();
    const draft = await shop.orders.createDraft(mugs());
    const newer = { ...draft, machineVersion: 99 };
    const orders = shop.another({
      store: { ...shop.store, load: async () => [{ order: newer, untried: [] }] },
    });
    expect((await orders.get(draft.id)).machineVersion).toBe(99);
    expect((await errorOf(orders.touch(draft.id))).code).toBe('MACHINE_VERSION_UNKNOWN');
    expect((await shop.orders.get(draft.id)).version).toBe(1);
  });
});

describe('a review', () => {
  const screened = () => {
    const shop = openShop({ options: { terms: { riskScreening: true } } });
    const { payments: payment, warehouse, fulfillment, shipping, risk } = shop.world;
    shop.world.risk.script.always('review', { code: 'blocklisted' });
    return { ...shop, orders: shop.another({ ports: { payment, warehouse, fulfillment, shipping, risk } }) };
  };

  it('goes on when a person approves', async () => {
    const { orders } = screened();
    const order = await orders.create(mugs());
    await orders.drain();
    expect((await orders.get(order.id)).axes.review).toBe('held');
    await orders.approveReview(order.id, { note: 'known customer' }, { actor: 'grace' });
    await orders.drain();
    expect((await orders.get(order.id)).axes).toMatchObject({ review: 'clear', status: 'confirmed' });
  });

  it('ends the order when a person turns it down, and no money has moved', async () => {
    const { orders, world } = screened();
    const order = await orders.create(mugs());
    await orders.drain();
    await orders.rejectReview(order.id, { reason: 'fraud' }, { actor: 'grace' });
    await orders.drain();
    expect((await orders.get(order.id)).axes.review).toBe('rejected');
    expect(world.payments.book().transactions).toEqual({});
  });
});
