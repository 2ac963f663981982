import { createMemoryClock, createMemoryPayments, type PaymentsOptions } from 'statecart/adapters/memory';
import type { CaptureRequest, CloudEvent, RefundRequest, VoidRequest } from 'statecart/ports';
import { describe, expect, it } from 'vitest';
import { authorizing, call, errorOf, payment } from './calls.ts';

const capturing = (more: Partial<CaptureRequest> = {}): CaptureRequest => ({
  ...payment,
  authorization: null,
  final: false,
  ...more,
});
const voiding = (more: Partial<VoidRequest> = {}): VoidRequest => ({
  ...payment,
  authorization: null,
  ...more,
});
const refunding = (more: Partial<RefundRequest> = {}): RefundRequest => ({
  ...payment,
  capture: null,
  reason: 'test',
  ...more,
});

function world(options: PaymentsOptions = {}) {
  const clock = createMemoryClock({ now: 1_000_000 });
  const facts: CloudEvent[] = [];
  const payments = createMemoryPayments({ clock, deliver: (event) => void facts.push(event), ...options });
  return { clock, facts, payments };
}

/** A bystander's payment, authorized: nothing that happens to payment-1 may touch it. */
async function withBystander(options: PaymentsOptions = {}) {
  const made = world(options);
  await made.payments.authorize(
    authorizing({ orderId: 'order-2', paymentId: 'bystander' }),
    call('bystander'),
  );
  return made;
}

