import { describe, expect, test } from 'vitest';
import { given, goods, type Life } from '../../support/given.ts';

const mugs = (quantity: number) => given({ lines: [goods('mug', { quantity })] });
const deliver = (life: Life) =>
  life.submit().settle().pack().settle().parcel('dispatched').settle().parcel('delivered').settle();
const ask = (life: Life, units: Readonly<Record<string, number>>) =>
  life.when({
    type: 'return.request',
    lines: Object.entries(units).map(([lineId, quantity]) => ({ lineId, quantity })),
    reason: 'does not fit',
  });
const arrive = (life: Life, units: Readonly<Record<string, number>>, sellable = true) =>
  life.when({
    type: 'return.received',
    returnId: life.order.returns.at(-1)?.id ?? '',
    lines: Object.entries(units).map(([lineId, received]) => ({
      lineId,
      received,
      sellable: sellable ? received : 0,
    })),
  });

describe('goods that come back', () => {
  test('move no money when they are announced, only when they arrive', () => {
    const life = ask(deliver(mugs(2)), { mug: 1 });
    expect(life.moves).toEqual(['returns: none>requested']);
    expect(life.commands).toEqual([]);
    expect(life.changed).toEqual(['axes.returns', 'returns']);
    arrive(life, { mug: 1 });
    expect(life.operated).toEqual(['payment.refund', 'stock.return']);
    expect(life.last.commands[0]?.data).toMatchObject({ amountMinor: 1_000 });
    life.settle();
    expect(life.axes).toMatchObject({
      status: 'delivered',
      payment: 'partially_refunded',
      returns: 'partially_returned',
    });
    expect(life.money).toEqual([2_490, 1_000, 0]);
  });

  test('that can not be sold again are not booked in, and are paid back all the same', () => {
    const life = arrive(ask(deliver(mugs(2)), { mug: 2 }), { mug: 2 }, false);
    expect(life.operated).toEqual(['payment.refund']);
    expect(life.settle().axes).toMatchObject({ status: 'refunded', stock: 'confirmed', returns: 'returned' });
  });

  test('when all came back, delivery is paid back too, and the order is refunded', () => {
    const life = arrive(ask(deliver(mugs(2)), { mug: 2 }), { mug: 2 }).settle();
    expect(life.axes).toMatchObject({
      status: 'refunded',
      payment: 'refunded',
      stock: 'returned',
      returns: 'returned',
    });
    expect(life.money).toEqual([2_490, 2_490, 0]);
    expect(life.last.history).toMatchObject([{ from: 'delivered', to: 'refunded' }]);
  });

  test('when the terms keep the price of delivery, the order is refunded less that', () => {
    const life = given({ lines: [goods('mug')], terms: { refundShipping: 'never' } });
    arrive(ask(deliver(life), { mug: 1 }), { mug: 1 }).settle();
    expect(life.axes).toMatchObject({ status: 'refunded', payment: 'partially_refunded' });
    expect(life.money).toEqual([1_490, 1_000, 0]);
  });

  test('also when the last parcel was called back: the shop keeps the price of delivery, and no more goes back', () => {
    const lines = [goods('mug'), goods('gift', { unitPriceMinor: 0 })];
    const life = given({ lines, terms: { refundShipping: 'never' } });
    life.submit().settle().pack({ mug: 1 }).settle().parcel('delivered').settle();
    arrive(ask(life, { mug: 1 }), { mug: 1 })
      .settle()
      .pack()
      .settle()
      .parcel('dispatched', 1)
      .settle();
    life.parcel('cancelled', 1);
    expect(life.axes.status).toBe('refunded');
    expect(life.settle().axes).toMatchObject({ payment: 'partially_refunded', stock: 'returned' });
    expect(life.money).toEqual([1_490, 1_000, 0]);
  });

  test('one by one add up to the whole, to the minor unit', () => {
    const life = deliver(
      given({
        lines: [goods('mug', { quantity: 3, unitPriceMinor: 33, taxMinor: 1 })],
        shipping: { amountMinor: 0 },
      }),
    );
    const paid = [1, 2, 3].map(() => {
      const [, before] = life.money;
      arrive(ask(life, { mug: 1 }), { mug: 1 }).settle();
      return life.money[1] - before;
    });
    expect(paid).toEqual([33, 34, 33]);
    expect(life.money).toEqual([100, 100, 0]);
    expect(life.axes.status).toBe('refunded');
  });

  test('more than was announced is an anomaly: what was announced is entered, the surplus is not', () => {
    const life = arrive(ask(deliver(mugs(3)), { mug: 1 }), { mug: 3 });
    expect(life.last.anomaly).toMatchObject({ code: 'return_exceeds_request' });
    expect(life.order.lines[0]?.counts.returned).toBe(1);
    expect(life.settle().money).toEqual([3_490, 1_000, 0]);
  });

  test('a return that is called off leaves everything as it was', () => {
    const life = ask(deliver(mugs(1)), { mug: 1 });
    life.when({ type: 'return.cancel', returnId: life.order.returns[0]?.id ?? '' });
    expect(life.axes.returns).toBe('none');
    expect(life.commands).toEqual([]);
  });
});

