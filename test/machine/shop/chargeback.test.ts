import type { TermsInput } from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { day, given, goods, type Life } from '../../support/given.ts';

/** Two mugs, 24.90 with delivery, paid by card. */
const mugs = (terms: TermsInput = {}) => given({ lines: [goods('mug', { quantity: 2 })], terms });
const paid = (terms: TermsInput = {}) => mugs(terms).submit().settle();
const deliver = (life: Life) =>
  life.pack().settle().parcel('dispatched').settle().parcel('delivered').settle();
const sendBack = (life: Life, quantity: number) => {
  life.when({ type: 'return.request', lines: [{ lineId: 'mug', quantity }], reason: 'broken' });
  const returnId = life.order.returns.at(-1)?.id ?? '';
  return life.when({
    type: 'return.received',
    returnId,
    lines: [{ lineId: 'mug', received: quantity, sellable: 0 }],
  });
};
const opened = (life: Life, amountMinor: number, more: { reference?: string; evidenceDueAt?: number } = {}) =>
  life.when({
    type: 'chargeback.opened',
    reference: 'dp_1',
    amountMinor,
    reasonCode: 'fraudulent',
    ...more,
  });
const decided = (life: Life, how: 'won' | 'lost', reference = 'dp_1') =>
  life.when({ type: `chargeback.${how}`, reference });

describe('a chargeback', () => {
  test('is an entry of its own, with amount, reason, reference and the day its proof is due', () => {
    const life = deliver(paid());
    opened(life, 1_000, { evidenceDueAt: life.now + 7 * day });
    expect(life.moves).toEqual(['payment: captured>disputed']);
    expect(life.told).toEqual(['order.chargeback_opened']);
    expect(life.commands).toEqual([]);
    expect(life.changed).toEqual(['axes.payment', 'payments', 'deadlines']);
    expect(life.order.payments[0]?.chargebacks).toMatchObject([
      {
        reference: 'dp_1',
        state: 'open',
        amountMinor: 1_000,
        reasonCode: 'fraudulent',
        openedBy: 'user-7',
        closedAt: null,
      },
    ]);
  });

  test('is known when it comes again, and may get more time', () => {
    const life = opened(deliver(paid()), 1_000);
    expect(opened(life, 1_000).last.outcome).toBe('duplicate');
    const due = life.now + 9 * day;
    opened(life, 1_000, { evidenceDueAt: due });
    expect(life.order.deadlines).toContainEqual({
      name: 'chargeback.evidence_due',
      ref: life.order.payments[0]?.chargebacks[0]?.id,
      at: due - 2 * day,
    });
  });

  test('reminds people in time that the bank waits for proof, once', () => {
    const life = deliver(paid());
    opened(life, 1_000, { evidenceDueAt: life.now + 7 * day }).deadline('chargeback.evidence_due');
    expect(life.told).toEqual(['order.chargeback_evidence_due']);
    expect(life.commands).toEqual([]);
    expect(life.deadlines).not.toContain('chargeback.evidence_due');
  });

  test('that is won puts everything back as it was', () => {
    const life = decided(opened(deliver(paid()), 2_490), 'won');
    expect(life.moves).toEqual(['payment: disputed>captured']);
    expect(life.told).toEqual(['order.chargeback_won']);
    expect(life.deadlines).toEqual(['feedback.due']);
  });

  test('that is lost shows for good; the goods stay where they are, and the status too', () => {
    const life = decided(opened(deliver(paid()), 2_490), 'lost');
    expect(life.axes).toMatchObject({ status: 'delivered', payment: 'charged_back' });
    expect(life.told).toEqual(['order.chargeback_lost']);
    expect(life.commands).toEqual([]);
  });

  test('may be decided again: what the bank says last holds', () => {
    const life = decided(decided(opened(deliver(paid()), 2_490), 'lost'), 'won');
    expect(life.axes.payment).toBe('captured');
    expect(decided(life, 'lost').axes.payment).toBe('charged_back');
    expect(decided(life, 'lost').last.outcome).toBe('duplicate');
  });

  test('may be heard of only when it is decided', () => {
    const life = deliver(paid()).when({ type: 'chargeback.lost', reference: 'dp_7', amountMinor: 500 });
    expect(life.axes.payment).toBe('charged_back');
    expect(opened(life, 500, { reference: 'dp_7' }).last.outcome).toBe('duplicate');
  });

  test.each([
    [{ type: 'chargeback.lost', reference: 'dp_9' }, 'chargeback_unknown'],
    [
      { type: 'chargeback.opened', reference: 'dp_9', paymentId: 'stranger', amountMinor: 1 },
      'payment_unknown',
    ],
    [
      { type: 'chargeback.opened', reference: 'dp_9', charge: 'ch_stranger', amountMinor: 1 },
      'payment_unknown',
    ],
  ] as const)('that fits nothing is an anomaly: %j', (fact, code) => {
    const life = deliver(paid()).when(fact);
    expect(life.last.anomaly?.code).toBe(code);
    expect(life.changed).toEqual([]);
  });

  test('is found by the charge that it is about, among several payments', () => {
    const life = given({
      lines: [goods('mug', { quantity: 2 })],
      payments: [{ method: 'gift_card', amountMinor: 990 }, { method: 'card' }],
    })
      .submit()
      .settle();
    const charge =
      life.order.payments[1]?.transactions.find(({ kind }) => kind === 'capture')?.reference ?? '';
    life.when({ type: 'chargeback.opened', reference: 'dp_1', charge, amountMinor: 1_500 });
    expect(life.order.payments.map(({ chargebacks }) => chargebacks.length)).toEqual([0, 1]);
  });
});

