import { paymentHistory } from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { given, type Life } from '../../support/given.ts';

const told = (life: Life) =>
  paymentHistory(life.order).map(
    ({ kind, state, amountMinor, method, by, reason, evidence }) =>
      `${kind} ${state} ${amountMinor} ${method} by ${by ?? 'the order'}${reason ? `: ${reason}` : ''}${
        evidence ? ` (${evidence.reason}, ${evidence.document ?? 'no document'})` : ''
      }`,
  );

describe("the history of an order's money", () => {
  test('tells in the order of time what was asked and what became of it, by whom', () => {
    const life = given({ payments: [{ method: 'gift_card', amountMinor: 990 }, { method: 'card' }] });
    life.submit().succeed('reserve').fail('authorization', 'empty').succeed('authorization');
    life.when({ type: 'payment.add', method: 'voucher', amountMinor: 990 }).settle();
    life.when({ type: 'payment.refund', amountMinor: 500, reason: 'scratched' }).settle();
    expect(told(life)).toEqual([
      'authorization requested 990 gift_card by the order',
      'authorization requested 2000 card by the order',
      'authorization failed 990 gift_card by user-7',
      'authorization succeeded 2000 card by user-7',
      'authorization requested 990 voucher by the order',
      'authorization succeeded 990 voucher by user-7',
      'capture requested 2000 card by the order',
      'capture requested 990 voucher by the order',
      'capture succeeded 2000 card by user-7',
      'capture succeeded 990 voucher by user-7',
      'refund requested 500 voucher by user-7: scratched',
      'refund succeeded 500 voucher by user-7: scratched',
    ]);
  });

  test('shows what a person recorded, with their proof', () => {
    const life = given({ payments: [], terms: { paymentOnSubmit: 'later' } }).submit();
    const evidence = { reason: 'paid at the counter', document: 'receipt 1042' };
    life.when({ type: 'payment.captured', method: 'cash', reference: 'R-1', amountMinor: 2_990, evidence });
    life.when({
      type: 'payment.refunded',
      reference: 'R-2',
      amountMinor: 90,
      evidence: { reason: 'counted wrong' },
    });
    expect(told(life)).toEqual([
      'authorization succeeded 2990 cash by user-7 (paid at the counter, receipt 1042)',
      'capture succeeded 2990 cash by user-7 (paid at the counter, receipt 1042)',
      'refund succeeded 90 cash by user-7: counted wrong (counted wrong, no document)',
    ]);
    expect(life.order.refunds).toMatchObject([{ reason: 'counted wrong', agreedBy: 'user-7' }]);
  });

  test('shows chargebacks from their opening to their end', () => {
    const life = given().submit().settle();
    life.when({ type: 'chargeback.opened', reference: 'dp_1', amountMinor: 700, reasonCode: 'fraudulent' });
    life.when({ type: 'chargeback.won', reference: 'dp_1', evidence: { reason: 'letter of the bank' } });
    expect(told(life).slice(-2)).toEqual([
      'chargeback open 700 card by user-7',
      'chargeback won 700 card by user-7 (letter of the bank, no document)',
    ]);
  });

  test('ends an unknown operation by hand: the person says how it ended, and the order goes on', () => {
    const life = given().submit().succeed('reserve').lose('authorization');
    const transactionId = life.order.payments[0]?.transactions[0]?.id ?? '';
    const evidence = { reason: 'seen in the dashboard' };
    life.when({ type: 'payment.authorized', transactionId, amountMinor: 2_990, evidence });
    expect(life.settle().axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
    expect(life.order.payments[0]?.transactions[0]).toMatchObject({
      state: 'succeeded',
      settledBy: 'user-7',
      evidence: { reason: 'seen in the dashboard', document: null },
    });
  });
});
