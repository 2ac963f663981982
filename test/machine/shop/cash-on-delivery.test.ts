import { describe, expect, test } from 'vitest';
import { type GivenOrder, given, goods, type Life } from '../../support/given.ts';

const method = 'cash_on_delivery';
const terms = { payOnDeliveryMethods: [method] };
/** Two mugs, 24.90 with delivery, to be paid at the door. */
const atTheDoor = (chosen: GivenOrder = {}) =>
  given({
    lines: [goods('mug', { quantity: 2 })],
    payments: [{ method }],
    ...chosen,
    terms: { ...terms, ...chosen.terms },
  });
const confirmed = (chosen: GivenOrder = {}) => atTheDoor(chosen).submit().settle();
const collected = (life: Life, amountMinor: number, reference = 'cod-1') =>
  life.when({ type: 'payment.captured', method, reference, amountMinor });
/** What the carrier is told to collect with each label that is made now. */
const toCollect = (life: Life) =>
  life.last.commands
    .filter(({ type }) => type === 'shipment.create')
    .map(({ data }) => (data['collect'] as { amountMinor: number } | null)?.amountMinor ?? null);

describe('an order that is paid at the door', () => {
  test.each(['before_confirmation', 'on_shipment', 'manual'] as const)(
    'is confirmed, packed and sent without money, whatever is captured when (%s)',
    (capturePolicy) => {
      const life = atTheDoor({ terms: { capturePolicy } }).submit().succeed('reserve');
      expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'not_required' });
      expect(life.commands).toEqual(['fulfillment.create', 'notify order_confirmed']);
      life.settle().pack();
      expect(toCollect(life)).toEqual([2_490]);
      expect(life.settle().parcel('dispatched').settle().axes.status).toBe('shipped');
      expect(life.money).toEqual([0, 0, 0]);
    },
  );

  test('never asks a provider for it', () => {
    const life = confirmed().pack().settle().parcel('delivered').settle();
    const asked = life.results.flatMap(({ commands }) => commands.map(({ type }) => type));
    expect(asked.filter((type) => type.startsWith('payment.'))).toEqual([]);
  });

  test('is paid when the carrier reports the money, for the payment that it was promised by', () => {
    const life = confirmed().pack().settle().parcel('delivered').settle();
    expect(life.axes).toMatchObject({ status: 'delivered', payment: 'awaiting' });
    collected(life, 2_490);
    expect(life.order.payments).toHaveLength(1);
    expect(life.axes).toMatchObject({ status: 'delivered', payment: 'captured' });
    expect(life.told).toEqual(['order.payment_captured']);
    expect(life.deadlines).toEqual(['feedback.due']);
    expect(collected(life, 2_490).last.outcome).toBe('duplicate');
  });

  test('may be paid before we hear that it arrived', () => {
    const life = collected(confirmed().pack().settle().parcel('dispatched').settle(), 2_490);
    expect(life.axes).toMatchObject({ status: 'shipped', payment: 'captured' });
    expect(life.parcel('delivered').axes).toMatchObject({ status: 'delivered', payment: 'captured' });
  });

  test('delivered and not paid stays visible, and becomes a failed payment when the time is over', () => {
    const life = confirmed().pack().settle().parcel('delivered').settle();
    expect(life.deadlines).toEqual(['feedback.due', 'payment.collection_due']);
    life.deadline('payment.collection_due');
    expect(life.axes).toMatchObject({ status: 'delivered', payment: 'failed' });
    expect(life.told).toEqual(['order.payment_overdue']);
    expect(life.order.payments[0]?.transactions).toMatchObject([
      { kind: 'authorization', state: 'failed', code: 'not_collected', amountMinor: 2_490 },
    ]);
    expect(collected(life, 2_490).axes.payment).toBe('captured');
    expect(life.money).toEqual([2_490, 0, 0]);
  });

  test('the carrier may say so itself', () => {
    const life = confirmed().pack().settle().parcel('delivered').settle();
    const paymentId = life.order.payments[0]?.id ?? '';
    life.when({ type: 'payment.failed', paymentId, code: 'not_collected' });
    expect(life.axes).toMatchObject({ status: 'delivered', payment: 'failed' });
    expect(life.deadlines).toEqual(['feedback.due']);
  });

  test('collected in part: the rest stays open', () => {
    const life = collected(confirmed().pack().settle().parcel('delivered').settle(), 2_000);
    expect(life.axes.payment).toBe('partially_captured');
    expect(life.deadlines).toContain('payment.collection_due');
    life.deadline('payment.collection_due');
    expect(life.axes.payment).toBe('partially_captured');
    expect(life.told).toEqual(['order.payment_overdue']);
    expect(life.deadlines).not.toContain('payment.collection_due');
  });

  test('too much collected is given back', () => {
    const life = collected(confirmed().pack().settle().parcel('delivered').settle(), 2_500);
    expect(life.last.commands[0]).toMatchObject({ type: 'payment.refund', data: { amountMinor: 10 } });
  });
});

