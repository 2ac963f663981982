import {
  createMemoryClock,
  createMemoryPayments,
  createMemoryWorld,
  type PaymentsOptions,
} from 'statecart/adapters/memory';
import type { CloudEvent, CreateShipmentRequest } from 'statecart/ports';
import { describe, expect, it } from 'vitest';
import { authorizing, call, errorOf, payment } from './calls.ts';

const refunding = (amountMinor: number) => ({ ...payment, amountMinor, capture: null, reason: 'test' });

function world(options: PaymentsOptions = {}) {
  const clock = createMemoryClock({ now: 1_000_000 });
  const facts: CloudEvent[] = [];
  const payments = createMemoryPayments({ clock, deliver: (event) => void facts.push(event), ...options });
  return { clock, facts, payments };
}
const told = (facts: readonly CloudEvent[]) =>
  facts.map(({ type, data }) => [type, data?.code ?? data?.amountMinor]);

describe('a payment that waits for its customer, at the provider in memory', () => {
  const waiting = async (options: PaymentsOptions = {}) => {
    const made = world(options);
    const answer = await made.payments.authorize(authorizing({ token: 'tok_action_required' }), call('key'));
    return { ...made, answer };
  };

  it('says where to go, holds nothing yet, and gives the same answer to the same key', async () => {
    const { answer, payments } = await waiting();
    expect(answer).toEqual({
      status: 'action_required',
      reference: 'authorize_000001',
      nextAction: { type: 'redirect', url: 'https://payments.example/confirm/authorize_000001' },
      expiresAt: null,
    });
    expect(await payments.find('key', call('find'))).toEqual(answer);
    expect(payments.book().accounts).toEqual({});
  });

  it('is authorized once the customer has confirmed: told as a fact, and found under its key', async () => {
    const { clock, facts, payments } = await waiting();
    await payments.completeAction('payment-1');
    await clock.runUntilIdle();
    expect(told(facts)).toEqual([['payment.authorized', 1_000]]);
    expect(await payments.find('key', call('find'))).toMatchObject({ status: 'authorized' });
    expect(payments.book().accounts['payment-1']?.authorizedMinor).toBe(1_000);
    expect(await errorOf(payments.completeAction('payment-1'))).toMatchObject({ code: 'action_not_found' });
  });

  it('is declined when the customer fails at it', async () => {
    const { clock, facts, payments } = await waiting();
    await payments.completeAction('payment-1', { outcome: 'decline' });
    await clock.runUntilIdle();
    expect(told(facts)).toEqual([['payment.failed', 'authentication_failed']]);
    expect(payments.book().accounts).toEqual({});
  });

  it('is given up by the provider after a time, if the script says so', async () => {
    const { clock, facts, payments } = world({
      rules: [{ do: 'action_required', method: 'authorize', ms: 60_000 }],
    });
    expect(await payments.authorize(authorizing(), call('key'))).toMatchObject({ expiresAt: 1_060_000 });
    await clock.runUntilIdle();
    expect(told(facts)).toEqual([['payment.failed', 'authentication_expired']]);
    expect(await errorOf(payments.completeAction('payment-1'))).toMatchObject({ code: 'action_not_found' });
  });
});

describe('a chargeback, at the provider in memory', () => {
  const charged = async () => {
    const made = world();
    await made.payments.authorize(authorizing({ token: 'tok_sale' }), call('sale'));
    await made.payments.authorize(authorizing({ paymentId: 'bystander', token: 'tok_sale' }), call('other'));
    return made;
  };

  it('takes money back, tells the order, and keeps what is disputed from being refunded', async () => {
    const { clock, facts, payments } = await charged();
    const reference = await payments.openChargeback({ paymentId: 'payment-1', amountMinor: 600 });
    await clock.runUntilIdle();
    expect(facts.at(-1)).toMatchObject({
      type: 'chargeback.opened',
      data: { paymentId: 'payment-1', reference, amountMinor: 600, reasonCode: 'fraudulent' },
    });
    expect(await payments.refund(refunding(500), call('r-1'))).toMatchObject({
      status: 'declined',
      code: 'charge_disputed',
    });
    expect(await payments.refund(refunding(400), call('r-2'))).toMatchObject({ status: 'refunded' });
    expect(payments.book().accounts['payment-1']).toMatchObject({
      capturedMinor: 1_000,
      refundedMinor: 400,
      chargedBackMinor: 600,
    });
    expect(payments.book().accounts.bystander?.chargedBackMinor).toBe(0);
  });

  it('gives the money back when it is won, and keeps it when it is lost, whatever was decided before', async () => {
    const { clock, facts, payments } = await charged();
    const reference = await payments.openChargeback({ paymentId: 'payment-1' });
    const after = async (state: 'won' | 'lost') => {
      await payments.closeChargeback(reference, state);
      return payments.book().accounts['payment-1']?.chargedBackMinor;
    };
    expect([await after('lost'), await after('won'), await after('lost')]).toEqual([1_000, 0, 1_000]);
    await clock.runUntilIdle();
    expect(facts.slice(-3).map(({ type }) => type)).toEqual([
      'chargeback.lost',
      'chargeback.won',
      'chargeback.lost',
    ]);
    expect(payments.book().disputes[reference]).toMatchObject({ state: 'lost', amountMinor: 1_000 });
  });

  it('is not to be had over what was never captured', async () => {
    const { payments } = await charged();
    expect(await errorOf(payments.openChargeback({ paymentId: 'stranger' }))).toMatchObject({
      code: 'not_found',
    });
    expect(await errorOf(payments.closeChargeback('stranger', 'won'))).toMatchObject({ code: 'not_found' });
  });
});

describe('money that a carrier collects, in the simulated world', () => {
  const parcel: CreateShipmentRequest = {
    orderId: 'order-1',
    orderNumber: 'SC-1',
    shipmentId: 'shipment-1',
    fulfillmentId: 'fulfillment-1',
    lines: [{ lineId: 'line-1', sku: 'MUG', quantity: 1 }],
    address: null,
    shippingMethod: null,
    collect: { paymentId: 'payment-9', method: 'cash_on_delivery', amountMinor: 1_490, currency: 'EUR' },
  };
  const delivered = async (script?: 'not_collected' | 'return_to_sender') => {
    const clock = createMemoryClock();
    const facts: CloudEvent[] = [];
    const outside = createMemoryWorld({ clock, deliver: (event) => void facts.push(event) });
    if (script) outside.shipping.script.next(script);
    await outside.shipping.createShipment(parcel, call('label'));
    await clock.runUntilIdle();
    return { facts, accounts: outside.payments.book().accounts };
  };

  it('is had at the door, paid out to the provider, and reported for its payment', async () => {
    const { facts, accounts } = await delivered();
    expect(facts.map(({ type }) => type)).toContain('shipment.delivered');
    expect(facts.find(({ type }) => type === 'payment.captured')?.data).toMatchObject({
      paymentId: 'payment-9',
      method: 'cash_on_delivery',
      amountMinor: 1_490,
    });
    expect(accounts['payment-9']?.capturedMinor).toBe(1_490);
  });

  it.each(['not_collected', 'return_to_sender'] as const)(
    'is not had when the script says %s',
    async (script) => {
      const { facts, accounts } = await delivered(script);
      expect(facts.map(({ type }) => type)).not.toContain('payment.captured');
      expect(accounts).toEqual({});
    },
  );
});
