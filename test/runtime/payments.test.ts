import type { Order } from 'statecart';
import { describe, expect, it } from 'vitest';
import { errorOf } from './errors.ts';
import { mugs, openShop, type Shop, type ShopOptions } from './setup.ts';

const day = 86_400_000;
const open = (terms: object = {}, more: ShopOptions['world'] = {}): Shop =>
  openShop({
    options: { worker: { pollMs: 600_000 }, terms },
    world: { autopilot: true, ...more },
  });

/** Lets days pass in a world in which pickers and carrier do their work. */
async function live(shop: Shop, days = 2): Promise<void> {
  await shop.orders.start();
  await shop.clock.advance(days * day);
  await shop.orders.stop();
}

/** Lets an hour pass. */
const settle = (shop: Shop) => live(shop, 1 / 24);

/** What provider and order say of the money must be the same, payment by payment. */
function expectSameBooks(shop: Shop, order: Order): void {
  const { accounts } = shop.world.payments.book();
  const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
  const theirs = (field: 'capturedMinor' | 'refundedMinor' | 'chargedBackMinor') =>
    sum(
      Object.values(accounts)
        .filter(({ orderId }) => orderId === order.id)
        .map((account) => account[field]),
    );
  const entries = order.payments.flatMap(({ transactions }) => transactions);
  const ours = (kind: string) =>
    sum(
      entries
        .filter((entry) => entry.kind === kind && entry.state === 'succeeded')
        .map(({ amountMinor }) => amountMinor),
    );
  expect([theirs('capturedMinor'), theirs('refundedMinor')]).toEqual([ours('capture'), ours('refund')]);
  const disputed = order.payments.flatMap(({ chargebacks }) => chargebacks);
  expect(theirs('chargedBackMinor')).toBe(
    sum(disputed.filter(({ state }) => state !== 'won').map(({ amountMinor }) => amountMinor)),
  );
}

const templates = (shop: Shop) => shop.world.notifications.book().sent.map(({ template }) => template);
const types = (shop: Shop) => shop.published.map(({ type }) => type);