describe('money that a bank takes back is not given back besides', () => {
  test('goods that come back while it decides are paid for by the chargeback; won, the refund follows', () => {
    const life = sendBack(opened(deliver(paid()), 2_490), 2);
    expect(life.operated).toEqual([]);
    expect(life.axes).toMatchObject({ status: 'delivered', payment: 'disputed', returns: 'returned' });
    decided(life, 'won');
    expect(life.operated).toEqual(['payment.refund']);
    expect(life.settle().money).toEqual([2_490, 2_490, 0]);
    expect(life.axes.status).toBe('refunded');
  });

  test('lost, nothing follows: the money is back, and so the order is refunded', () => {
    const life = decided(sendBack(opened(deliver(paid()), 2_490), 2), 'lost');
    expect(life.operated).toEqual([]);
    expect(life.money).toEqual([2_490, 0, 0]);
    expect(life.axes).toMatchObject({ status: 'refunded', payment: 'charged_back' });
  });

  test('of a part: what the goods were worth beyond it is still given back', () => {
    const life = sendBack(decided(opened(deliver(paid()), 400), 'lost'), 1);
    expect(life.last.commands[0]).toMatchObject({ type: 'payment.refund', data: { amountMinor: 600 } });
    expect(life.settle().money).toEqual([2_490, 600, 0]);
  });

  test('an order that is cancelled while a bank decides gives back only what is not disputed', () => {
    const life = opened(paid(), 1_000).when({ type: 'order.cancel', reason: 'customer_request' }).settle();
    expect(life.money).toEqual([2_490, 1_490, 0]);
    expect(life.axes).toMatchObject({ status: 'cancelled', payment: 'disputed' });
    decided(life, 'lost');
    expect(life.axes).toMatchObject({ status: 'refunded', payment: 'charged_back' });
    expect(life.operated).toEqual([]);
  });

  test('and gives the rest back when the dispute is won', () => {
    const life = opened(paid(), 1_000).when({ type: 'order.cancel', reason: 'customer_request' }).settle();
    decided(life, 'won').settle();
    expect(life.money).toEqual([2_490, 2_490, 0]);
    expect(life.axes).toMatchObject({ status: 'refunded', payment: 'refunded' });
  });

  test('one over money that was given back already is entered, and people are told to show the refund', () => {
    const life = paid().when({ type: 'order.cancel', reason: 'customer_request' }).settle();
    opened(life, 2_490);
    expect(life.last.anomaly).toMatchObject({ code: 'chargeback_exceeds_capture' });
    expect(life.last.anomaly?.message).toBe(
      'chargeback dp_1 is about 24.90 EUR, but only 0.00 EUR of what was captured are not given back already; show the bank the refund',
    );
    expect(life.told).toEqual(['order.chargeback_opened', 'order.anomaly_recorded']);
    expect(life.axes).toMatchObject({ status: 'refunded', payment: 'disputed' });
    expect(decided(life, 'won').axes.payment).toBe('refunded');
    expect(life.money).toEqual([2_490, 2_490, 0]);
  });

  test('a refund under way is counted: if it fails, the chargeback is what gave the money back', () => {
    const life = paid()
      .when({ type: 'order.cancel', reason: 'customer_request' })
      .succeed('fulfillment-cancel');
    opened(life, 2_490).fail('refund', 'charge_disputed');
    expect(life.axes).toMatchObject({ status: 'cancelled', payment: 'disputed' });
    expect(life.operated).toEqual([]);
    expect(decided(life, 'lost').axes).toMatchObject({ status: 'refunded', payment: 'charged_back' });
    expect(life.money).toEqual([2_490, 0, 0]);
  });

  test('a refund that was agreed on before is not paid out on top; one agreed on afterwards is', () => {
    const life = deliver(paid());
    life.when({ type: 'payment.refund', amountMinor: 500, reason: 'scratched' }).fail('refund', 'later');
    opened(life, 1_000);
    const failed = life.order.payments[0]?.transactions.at(-1)?.id ?? '';
    life.when({ type: 'payment.retry', transactionId: failed });
    expect(life.operated).toEqual([]);
    decided(life, 'lost').when({ type: 'payment.refund', amountMinor: 100, reason: 'sorry' }).settle();
    expect(life.money).toEqual([2_490, 100, 0]);
  });
});