describe('the payment provider in memory', () => {
  it('has an effect once for a key, however many calls come at the same time, and gives each the same answer', async () => {
    const { payments } = await withBystander();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => payments.authorize(authorizing(), call('key'))),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const { accounts, calls, transactions } = payments.book();
    expect(accounts['payment-1']?.authorizedMinor).toBe(1_000);
    expect(accounts.bystander?.authorizedMinor).toBe(1_000);
    expect(calls.key?.calls).toBe(20);
    expect(Object.values(transactions).filter((row) => row.account === 'payment-1')).toHaveLength(1);
  });

  it('has an effect once for a key even while each call takes its time', async () => {
    const { clock, payments } = world({ latencyMs: 500 });
    const answers = Promise.all([1, 2, 3].map(() => payments.authorize(authorizing(), call('key'))));
    await clock.runUntilIdle();
    expect(await answers).toHaveLength(3);
    expect(payments.book().accounts['payment-1']?.authorizedMinor).toBe(1_000);
  });

  it('refuses a key that comes again with another request, and keeps what it stands for', async () => {
    const { payments } = world();
    await payments.authorize(authorizing(), call('key'));
    const error = await errorOf(payments.authorize(authorizing({ amountMinor: 999 }), call('key')));
    expect(error).toMatchObject({ code: 'key_reused', retry: 'never', outcome: 'failed' });
    expect(payments.book().accounts['payment-1']?.authorizedMinor).toBe(1_000);
  });

  it('finds an effect whose answer was lost, and nothing for a key it has never seen', async () => {
    const { payments } = world();
    payments.script.next('lose_answer');
    const error = await errorOf(payments.authorize(authorizing(), call('key')));
    expect(error).toMatchObject({ outcome: 'unknown', retry: 'later' });
    expect(await payments.find('key', call('find'))).toMatchObject({
      status: 'authorized',
      amountMinor: 1_000,
    });
    expect(await payments.find('another', call('find'))).toBeNull();
    expect(await payments.authorize(authorizing(), call('key'))).toEqual(
      await payments.find('key', call('find')),
    );
    expect(payments.book().accounts['payment-1']?.authorizedMinor).toBe(1_000);
  });

  it('has had no effect when it fails before, and says so', async () => {
    const { payments } = world();
    payments.script.next('fail_before', { code: 'down', retry: 'never' });
    const error = await errorOf(payments.authorize(authorizing(), call('key')));
    expect(error).toMatchObject({ outcome: 'failed', retry: 'never', code: 'down' });
    expect(payments.book().accounts).toEqual({});
    expect(await payments.find('key', call('find'))).toBeNull();
    expect(await payments.authorize(authorizing(), call('key'))).toMatchObject({ status: 'authorized' });
  });

  it('does not call an effect failed that an earlier call of its key has had', async () => {
    const { payments } = world();
    payments.script.next('lose_answer');
    await errorOf(payments.authorize(authorizing(), call('key')));
    payments.script.next('fail_before');
    expect(await errorOf(payments.authorize(authorizing(), call('key')))).toMatchObject({
      outcome: 'unknown',
    });
  });

  it('does not see an effect before it has settled', async () => {
    const { clock, payments } = world({ settleMs: 2_000 });
    await payments.authorize(authorizing(), call('key'));
    expect(payments.settleMs).toBe(2_000);
    await clock.advance(1_999);
    expect(await payments.find('key', call('find'))).toBeNull();
    await clock.advance(1);
    expect(await payments.find('key', call('find'))).toMatchObject({ status: 'authorized' });
  });

  it('captures in parts up to what is authorized, and not a unit more', async () => {
    const { payments } = await withBystander();
    await payments.authorize(authorizing(), call('a'));
    expect(await payments.capture(capturing({ amountMinor: 400 }), call('c1'))).toMatchObject({
      status: 'captured',
    });
    expect(await payments.capture(capturing({ amountMinor: 601 }), call('c2'))).toMatchObject({
      status: 'declined',
      code: 'amount_too_large',
    });
    expect(await payments.capture(capturing({ amountMinor: 600 }), call('c3'))).toMatchObject({
      status: 'captured',
    });
    expect(payments.book().accounts['payment-1']).toMatchObject({
      authorizedMinor: 1_000,
      capturedMinor: 1_000,
      voidedMinor: 0,
    });
    expect(payments.book().accounts.bystander).toMatchObject({ authorizedMinor: 1_000, capturedMinor: 0 });
  });

  it('lets go of the rest after a final capture', async () => {
    const { payments } = world();
    await payments.authorize(authorizing(), call('a'));
    await payments.capture(capturing({ amountMinor: 400, final: true }), call('c'));
    expect(payments.book().accounts['payment-1']).toMatchObject({ capturedMinor: 400, voidedMinor: 600 });
    expect(await payments.capture(capturing({ amountMinor: 1 }), call('c2'))).toMatchObject({
      code: 'amount_too_large',
    });
  });

  it('captures nothing in another currency, without an authorization, or after it has run out', async () => {
    const { clock, payments } = world({ authorizationTtlMs: 5_000 });
    expect(await payments.capture(capturing(), call('c0'))).toMatchObject({
      code: 'authorization_not_found',
    });
    const answer = await payments.authorize(authorizing(), call('a'));
    expect(answer).toMatchObject({ expiresAt: 1_005_000 });
    expect(await payments.capture(capturing({ currency: 'USD' }), call('c1'))).toMatchObject({
      code: 'currency_mismatch',
    });
    await clock.advance(5_000);
    expect(await payments.capture(capturing(), call('c2'))).toMatchObject({ code: 'authorization_expired' });
    expect(payments.book().accounts['payment-1']?.capturedMinor).toBe(0);
  });

  it('voids what is left once, and declines to void what was captured', async () => {
    const { payments } = world();
    const { reference } = (await payments.authorize(authorizing(), call('a'))) as { reference: string };
    await payments.capture(capturing({ amountMinor: 300, authorization: reference }), call('c'));
    expect(await payments.void(voiding({ authorization: reference }), call('v1'))).toMatchObject({
      status: 'voided',
    });
    expect(await payments.void(voiding({ authorization: reference }), call('v2'))).toMatchObject({
      status: 'voided',
    });
    expect(payments.book().accounts['payment-1']).toMatchObject({ capturedMinor: 300, voidedMinor: 700 });

    const sale = await payments.authorize(authorizing({ paymentId: 'sale', token: 'tok_sale' }), call('s'));
    expect(sale).toMatchObject({ status: 'captured', amountMinor: 1_000 });
    const authorization = sale.reference ?? null;
    expect(await payments.void(voiding({ paymentId: 'sale', authorization }), call('v3'))).toMatchObject({
      status: 'declined',
      code: 'already_captured',
    });
    expect(await payments.void(voiding({ paymentId: 'nothing' }), call('v4'))).toMatchObject({
      status: 'voided',
    });
  });

  it('refunds in parts up to what was captured, and refuses a refund above it', async () => {
    const { payments } = await withBystander();
    await payments.authorize(authorizing(), call('a'));
    expect(await payments.refund(refunding(), call('r0'))).toMatchObject({ code: 'capture_not_found' });
    const { reference } = (await payments.capture(capturing({ amountMinor: 600 }), call('c1'))) as {
      reference: string;
    };
    await payments.capture(capturing({ amountMinor: 400 }), call('c2'));
    expect(
      await payments.refund(refunding({ capture: reference, amountMinor: 601 }), call('r1')),
    ).toMatchObject({
      status: 'declined',
      code: 'amount_exceeds_captured',
    });
    expect(
      await payments.refund(refunding({ capture: reference, amountMinor: 600 }), call('r2')),
    ).toMatchObject({ status: 'refunded' });
    expect(await payments.refund(refunding({ amountMinor: 401 }), call('r3'))).toMatchObject({
      code: 'amount_exceeds_captured',
    });
    expect(await payments.refund(refunding({ amountMinor: 400 }), call('r4'))).toMatchObject({
      status: 'refunded',
    });
    expect(payments.book().accounts['payment-1']).toMatchObject({
      capturedMinor: 1_000,
      refundedMinor: 1_000,
    });
    expect(payments.book().accounts.bystander?.refundedMinor).toBe(0);
  });

  it('gives money back of several captures, each to its own measure', async () => {
    const { payments } = world();
    await payments.authorize(authorizing(), call('a'));
    await payments.capture(capturing({ amountMinor: 300 }), call('c1'));
    await payments.capture(capturing({ amountMinor: 700 }), call('c2'));
    await payments.refund(refunding({ amountMinor: 500 }), call('r'));
    const captures = Object.values(payments.book().transactions).filter((row) => row.kind === 'capture');
    expect(captures.map((row) => row.refundedMinor)).toEqual([300, 200]);
  });

  it('leaves an outcome open, settles it later, and reports it as the fact that the answer would have been', async () => {
    const { clock, facts, payments } = world();
    const answer = await payments.authorize(authorizing({ token: 'tok_pending' }), call('key'));
    expect(answer).toMatchObject({ status: 'pending' });
    expect(payments.book().accounts).toEqual({});
    await clock.runUntilIdle();
    expect(facts).toMatchObject([
      {
        specversion: '1.0',
        type: 'payment.authorized',
        subject: 'order-1',
        data: {
          paymentId: 'payment-1',
          transactionId: 'key',
          reference: answer.reference,
          amountMinor: 1_000,
          currency: 'EUR',
        },
      },
    ]);
    expect(await payments.find('key', call('find'))).toMatchObject({
      status: 'authorized',
      reference: answer.reference,
    });
    expect(payments.book().accounts['payment-1']?.authorizedMinor).toBe(1_000);
  });

  it.each([
    ['tok_decline', 'declined', 'card_declined'],
    ['tok_insufficient_funds', 'declined', 'insufficient_funds'],
  ])('behaves as the token %s says', async (token, status, code) => {
    const { payments } = world();
    expect(await payments.authorize(authorizing({ token }), call('key'))).toMatchObject({ status, code });
    expect(payments.book().accounts).toEqual({});
    expect(await payments.authorize(authorizing({ token: 'tok_good' }), call('key-2'))).toMatchObject({
      status: 'authorized',
    });
  });

  it('declines later as the token tok_pending_decline says', async () => {
    const { clock, facts, payments } = world();
    await payments.authorize(authorizing({ token: 'tok_pending_decline' }), call('key'));
    await clock.runUntilIdle();
    expect(facts).toMatchObject([
      { type: 'payment.failed', data: { transactionId: 'key', code: 'card_declined' } },
    ]);
  });

  it('fails, and loses answers, once for each key as the tokens say', async () => {
    const { payments } = world();
    for (const [token, outcome] of [
      ['tok_fail_before', 'failed'],
      ['tok_lose_answer', 'unknown'],
    ] as const) {
      for (const key of [`${token}-1`, `${token}-2`]) {
        const request = authorizing({ token, paymentId: key });
        expect(await errorOf(payments.authorize(request, call(key)))).toMatchObject({ outcome });
        expect(await payments.authorize(request, call(key))).toMatchObject({ status: 'authorized' });
        expect(payments.book().accounts[key]?.authorizedMinor).toBe(1_000);
      }
    }
  });

  it('declines captures and refunds as the tokens say', async () => {
    const { payments } = world();
    await payments.authorize(authorizing({ token: 'tok_capture_decline' }), call('a'));
    expect(await payments.capture(capturing({ token: 'tok_capture_decline' }), call('c'))).toMatchObject({
      code: 'capture_declined',
    });
    await payments.capture(capturing(), call('c2'));
    expect(await payments.refund(refunding({ token: 'tok_refund_decline' }), call('r'))).toMatchObject({
      code: 'refund_declined',
    });
    expect(payments.book().accounts['payment-1']).toMatchObject({ capturedMinor: 1_000, refundedMinor: 0 });
  });

  it('reports a duplicate fact under its own id, and again under another', async () => {
    const { clock, facts, payments } = world();
    await payments.authorize(authorizing({ token: 'tok_duplicate_fact' }), call('key'));
    await clock.runUntilIdle();
    expect(facts).toHaveLength(3);
    expect(facts[0]).toEqual(facts[1]);
    expect(facts[2]?.id).not.toBe(facts[0]?.id);
    expect(facts[2]?.data).toEqual(facts[0]?.data);
  });

  it('reports every outcome by webhook if asked to', async () => {
    const { clock, facts, payments } = world({ webhooks: true });
    await payments.authorize(authorizing(), call('a'));
    await payments.capture(capturing({ amountMinor: 400 }), call('c'));
    await payments.void(voiding(), call('v'));
    await payments.refund(refunding({ amountMinor: 400 }), call('r'));
    await payments.refund(refunding({ amountMinor: 400 }), call('r2'));
    await clock.runUntilIdle();
    expect(facts.map((fact) => fact.type)).toEqual([
      'payment.authorized',
      'payment.captured',
      'payment.voided',
      'payment.refunded',
      'payment.refund_failed',
    ]);
  });

  it('takes money elsewhere that can be given back by its reference', async () => {
    const { clock, facts, payments } = world();
    const reference = await payments.payElsewhere({ orderId: 'order-1', currency: 'EUR', amountMinor: 700 });
    await clock.runUntilIdle();
    expect(facts).toMatchObject([
      {
        type: 'payment.captured',
        data: { paymentId: null, transactionId: null, reference, amountMinor: 700 },
      },
    ]);
    const refund = refunding({ paymentId: 'attached', capture: reference, amountMinor: 700 });
    expect(await payments.refund(refund, call('r'))).toMatchObject({ status: 'refunded' });
    expect(payments.book().accounts[reference]).toMatchObject({ capturedMinor: 700, refundedMinor: 700 });
  });

  it('takes the latest rule that matches, by method, request and number of calls', async () => {
    const { payments } = world();
    payments.script.always('decline', { method: 'authorize', where: { amountMinor: 13 }, code: 'unlucky' });
    payments.script.next('decline', { where: { amountMinor: 13 }, code: 'once' });
    const ask = (key: string, amountMinor: number) =>
      payments.authorize(authorizing({ amountMinor }), call(key));
    expect(await ask('1', 13)).toMatchObject({ code: 'once' });
    expect(await ask('2', 13)).toMatchObject({ code: 'unlucky' });
    expect(await ask('3', 14)).toMatchObject({ status: 'authorized' });
    payments.script.clear();
    expect(await ask('4', 13)).toMatchObject({ status: 'authorized' });
    expect(await payments.authorize(authorizing({ token: 'tok_decline' }), call('5'))).toMatchObject({
      status: 'declined',
    });
  });

  it('refuses a rule that it can’t follow, and a request that it can’t read', async () => {
    const { payments } = world();
    expect(() => payments.script.next('split')).toThrow(/payments can't "split"/);
    expect(() => payments.script.next('decline', { times: 0 })).toThrow(/times/);
    const error = await errorOf(payments.authorize(authorizing({ amountMinor: -1 }), call('key')));
    expect(error).toMatchObject({ code: 'invalid_request', retry: 'never', outcome: 'failed' });
  });

  it('does nothing for a call that was called off before it began', async () => {
    const { payments } = world();
    const error = await errorOf(payments.authorize(authorizing(), call('key', AbortSignal.abort())));
    expect(error).toMatchObject({ outcome: 'failed' });
    expect(payments.book().calls).toEqual({});
  });
});