describe('parcel by parcel', () => {
  test('each parcel collects its part, delivery with the first; the parts add up', () => {
    const life = confirmed().pack({ mug: 1 });
    expect(toCollect(life)).toEqual([1_490]);
    expect(toCollect(life.settle().pack())).toEqual([1_000]);
    life.settle().parcel('delivered', 0).settle();
    expect(life.axes).toMatchObject({ status: 'processing', payment: 'awaiting' });
    collected(life, 1_490);
    expect(life.axes.payment).toBe('partially_captured');
    life.parcel('delivered', 1).settle();
    expect(collected(life, 1_000, 'cod-2').axes).toMatchObject({ status: 'delivered', payment: 'captured' });
  });

  test('a second parcel is still to be collected for when the first was paid', () => {
    const life = confirmed().pack({ mug: 1 }).settle().parcel('delivered').settle();
    collected(life, 1_490).pack();
    expect(toCollect(life)).toEqual([1_000]);
  });
});

describe('with another payment', () => {
  test('the gift card is charged as ever, and the rest is collected', () => {
    const life = atTheDoor({ payments: [{ method: 'gift_card', amountMinor: 990 }, { method }] })
      .submit()
      .succeed('reserve');
    expect(life.last.commands.filter(({ type }) => type === 'payment.authorize')).toHaveLength(1);
    life.settle();
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'partially_captured' });
    expect(toCollect(life.pack())).toEqual([1_500]);
  });

  test('a gift card that is declined is collected too: the rest is the rest', () => {
    const life = atTheDoor({ payments: [{ method: 'gift_card', amountMinor: 990 }, { method }] })
      .submit()
      .succeed('reserve')
      .fail('authorization');
    expect(life.settle().axes.status).toBe('confirmed');
    expect(toCollect(life.pack())).toEqual([2_490]);
  });

  test('a customer who pays by card after all pays nothing at the door', () => {
    const life = confirmed().when({ type: 'payment.add', method: 'card', token: 'tok_2' }).settle();
    expect(life.money).toEqual([2_490, 0, 0]);
    expect(toCollect(life.pack())).toEqual([null]);
  });
});

describe('refused at the door', () => {
  test('the parcel goes back, and nothing was paid that could be given back', () => {
    const life = confirmed().pack().settle().parcel('dispatched').settle().parcel('returned_to_sender');
    expect(life.axes).toMatchObject({ status: 'shipped', payment: 'not_required', fulfillment: 'exception' });
    expect(life.operated).toEqual([]);
    expect(life.money).toEqual([0, 0, 0]);
  });

  test('an order that is cancelled before it leaves owes nothing', () => {
    const life = confirmed().when({ type: 'order.cancel', reason: 'customer_request' }).settle();
    expect(life.axes).toMatchObject({ status: 'cancelled', payment: 'not_required', stock: 'released' });
    expect(life.money).toEqual([0, 0, 0]);
  });

  test('what is not to be had at the door any more holds the parcels that have not left', () => {
    const life = confirmed();
    const paymentId = life.order.payments[0]?.id ?? '';
    life.when({ type: 'payment.failed', paymentId, code: 'service_withdrawn' }).pack();
    expect(life.axes.payment).toBe('failed');
    expect(life.order.shipments.map(({ stage }) => stage)).toEqual(['planned']);
    life.when({ type: 'payment.add', method: 'card', token: 'tok_2' }).settle();
    expect(life.order.shipments.map(({ stage }) => stage)).toEqual(['created']);
  });
});