describe('goods that have not left', () => {
  test('are held until the dispute is won', () => {
    const life = opened(paid(), 2_490);
    expect(life.moves).toEqual(['payment: captured>disputed', 'review: not_required>held']);
    expect(life.told).toEqual(['order.chargeback_opened', 'order.hold_placed']);
    life.pack();
    expect(life.order.shipments.map(({ stage }) => stage)).toEqual(['planned']);
    decided(life, 'won');
    expect(life.told).toEqual(['order.chargeback_won', 'order.hold_released']);
    expect(life.operated).toEqual(['shipment.create']);
  });

  test('are held for a person when it is lost', () => {
    const life = decided(opened(paid(), 2_490).pack(), 'lost');
    expect(life.axes).toMatchObject({ payment: 'charged_back', review: 'held' });
    expect(life.operated).toEqual([]);
    life.when({ type: 'hold.release', holdId: life.order.holds[0]?.id ?? '' });
    expect(life.order.shipments.map(({ stage }) => stage)).toEqual(['planned']);
    life.when({ type: 'payment.add', method: 'card', token: 'tok_2' }).settle();
    expect(life.order.shipments.map(({ stage }) => stage)).toEqual(['created']);
  });

  test('go on while it is decided, if the terms say so', () => {
    const life = opened(paid({ onChargeback: 'continue' }), 2_490).pack();
    expect(life.axes.review).toBe('not_required');
    expect(life.operated).toEqual(['shipment.create']);
  });

  test('on_shipment: the second parcel is held, and its money is not taken to make up for the first', () => {
    const life = mugs({ capturePolicy: 'on_shipment', onChargeback: 'continue' }).submit().settle();
    life.pack({ mug: 1 }).settle();
    decided(opened(life, 1_490), 'lost');
    expect(life.operated).toEqual([]);
    life.pack();
    expect(life.last.commands.map(({ data }) => data['amountMinor'])).toEqual([1_000]);
    life.settle();
    expect(life.order.shipments.map(({ stage }) => stage)).toEqual(['created', 'planned']);
    life.when({ type: 'payment.add', method: 'card', token: 'tok_2' }).settle();
    expect(life.order.shipments.map(({ stage }) => stage)).toEqual(['created', 'created']);
    expect(life.money).toEqual([3_980, 0, 0]);
  });

  test('of a pending order whose money is gone are not sent: it waits to be paid again', () => {
    const life = given({ terms: { riskScreening: true } })
      .submit()
      .succeed('reserve');
    life.when({ type: 'payment.captured', reference: 'b-1', method: 'bank_transfer', amountMinor: 2_990 });
    const charge = 'b-1';
    life.when({ type: 'chargeback.lost', reference: 'dp_1', charge, amountMinor: 2_990 });
    life.succeed('screening');
    expect(life.axes).toMatchObject({ status: 'pending', payment: 'authorizing' });
    expect(life.settle().axes.status).toBe('confirmed');
    expect(life.money).toEqual([5_980, 0, 0]);
  });
});
