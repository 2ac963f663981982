import { amountAbove, createRiskRules, manyOrders, samePayment } from 'statecart/adapters/rules';
import type { RiskRequest } from 'statecart/ports';
import { describe, expect, it } from 'vitest';
import { mugs, openShop } from './setup.ts';

const day = 86_400_000;

/** A shop that screens every order, and what the screen was asked. */
function screening(risk = createRiskRules()) {
  const asked: RiskRequest[] = [];
  const shop = openShop();
  const { payments: payment, warehouse, fulfillment, shipping } = shop.world;
  const port = {
    ...risk,
    screen: (request: RiskRequest, call: Parameters<typeof risk.screen>[1]) => {
      asked.push(request);
      return risk.screen(request, call);
    },
  };
  const orders = shop.another({
    ports: { payment, warehouse, fulfillment, shipping, risk: port },
    terms: { riskScreening: true },
  });
  return { ...shop, orders, asked };
}

describe('a screening by rules', () => {
  it('hears what the store knows of the customer, as of the moment at which it is done', async () => {
    const { orders, clock, asked } = screening();
    await orders.create(mugs());
    await orders.drain();
    expect(asked[0]?.recent).toEqual({
      windowMs: day,
      orders: 0,
      ended: 0,
      totalMinor: 0,
      samePayment: 0,
      isFirst: true,
    });
    const second = await orders.create(mugs({ customer: { kind: 'guest', email: 'ADA@example.com' } }));
    const third = await orders.create(mugs({ payments: [{ method: 'card', token: 'tok_good' }] }));
    await orders.cancel(second.id, { reason: 'other' });
    await orders.drain();
    const request = asked.find(({ orderId }) => orderId === third.id);
    expect(request).toMatchObject({
      paymentTokens: ['tok_good'],
      recent: { orders: 1, ended: 1, totalMinor: 2_500, samePayment: 2, isFirst: false },
    });
    await clock.advance(day + 1);
    const fourth = await orders.create(mugs());
    await orders.drain();
    expect(asked.find(({ orderId }) => orderId === fourth.id)?.recent).toMatchObject({
      orders: 0,
      totalMinor: 0,
      isFirst: false,
    });
  });

  it('looks back as far as the rules want', async () => {
    const { orders, clock, asked } = screening(createRiskRules({ recentWindowMs: 2 * day }));
    await orders.create(mugs());
    await clock.advance(day + 1);
    const second = await orders.create(mugs());
    await orders.drain();
    expect(asked.find(({ orderId }) => orderId === second.id)?.recent).toMatchObject({
      windowMs: 2 * day,
      orders: 1,
    });
  });

  it('has a person decide on velocity, and tells them which rules apply', async () => {
    const rules = [manyOrders(2, { weight: 'review' }), samePayment(2, { weight: 10 })];
    const { orders } = screening(createRiskRules({ rules }));
    for (const _ of [1, 2]) {
      await orders.create(mugs());
      await orders.drain();
    }
    const third = await orders.create(mugs());
    await orders.drain();
    const held = await orders.get(third.id);
    expect(held.axes).toMatchObject({ status: 'pending', review: 'held', payment: 'awaiting' });
    expect(held.screening).toMatchObject({ outcome: 'review', reasons: ['many_orders', 'same_payment'] });
    await orders.approveReview(third.id, { note: 'a regular' }, { actor: 'grace' });
    expect((await orders.get(third.id)).screening).toMatchObject({
      outcome: 'allow',
      decidedBy: 'grace',
      note: 'a regular',
    });
  });

  it('turns an order down before any money moves', async () => {
    const { orders, world } = screening(
      createRiskRules({ rules: [amountAbove({ EUR: 2_499 }, { weight: 'reject' })] }),
    );
    const order = await orders.create(mugs());
    await orders.drain();
    expect((await orders.get(order.id)).axes).toMatchObject({ status: 'cancelled', review: 'rejected' });
    expect(world.payments.book().calls).toEqual({});
  });

  it('is left to a person when the store can not say what else there is, in the end', async () => {
    const shop = openShop();
    const { payments: payment, warehouse, fulfillment, shipping } = shop.world;
    const store = { ...shop.store, otherOrders: async () => Promise.reject(new Error('no answer')) };
    const orders = shop.another({
      store,
      ports: { payment, warehouse, fulfillment, shipping, risk: createRiskRules() },
      terms: { riskScreening: true },
      worker: { maxAttempts: 1 },
    });
    const order = await orders.create(mugs());
    await orders.drain();
    expect((await orders.get(order.id)).screening).toMatchObject({
      outcome: 'review',
      reasons: ['screening_unavailable'],
    });
  });
});

describe('explain', () => {
  it('says of a request with its payload why it would be refused, without sending it', async () => {
    const { orders } = openShop();
    const order = await orders.create(mugs());
    await orders.drain();
    const before = await orders.history(order.id);
    const refund = { type: 'payment.refund' as const, amountMinor: 2_501, reason: 'a scratch' };
    expect(await orders.explain(order.id, refund)).toMatchObject({
      allowed: false,
      refusals: [{ rule: 'payment.refund.amount', value: 2_501, limit: 2_500 }],
    });
    expect(await orders.explain(order.id, { ...refund, amountMinor: 2_500 })).toEqual({
      allowed: true,
      refusals: [],
    });
    expect(await orders.explain(order.id, 'payment.refund')).toEqual({ allowed: true, refusals: [] });
    expect(await orders.history(order.id)).toEqual(before);
  });
});
