import { describe, expect, test } from 'vitest';
import { day, type GivenOrder, given, hour, type Life } from '../../support/given.ts';

const nextAction = { type: 'three_d_secure', url: 'https://bank.example/3ds/1' };
const trying = (chosen: GivenOrder = {}) => given(chosen).submit().succeed('reserve');
const of = (life: Life) => {
  const { ownerId, operation } = life.awaited('authorization');
  return { paymentId: ownerId, transactionId: operation.id };
};
const ask = (life: Life, more: { url?: string; expiresAt?: number } = {}) => {
  const { url = nextAction.url, ...rest } = more;
  return life.when({
    type: 'payment.action_required',
    ...of(life),
    nextAction: { ...nextAction, url },
    ...rest,
  });
};
const waiting = (life: Life) =>
  life.order.payments.flatMap(({ transactions }) => transactions).find((entry) => entry.answerBy !== null);

describe('a payment that the customer has to confirm', () => {
  test('waits, and tells the customer where to go', () => {
    const life = ask(trying());
    expect(life.moves).toEqual(['payment: authorizing>action_required']);
    expect(life.commands).toEqual(['notify payment_action_required']);
    expect(life.told).toEqual(['order.payment_action_required']);
    expect(life.changed).toEqual(['axes.payment', 'payments', 'deadlines']);
    expect(life.last.commands[0]?.data['data']).toMatchObject({
      amountMinor: 2_990,
      nextAction,
      answerBy: life.now + hour,
    });
    expect(waiting(life)).toMatchObject({ state: 'requested', nextAction, answerBy: life.now + hour });
  });

  test('keeps its stock, and has until the provider, or else the terms, say', () => {
    const life = ask(trying());
    expect(life.deadlines).toEqual(['payment.attempt_expires', 'payment.expires']);
    const at = life.now + 10 * 60_000;
    ask(life, { url: 'https://bank.example/3ds/2', expiresAt: at });
    expect(life.order.deadlines[0]).toMatchObject({ name: 'payment.attempt_expires', at });
  });

  test('is told of once: the same news again changes nothing, another thing to do is told', () => {
    const life = ask(trying());
    expect(ask(life).last.outcome).toBe('duplicate');
    ask(life, { url: 'https://bank.example/3ds/2' });
    expect(life.commands).toEqual(['notify payment_action_required']);
    expect(waiting(life)?.nextAction?.url).toBe('https://bank.example/3ds/2');
  });

  test('goes on as any other once the customer has confirmed, and asks for nothing any more', () => {
    const life = ask(trying()).succeed('authorization');
    expect(life.moves).toEqual(['payment: action_required>capturing']);
    expect(waiting(life)).toBeUndefined();
    expect(life.settle().axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
  });

  test('is declined when the customer fails at it, and another way can be tried', () => {
    const life = ask(trying()).fail('authorization', 'authentication_failed');
    expect(life.moves).toEqual(['payment: action_required>failed']);
    expect(life.commands).toEqual(['notify payment_failed']);
    expect(waiting(life)).toBeUndefined();
    life.when({ type: 'payment.add', method: 'card', token: 'tok_2' });
    expect(life.settle().axes.status).toBe('confirmed');
  });

  test('counts as failed when the customer lets the time go by', () => {
    const life = ask(trying()).deadline('payment.attempt_expires');
    expect(life.moves).toEqual(['payment: action_required>failed']);
    expect(life.commands).toEqual(['notify payment_failed']);
    expect(life.order.payments[0]?.transactions).toMatchObject([
      { state: 'failed', code: 'action_expired', settledBy: 'system', nextAction: null, answerBy: null },
    ]);
    expect(life.deadlines).toEqual(['reservation.expires', 'payment.expires']);
  });

  test('and fails the order when that was the last attempt', () => {
    const life = ask(trying({ terms: { maxPaymentAttempts: 1 } })).deadline('payment.attempt_expires');
    expect(life.axes).toMatchObject({ status: 'failed', payment: 'failed' });
    expect(life.commands).toEqual(['stock.release', 'notify order_failed']);
  });

  test('that succeeds after all, too late: used while the order waits, let go once it is paid otherwise or dead', () => {
    const late = (life: Life) => {
      const { id: transactionId } = life.order.payments[0]?.transactions[0] ?? { id: '' };
      return life.when({ type: 'payment.authorized', transactionId, amountMinor: 2_990, reference: 'pi_1' });
    };
    const waits = late(ask(trying()).deadline('payment.attempt_expires'));
    expect(waits.settle().axes.status).toBe('confirmed');

    const paid = ask(trying()).deadline('payment.attempt_expires');
    paid.when({ type: 'payment.add', method: 'card', token: 'tok_2' }).settle();
    expect(late(paid).operated).toEqual(['payment.void']);
    expect(paid.settle().money).toEqual([2_990, 0, 0]);

    const dead = ask(trying({ terms: { maxPaymentAttempts: 1 } })).deadline('payment.attempt_expires');
    expect(late(dead).operated).toEqual(['payment.void']);
    expect(dead.settle().axes).toMatchObject({ status: 'failed', payment: 'voided' });
  });

  test('of an order that is cancelled meanwhile is not withdrawn: the customer may be at it. What comes of it is let go', () => {
    const life = ask(trying());
    const { transactionId } = of(life);
    life.when({ type: 'order.cancel', reason: 'changed_mind', meta: { untried: [transactionId] } });
    expect(life.axes).toMatchObject({ status: 'cancelled', payment: 'action_required' });
    expect(life.deadlines).toEqual(['payment.attempt_expires']);
    life.succeed('authorization');
    expect(life.operated).toEqual(['payment.void']);
    expect(life.settle().axes).toMatchObject({ status: 'cancelled', payment: 'voided' });
  });

  test('of which nobody knew the outcome is known to wait: it is no longer unknown', () => {
    const life = trying().lose('authorization');
    expect(life.axes.payment).toBe('unknown');
    const [entry] = life.order.payments[0]?.transactions ?? [];
    life.when({ type: 'payment.action_required', transactionId: entry?.id ?? '', nextAction });
    expect(life.axes.payment).toBe('action_required');
  });

  test('is news no more once it was answered', () => {
    const life = trying();
    const known = of(life);
    life.succeed('authorization');
    life.when({ type: 'payment.action_required', ...known, nextAction });
    expect(life.last.outcome).toBe('duplicate');
  });

  test("keeps the customer's link out of the journal: it lets whoever has it pay", () => {
    const life = ask(trying());
    expect(JSON.stringify(life.last.journal)).not.toContain('bank.example');
    expect(JSON.stringify(life.last.events)).not.toContain('bank.example');
  });

  test('stays visible beside one that is authorized already', () => {
    const life = trying({ payments: [{ method: 'gift_card', amountMinor: 990 }, { method: 'card' }] });
    life.succeed('authorization');
    ask(life);
    expect(life.axes).toMatchObject({ status: 'pending', payment: 'action_required' });
    expect(life.succeed('authorization').settle().money).toEqual([2_990, 0, 0]);
  });
});

describe('a payment that is pending at a bank', () => {
  const pending = (life: Life, expiresAt: number | null = null) =>
    life.when({ type: 'payment.pending', ...of(life), reference: 'dd_1', expiresAt });

  test('shows as authorizing, and has its own time: the order waits for the bank longer than for a customer', () => {
    const life = trying();
    expect(life.order.deadlines).toMatchObject([
      { name: 'payment.expires', at: expect.any(Number) as number },
    ]);
    pending(life);
    expect(life.axes.payment).toBe('authorizing');
    expect(life.told).toEqual(['order.payment_pending']);
    expect(life.commands).toEqual([]);
    const at = life.now + 21 * day;
    expect(life.order.deadlines).toMatchObject([
      { name: 'payment.attempt_expires', at },
      { name: 'payment.expires', at },
    ]);
  });

  test('ends when the bank says so', () => {
    const life = pending(trying()).wait(5 * day);
    const [entry] = life.order.payments[0]?.transactions ?? [];
    life.when({ type: 'payment.captured', reference: 'dd_1', amountMinor: 2_990 });
    expect(entry?.reference).toBe('dd_1');
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
    expect(life.money).toEqual([2_990, 0, 0]);
  });

  test('counts as failed when it does not', () => {
    const life = pending(trying(), 1_800_000_000_000).deadline('payment.attempt_expires');
    expect(life.now).toBeGreaterThan(1_800_000_000_000);
    expect(life.order.payments[0]?.transactions).toMatchObject([
      { state: 'failed', code: 'pending_expired' },
    ]);
    expect(life.axes.payment).toBe('failed');
  });

  test('may begin elsewhere: it attaches, holds the stock, and pays for the order in the end', () => {
    const life = given({ payments: [], terms: { paymentOnSubmit: 'later' } })
      .submit()
      .succeed('reserve');
    life.when({ type: 'payment.pending', reference: 'dd_9', method: 'bank_debit', amountMinor: 2_990 });
    expect(life.axes.payment).toBe('authorizing');
    expect(life.order.payments).toMatchObject([{ origin: 'elsewhere', method: 'bank_debit' }]);
    expect(life.deadlines).not.toContain('reservation.expires');
    life.when({ type: 'payment.captured', reference: 'dd_9', method: 'bank_debit', amountMinor: 2_990 });
    expect(life.order.payments).toHaveLength(1);
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
  });

  test('in another currency is an anomaly, as money would be', () => {
    const life = trying();
    life.when({ type: 'payment.pending', ...of(life), currency: 'USD' });
    expect(life.last.anomaly?.code).toBe('currency_mismatch');
  });
});
