import { describe, expect, test } from 'vitest';
import { given, type Life } from '../../support/given.ts';

const pending = () => given().submit().succeed('reserve');
const confirmed = () => pending().settle();
const paid = (amountMinor = 2_990, reference = 'bank-1') =>
  ({ type: 'payment.captured', method: 'bank_transfer', reference, amountMinor }) as const;
const byUs = (life: Life) => {
  const { ownerId, operation } = life.awaited('authorization');
  return { paymentId: ownerId, transactionId: operation.id, amountMinor: 2_990 };
};

describe('a payment that began elsewhere', () => {
  test('is attached by what it says, and pays for the order', () => {
    const life = given({ payments: [], terms: { paymentOnSubmit: 'later' } })
      .submit()
      .succeed('reserve')
      .when(paid());
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
    expect(life.order.payments).toMatchObject([
      { origin: 'elsewhere', method: 'bank_transfer', token: null },
    ]);
    expect(life.when(paid()).last.outcome).toBe('duplicate');
    expect(life.money).toEqual([2_990, 0, 0]);
  });

  test('that covers a part leaves the order pending; another one completes it', () => {
    const life = given({ payments: [], terms: { paymentOnSubmit: 'later' } })
      .submit()
      .succeed('reserve')
      .when(paid(1_000));
    expect(life.axes).toMatchObject({ status: 'pending', payment: 'partially_captured' });
    life.when(paid(1_990, 'bank-2'));
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
  });

  test('under the id that the provider knows keeps that id', () => {
    const life = given({ payments: [], terms: { paymentOnSubmit: 'later' } }).submit();
    life.when({
      type: 'payment.authorized',
      paymentId: 'checkout-77',
      reference: 'pi_1',
      amountMinor: 2_990,
    });
    expect(life.order.payments.map(({ id }) => id)).toEqual(['checkout-77']);
  });

  test('in another currency is not entered, and people are told', () => {
    const life = pending().when({ ...paid(), currency: 'USD' });
    expect(life.last.anomaly).toEqual({
      code: 'currency_mismatch',
      message: 'money came in USD, but the order is in EUR; it is not entered',
    });
    expect(life.told).toEqual(['order.anomaly_recorded']);
    expect(life.changed).toEqual([]);
    expect(life.order.version).toBe(life.before.version + 1);
  });
});

describe('money out of order', () => {
  test('captured before authorized: the capture implies it, and the late authorization is no news', () => {
    const life = pending();
    const answer = byUs(life);
    life.when({ type: 'payment.captured', ...answer, reference: 'pi_1' });
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
    life.when({ type: 'payment.authorized', ...answer, reference: 'pi_1' });
    expect(life.last.outcome).toBe('duplicate');
    expect(life.money).toEqual([2_990, 0, 0]);
  });

  test('failed after paid is an anomaly: the money stays, the status stays', () => {
    const life = pending();
    const { paymentId, transactionId } = byUs(life);
    life
      .succeed('authorization', 'capture')
      .when({ type: 'payment.failed', paymentId, transactionId, code: 'declined' });
    expect(life.last.anomaly).toMatchObject({ code: 'late_failure' });
    expect(life.changed).toEqual([]);
    expect(life.commands).toEqual([]);
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
  });

  test('authorized after it was declined: the ledger takes it', () => {
    const life = pending();
    const answer = byUs(life);
    life
      .fail('authorization')
      .when({ type: 'payment.authorized', ...answer })
      .settle();
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
  });

  test.each([
    ['captured', 'refund', [2_990, 2_990, 0]],
    ['authorized', 'void', [0, 0, 0]],
  ] as const)('%s after the order was cancelled: it is undone by a %s', (fact, undoing, money) => {
    const life = given().submit().when({ type: 'order.cancel', reason: 'changed_mind' }).settle();
    life.when({ type: `payment.${fact}`, reference: 'late', amountMinor: 2_990 });
    expect(life.operated).toEqual([`payment.${undoing}`]);
    expect(life.axes.status).toBe('cancelled');
    expect(life.settle().money).toEqual(money);
  });

  test('an authorization that was voided at the provider is gone; the order waits for another payment', () => {
    const life = given({ terms: { capturePolicy: 'manual' } })
      .submit()
      .settle();
    life.when({ type: 'payment.voided', paymentId: life.order.payments[0]?.id ?? '', reference: 'by hand' });
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'voided' });
    expect(life.commands).toEqual([]);
    life.when({ type: 'payment.add', method: 'card', token: 'tok_2' });
    expect(life.operated).toEqual(['payment.authorize']);
  });

  test('a capture at the provider while ours is under way is told from ours by its amount', () => {
    const life = given({ terms: { capturePolicy: 'manual' } })
      .submit()
      .settle()
      .when({ type: 'payment.capture', amountMinor: 2_000 });
    const { ownerId, operation } = life.awaited('capture');
    life.when({ type: 'payment.captured', paymentId: ownerId, reference: 'by hand', amountMinor: 500 });
    expect(life.money).toEqual([500, 0, 2_490]);
    expect(life.awaited('capture').operation.id).toBe(operation.id);
    expect(life.succeed('capture').money).toEqual([2_500, 0, 490]);
  });
});