describe('a payment that its customer has to confirm', () => {
  const asked = async (shop: Shop) => {
    const placed = await shop.orders.create(
      mugs({ payments: [{ method: 'card', token: 'tok_action_required' }] }),
    );
    await shop.orders.drain();
    return placed.id;
  };

  it('shows the front end where to go, and goes on when the customer has been there', async () => {
    const shop = open();
    const id = await asked(shop);
    expect((await shop.orders.get(id)).axes).toMatchObject({ status: 'pending', payment: 'action_required' });
    const [payment] = await shop.orders.payments(id);
    expect(payment?.transactions[0]?.nextAction).toEqual({
      type: 'redirect',
      url: expect.stringMatching(/^https:\/\/payments\.example\/confirm\//) as string,
    });
    expect(templates(shop)).toContain('payment_action_required');
    await shop.world.payments.completeAction(payment?.id ?? '');
    await live(shop);
    const order = await shop.orders.get(id);
    expect(order.axes).toMatchObject({ status: 'delivered', payment: 'captured' });
    expectSameBooks(shop, order);
  });

  it('is found out about by asking, if the word of it is lost', async () => {
    const shop = openShop({ world: { autopilot: true, deliver: () => {} } });
    const placed = await shop.orders.create(
      mugs({ payments: [{ method: 'card', token: 'tok_action_required' }] }),
    );
    await shop.orders.drain();
    await shop.world.payments.completeAction((await shop.orders.payments(placed.id))[0]?.id ?? '');
    await shop.clock.advance(120_000);
    await shop.orders.drain();
    expect((await shop.orders.get(placed.id)).axes).toMatchObject({
      status: 'confirmed',
      payment: 'captured',
    });
  });

  it('is over when the customer lets the time go by; what comes of it later is let go', async () => {
    const shop = open({ maxPaymentAttempts: 1 });
    const id = await asked(shop);
    await live(shop, 1);
    expect((await shop.orders.get(id)).axes).toMatchObject({ status: 'failed', payment: 'failed' });
    expect(templates(shop)).toContain('order_failed');
    await shop.world.payments.completeAction((await shop.orders.payments(id))[0]?.id ?? '');
    await settle(shop);
    const order = await shop.orders.get(id);
    expect(order.axes).toMatchObject({ status: 'failed', payment: 'voided' });
    expect(Object.values(shop.world.payments.book().accounts)).toMatchObject([
      { authorizedMinor: 2_500, voidedMinor: 2_500, capturedMinor: 0 },
    ]);
  });

  it('is declined when the customer fails at it, and another card is tried', async () => {
    const shop = open();
    const id = await asked(shop);
    await shop.world.payments.completeAction((await shop.orders.payments(id))[0]?.id ?? '', {
      outcome: 'decline',
    });
    await settle(shop);
    expect((await shop.orders.get(id)).axes).toMatchObject({ status: 'pending', payment: 'failed' });
    await shop.orders.addPayment(id, { method: 'card', token: 'tok_good' });
    await live(shop);
    expect((await shop.orders.get(id)).axes.status).toBe('delivered');
  });
});

describe('a chargeback', () => {
  it('is heard of, told, and settled with the provider: lost money is not given back besides', async () => {
    const shop = open();
    const placed = await shop.orders.create(mugs());
    await live(shop);
    const [payment] = await shop.orders.payments(placed.id);
    const reference = await shop.world.payments.openChargeback({
      paymentId: payment?.id ?? '',
      amountMinor: 1_000,
      reasonCode: 'product_not_received',
    });
    await live(shop, 6);
    expect((await shop.orders.get(placed.id)).axes).toMatchObject({
      status: 'delivered',
      payment: 'disputed',
    });
    expect(types(shop)).toEqual(
      expect.arrayContaining(['order.chargeback_opened', 'order.chargeback_evidence_due']),
    );
    expect((await errorOf(shop.orders.refund(placed.id, { amountMinor: 1, reason: 'sorry' }))).code).toBe(
      'NOT_ALLOWED',
    );
    await shop.world.payments.closeChargeback(reference, 'lost');
    await live(shop, 1);
    const order = await shop.orders.get(placed.id);
    expect(order.axes).toMatchObject({ status: 'delivered', payment: 'charged_back' });
    expectSameBooks(shop, order);
    await shop.orders.refund(placed.id, { amountMinor: 1_500, reason: 'sorry' });
    await settle(shop);
    const settled = await shop.orders.get(placed.id);
    expectSameBooks(shop, settled);
    expect((await errorOf(shop.orders.refund(placed.id, { amountMinor: 1, reason: 'sorry' }))).code).toBe(
      'NOT_ALLOWED',
    );
  });

  it('comes under the names of the outside too', async () => {
    const shop = open();
    const placed = await shop.orders.create(mugs());
    await live(shop);
    const message = { specversion: '1.0' as const, source: 'psp', subject: placed.id };
    const data = { reference: 'dp_1', amountMinor: 500, reasonCode: 'fraudulent' };
    await shop.orders.receive({ ...message, id: '1', type: 'dispute.opened', data });
    await settle(shop);
    expect((await shop.orders.get(placed.id)).axes.payment).toBe('disputed');
    const closed = { reference: 'dp_1', status: 'won' };
    await shop.orders.receive({ ...message, id: '2', type: 'dispute.closed', data: closed });
    await settle(shop);
    expect((await shop.orders.get(placed.id)).axes.payment).toBe('captured');
  });
});

describe('cash on delivery', () => {
  const terms = { payOnDeliveryMethods: ['cash_on_delivery'] };
  const atTheDoor = mugs({ payments: [{ method: 'cash_on_delivery' }] });

  it('is collected by the carrier, reported, and can be given back', async () => {
    const shop = open(terms);
    const placed = await shop.orders.create(atTheDoor);
    await live(shop);
    const order = await shop.orders.get(placed.id);
    expect(order.axes).toMatchObject({ status: 'delivered', payment: 'captured' });
    expectSameBooks(shop, order);
    await shop.orders.refund(placed.id, { amountMinor: 500, reason: 'scratched' });
    await settle(shop);
    const refunded = await shop.orders.get(placed.id);
    expect(refunded.axes.payment).toBe('partially_refunded');
    expectSameBooks(shop, refunded);
  });

  it('that was not had at the door stays visible, and is overdue in the end', async () => {
    const shop = open(terms);
    shop.world.shipping.script.next('not_collected');
    const placed = await shop.orders.create(atTheDoor);
    await live(shop);
    expect((await shop.orders.get(placed.id)).axes).toMatchObject({
      status: 'delivered',
      payment: 'awaiting',
    });
    await live(shop, 8);
    expect((await shop.orders.get(placed.id)).axes).toMatchObject({ status: 'delivered', payment: 'failed' });
    expect(types(shop)).toContain('order.payment_overdue');
  });

  it('refused at the door goes back to the sender, unpaid', async () => {
    const shop = open(terms);
    shop.world.shipping.script.next('return_to_sender');
    const placed = await shop.orders.create(atTheDoor);
    await live(shop);
    const order = await shop.orders.get(placed.id);
    expect(order.shipments).toMatchObject([{ stage: 'returned_to_sender' }]);
    expect(order.axes.status).not.toBe('delivered');
    expect(order.payments[0]?.transactions).toEqual([]);
    expect(Object.values(shop.world.payments.book().accounts)).toEqual([]);
  });
});

describe('several payments', () => {
  it('are charged by priority and given back in proportion, in the order as at the provider', async () => {
    const shop = open({ paymentPriority: ['gift_card'], refundAllocation: 'proportional' });
    const placed = await shop.orders.create(
      mugs({
        payments: [
          { method: 'card', token: 'tok_good' },
          { method: 'gift_card', amountMinor: 500 },
        ],
      }),
    );
    await live(shop);
    await shop.orders.refund(placed.id, { amountMinor: 1_000, reason: 'scratched' }, { actor: 'user-7' });
    await settle(shop);
    const order = await shop.orders.get(placed.id);
    expectSameBooks(shop, order);
    const refunds = order.payments.map(({ method, transactions }) => [
      method,
      transactions.find(({ kind }) => kind === 'refund')?.amountMinor,
    ]);
    expect(refunds).toEqual([
      ['card', 800],
      ['gift_card', 200],
    ]);
  });

  it('a bank transfer that falls short: the customer is told, a second one completes it', async () => {
    const shop = open({ paymentOnSubmit: 'later', paymentToleranceMinor: { EUR: 10 } });
    const placed = await shop.orders.create(mugs({ payments: [] }));
    await shop.orders.drain();
    const money = { orderId: placed.id, currency: 'EUR', method: 'bank_transfer' };
    await shop.world.payments.payElsewhere({ ...money, amountMinor: 2_000 });
    await settle(shop);
    expect((await shop.orders.get(placed.id)).axes).toMatchObject({
      status: 'pending',
      payment: 'partially_captured',
    });
    const notice = shop.world.notifications
      .book()
      .sent.find(({ template }) => template === 'payment_incomplete');
    expect(notice?.data).toMatchObject({ openMinor: 500, receivedMinor: 2_000 });
    await shop.world.payments.payElsewhere({ ...money, amountMinor: 495 });
    await live(shop);
    const order = await shop.orders.get(placed.id);
    expect(order.axes).toMatchObject({ status: 'delivered', payment: 'captured' });
    expect(types(shop)).toContain('order.payment_written_off');
    expectSameBooks(shop, order);
  });
});

describe('what people do with payments', () => {
  it('capture by hand, the last part, lets the rest go', async () => {
    const shop = open({ capturePolicy: 'manual' }, { autopilot: false });
    const placed = await shop.orders.create(mugs());
    await shop.orders.drain();
    await shop.orders.capture(placed.id, { amountMinor: 1_500, final: true }, { actor: 'user-7' });
    await shop.orders.drain();
    expect(Object.values(shop.world.payments.book().accounts)).toMatchObject([
      { capturedMinor: 1_500, voidedMinor: 1_000 },
    ]);
    expect((await errorOf(shop.orders.capture(placed.id))).code).toBe('NOT_ALLOWED');
  });

  it('retry a refund that failed', async () => {
    const shop = open({}, { autopilot: false });
    const placed = await shop.orders.create(mugs());
    await shop.orders.drain();
    shop.world.payments.script.next('decline', { method: 'refund', code: 'account_closed' });
    await shop.orders.refund(placed.id, { amountMinor: 500, reason: 'scratched' });
    await shop.orders.drain();
    const failed = (await shop.orders.payments(placed.id))
      .flatMap(({ transactions }) => transactions)
      .find(({ kind, state }) => kind === 'refund' && state === 'failed');
    await shop.orders.retryPayment(placed.id, failed?.id ?? '', { actor: 'user-7' });
    await shop.orders.drain();
    const order = await shop.orders.get(placed.id);
    expect(order.axes.payment).toBe('partially_refunded');
    expectSameBooks(shop, order);
  });

  it('record what they know, with their name and proof; the ledger decides what it means', async () => {
    const shop = open({ paymentOnSubmit: 'later' });
    const placed = await shop.orders.create(mugs({ payments: [] }));
    await shop.orders.drain();
    const order = await shop.orders.recordPayment(
      placed.id,
      { type: 'payment.captured', method: 'cash', reference: 'R-77', amountMinor: 2_500 },
      { actor: 'user-7', evidence: { reason: 'paid at the counter', document: 'receipt 77' } },
    );
    expect(order.axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
    const history = await shop.orders.paymentHistory(placed.id);
    expect(history.at(-1)).toMatchObject({
      kind: 'capture',
      state: 'succeeded',
      amountMinor: 2_500,
      by: 'user-7',
      evidence: { reason: 'paid at the counter', document: 'receipt 77' },
    });
    const { journal } = await shop.orders.history(placed.id);
    expect(journal.at(-1)).toMatchObject({
      type: 'payment.captured',
      meta: { actor: 'user-7' },
      data: { evidence: { reason: 'paid at the counter' } },
    });
  });

  it('record nothing without a reason or a name', async () => {
    const shop = open({ paymentOnSubmit: 'later' });
    const placed = await shop.orders.create(mugs({ payments: [] }));
    const fact = { type: 'payment.captured', reference: 'R-1', amountMinor: 2_500 } as const;
    const nameless = { actor: '', evidence: { reason: 'cash' } };
    const groundless = { actor: 'user-7', evidence: { reason: '' } };
    for (const how of [nameless, groundless])
      expect((await errorOf(shop.orders.recordPayment(placed.id, fact, how))).code).toBe('VALIDATION_FAILED');
    expect((await shop.orders.get(placed.id)).payments).toEqual([]);
  });
});