describe('a refund that was agreed on', () => {
  const goodwill = (life: Life, amountMinor: number) =>
    life.when({ type: 'payment.refund', amountMinor, reason: 'scratched' });

  test('leaves the status alone', () => {
    const life = goodwill(deliver(mugs(1)), 500);
    expect(life.moves).toEqual(['payment: captured>refunding']);
    expect(life.commands).toEqual(['payment.refund']);
    expect(life.changed).toEqual(['axes.payment', 'payments', 'refunds']);
    expect(life.settle().axes).toMatchObject({ status: 'delivered', payment: 'partially_refunded' });
    expect(life.money).toEqual([1_490, 500, 0]);
  });

  test('of an order that waits to be confirmed does not keep it from being confirmed', () => {
    const life = given({ terms: { riskScreening: true } })
      .submit()
      .succeed('reserve');
    life.when({ type: 'payment.captured', reference: 'b-1', method: 'bank_transfer', amountMinor: 2_990 });
    goodwill(life, 500).succeed('refund', 'screening');
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'partially_refunded' });
    expect(life.settle().money).toEqual([2_990, 500, 0]);
  });

  test('that fails restores the balance, and is retried under a new key when a person asks', () => {
    const life = goodwill(deliver(mugs(1)), 500).fail('refund', 'account_closed');
    expect(life.told).toEqual(['order.refund_failed']);
    expect(life.axes.payment).toBe('captured');
    expect(life.money).toEqual([1_490, 0, 0]);
    const failed = life.order.payments[0]?.transactions.at(-1)?.id ?? '';
    life.when({ type: 'payment.retry', transactionId: failed });
    expect(life.last.commands.map(({ id }) => id)).not.toContain(failed);
    expect(life.settle().money).toEqual([1_490, 500, 0]);
  });

  test('that bounces after it succeeded restores the balance too', () => {
    const life = goodwill(deliver(mugs(1)), 500).settle();
    const { id: transactionId } = life.order.payments[0]?.transactions.at(-1) ?? { id: '' };
    life.when({ type: 'payment.refund_failed', transactionId, code: 'account_closed' });
    expect(life.money).toEqual([1_490, 0, 0]);
    expect(life.axes.payment).toBe('captured');
    life.when({ type: 'payment.retry', transactionId }).settle();
    expect(life.money).toEqual([1_490, 500, 0]);
  });

  test('is not paid out again by a return: all in all no more goes back than came', () => {
    const life = goodwill(deliver(mugs(2)), 600).settle();
    arrive(ask(life, { mug: 1 }), { mug: 1 }).settle();
    expect(life.money).toEqual([2_490, 1_600, 0]);
    arrive(ask(life, { mug: 1 }), { mug: 1 }).settle();
    expect(life.money).toEqual([2_490, 2_490, 0]);
    expect(life.axes.status).toBe('refunded');
  });

  test('is taken from the last payment first, and from the next when that is used up', () => {
    const life = given({
      lines: [goods('mug')],
      payments: [{ method: 'gift_card', amountMinor: 990 }, { method: 'card' }],
    });
    goodwill(deliver(life), 700).settle();
    const refunded = () =>
      life.order.payments.map((payment) =>
        payment.transactions.filter(({ kind }) => kind === 'refund').map(({ amountMinor }) => amountMinor),
      );
    expect(refunded()).toEqual([[200], [500]]);
    expect(life.money).toEqual([1_490, 700, 0]);
  });
});