describe('too much money', () => {
  test('more captured than was authorized is entered as it is, reported, and the surplus given back', () => {
    const life = pending().succeed('authorization');
    const { ownerId, operation } = life.awaited('capture');
    life.when({
      type: 'payment.captured',
      paymentId: ownerId,
      transactionId: operation.id,
      amountMinor: 3_490,
    });
    expect(life.last.anomaly).toEqual({
      code: 'over_capture',
      message: '34.90 EUR were captured of an authorization of 29.90 EUR; the ledger holds what was captured',
    });
    expect(life.operated).toContain('payment.refund');
    life.settle();
    expect(life.money).toEqual([3_490, 500, 0]);
    expect(life.axes.status).toBe('confirmed');
  });

  test('paid twice: the second payment is given back, the order goes on', () => {
    const life = confirmed().when(paid());
    expect(life.operated).toEqual(['payment.refund']);
    expect(life.last.commands[0]?.data).toMatchObject({ method: 'bank_transfer', amountMinor: 2_990 });
    life.settle();
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'partially_refunded' });
    expect(life.money).toEqual([5_980, 2_990, 0]);
  });

  test('authorized twice: the second authorization is let go', () => {
    const life = given({ terms: { capturePolicy: 'manual' } })
      .submit()
      .settle();
    life.when({ type: 'payment.authorized', reference: 'hosted-1', method: 'hosted', amountMinor: 2_990 });
    expect(life.operated).toEqual(['payment.void']);
    expect(life.settle().money).toEqual([0, 0, 2_990]);
  });

  test('paid from elsewhere while the card is being authorized: the card is let go', () => {
    const life = pending().when(paid());
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'authorizing' });
    life.succeed('authorization');
    expect(life.operated).toEqual(['payment.void']);
    expect(life.settle().money).toEqual([2_990, 0, 0]);
  });
});

describe('what the order does not know', () => {
  test.each([
    { type: 'payment.failed', paymentId: 'stranger', code: 'declined' },
    { type: 'payment.voided', paymentId: 'stranger' },
    { type: 'payment.refunded', paymentId: 'stranger', amountMinor: 1 },
    { type: 'stock.reserved', reservationId: 'stranger' },
    { type: 'fulfillment.progressed', fulfillmentId: 'stranger', stage: 'picking' },
    { type: 'shipment.delivered', shipmentId: 'stranger' },
    { type: 'risk.assessed', operationId: 'stranger', outcome: 'reject' },
  ] as const)('is recorded as an anomaly, and changes nothing else: $type', (fact) => {
    const life = confirmed().when(fact);
    expect(life.last.outcome).toBe('anomaly');
    expect(life.changed).toEqual([]);
    expect(life.commands).toEqual([]);
    expect(life.told).toEqual(['order.anomaly_recorded']);
    expect(life.last.journal).toMatchObject([
      { outcome: 'anomaly', anomaly: { code: life.last.anomaly?.code } },
    ]);
  });
});