describe('a refund that was made at the provider', () => {
  const outside = (life: Life, amountMinor: number, reference = 're_1') =>
    life.when({ type: 'payment.refunded', reference, amountMinor });

  test('is taken as agreed: it is entered, and not paid again', () => {
    const life = outside(deliver(mugs(1)), 400);
    expect(life.axes).toMatchObject({ status: 'delivered', payment: 'partially_refunded' });
    expect(life.commands).toEqual([]);
    expect(life.order.refunds).toMatchObject([{ amountMinor: 400, reason: 'refunded at the provider' }]);
    expect(outside(life, 400).last.outcome).toBe('duplicate');
    arrive(ask(life, { mug: 1 }), { mug: 1 }).settle();
    expect(life.money).toEqual([1_490, 1_490, 0]);
  });

  test('of more than is left is an anomaly, and moves nothing', () => {
    const life = outside(deliver(mugs(1)), 1_491);
    expect(life.last.anomaly?.code).toBe('refund_exceeds_capture');
    expect(life.last.anomaly?.message).toBe(
      'a refund of 14.91 EUR was reported, but only 14.90 EUR are left of what was captured; it is not entered',
    );
    expect(life.changed).toEqual([]);
  });

  test('while ours is under way is told from ours by its amount: ours is not taken for done', () => {
    const life = arrive(ask(deliver(mugs(2)), { mug: 1 }), { mug: 1 });
    const { operation } = life.awaited('refund');
    outside(life, 10);
    expect(life.money).toEqual([2_490, 10, 0]);
    life.succeed('refund', 'return');
    expect(life.money).toEqual([2_490, 1_010, 0]);
    expect(life.order.payments[0]?.transactions.find(({ id }) => id === operation.id)?.amountMinor).toBe(
      1_000,
    );
    expect(life.operated).toEqual([]);
  });

  test("that is the provider's message about ours, before its answer, ends ours: nothing is paid twice", () => {
    const life = arrive(ask(deliver(mugs(2)), { mug: 1 }), { mug: 1 });
    const { ownerId, operation } = life.awaited('refund');
    outside(life, 1_000);
    expect(life.order.refunds).toEqual([]);
    life.when({
      type: 'payment.refunded',
      paymentId: ownerId,
      transactionId: operation.id,
      reference: 're_1',
      amountMinor: 1_000,
    });
    expect(life.last.outcome).toBe('duplicate');
    expect(life.settle().money).toEqual([2_490, 1_000, 0]);
  });

  test('that leaves too little for ours ends ours as failed: nobody waits for it for ever', () => {
    const life = arrive(ask(deliver(mugs(2)), { mug: 2 }), { mug: 2 });
    outside(life, 490);
    life.succeed('refund');
    expect(life.last.anomaly).toMatchObject({ code: 'refund_exceeds_capture' });
    expect(life.operations).toContain('refund failed');
    expect(life.money).toEqual([2_490, 490, 0]);
  });
});

describe('money that is given back as goodwill', () => {
  test('holds no parcel up, though a part of the order was cancelled before it was paid', () => {
    const life = mugs(2).submit().succeed('reserve');
    life.when({
      type: 'order.cancel_lines',
      lines: [{ lineId: 'mug', quantity: 1 }],
      reason: 'changed_mind',
    });
    life.settle();
    expect(life.money).toEqual([1_490, 0, 0]);
    life.when({ type: 'payment.refund', amountMinor: 1, reason: 'a scratch' }).settle();
    life.pack().settle();
    expect(life.order.shipments).toMatchObject([{ stage: 'created' }]);
  });
});
