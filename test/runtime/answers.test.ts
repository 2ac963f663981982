import type { Command, CommandType } from 'statecart';
import { describe, expect, it } from 'vitest';
import { commandTypes, parseEvent } from '../../src/machine/index.ts';
import { fulfillmentFacts } from '../../src/runtime/answers/fulfillment.ts';
import { deskFor } from '../../src/runtime/answers/index.ts';
import { paymentFacts } from '../../src/runtime/answers/payment.ts';
import { shipmentFacts } from '../../src/runtime/answers/shipping.ts';
import { stockFacts } from '../../src/runtime/answers/warehouse.ts';
import { openShop } from './setup.ts';

const data = {
  paymentId: 'p-1',
  method: 'card',
  provider: 'acme',
  currency: 'EUR',
  reservationId: 'r-1',
  fulfillmentId: 'f-1',
  shipmentId: 's-1',
};
const command = (type: CommandType): Command => ({ id: `o-1:op:1`, type, lane: 'lane', data });
const meta = {
  id: 'e',
  occurredAt: 0,
  receivedAt: 0,
  actor: null,
  correlationId: null,
  causationId: null,
  traceparent: null,
  untried: [],
};
const key = 'o-1:op:1';

describe('a payment answer', () => {
  const money = { reference: 'ref', amountMinor: 5 };
  const names = { paymentId: 'p-1', transactionId: key, reference: 'ref' };
  const origin = { method: 'card', provider: 'acme', currency: 'EUR' };

  it.each([
    [
      'payment.authorize',
      { status: 'authorized', ...money, expiresAt: 9 },
      { type: 'payment.authorized', ...names, ...origin, amountMinor: 5, expiresAt: 9 },
    ],
    [
      'payment.authorize',
      { status: 'captured', ...money },
      { type: 'payment.captured', ...names, ...origin, amountMinor: 5 },
    ],
    [
      'payment.capture',
      { status: 'captured', ...money },
      { type: 'payment.captured', ...names, ...origin, amountMinor: 5 },
    ],
    ['payment.void', { status: 'voided', reference: 'ref' }, { type: 'payment.voided', ...names }],
    [
      'payment.refund',
      { status: 'refunded', ...money },
      { type: 'payment.refunded', ...names, amountMinor: 5 },
    ],
  ] as const)('to %s is a fact: %j', (type, answer, fact) => {
    expect(paymentFacts(type, command(type), answer)).toEqual([fact]);
  });

  it.each([
    ['payment.authorize', 'payment.failed'],
    ['payment.capture', 'payment.failed'],
    ['payment.void', 'payment.void_failed'],
    ['payment.refund', 'payment.refund_failed'],
  ] as const)('that declines %s is %s', (type, fact) => {
    const answer = {
      status: 'declined',
      code: 'no',
      reason: 'because',
      reference: null,
      capturedMinor: null,
    } as const;
    expect(paymentFacts(type, command(type), answer)).toEqual([
      { type: fact, paymentId: 'p-1', transactionId: key, code: 'no', reason: 'because', reference: null },
    ]);
  });

  it('that is pending says nothing yet', () => {
    expect(
      paymentFacts('payment.capture', command('payment.capture'), {
        status: 'pending',
        reference: 'x',
        expiresAt: null,
      }),
    ).toEqual([]);
  });

  it('to an authorization that is pending, or waits for the customer, says so', () => {
    const nextAction = { type: 'redirect', url: 'https://bank.example/3ds' };
    const authorize = command('payment.authorize');
    expect(
      paymentFacts('payment.authorize', authorize, { status: 'pending', reference: 'x', expiresAt: 7 }),
    ).toMatchObject([{ type: 'payment.pending', transactionId: key, reference: 'x', expiresAt: 7 }]);
    expect(
      paymentFacts('payment.authorize', authorize, {
        status: 'action_required',
        reference: 'x',
        nextAction,
        expiresAt: null,
      }),
    ).toMatchObject([{ type: 'payment.action_required', transactionId: key, nextAction }]);
  });

  it('to a void that comes too late says how much was captured, if it is known', () => {
    const answer = {
      status: 'declined',
      code: 'already_captured',
      reason: null,
      reference: null,
      capturedMinor: 400,
    } as const;
    expect(paymentFacts('payment.void', command('payment.void'), answer)).toMatchObject([
      { type: 'payment.void_failed', code: 'already_captured', capturedMinor: 400 },
    ]);
  });

  it.each([
    ['payment.capture', { status: 'authorized', ...money, expiresAt: null }],
    ['payment.refund', { status: 'captured', ...money }],
    ['payment.authorize', { status: 'voided', reference: null }],
    ['payment.void', { status: 'refunded', ...money }],
  ] as const)('to %s that belongs to another question leaves the outcome unknown: %j', (type, answer) => {
    expect(() => paymentFacts(type, command(type), answer)).toThrow(
      expect.objectContaining({ code: 'unexpected_answer', outcome: 'unknown', retry: 'later' }),
    );
  });
});

describe('a warehouse answer', () => {
  const done = { status: 'done', reference: 'w-1', expiresAt: 7, lines: null } as const;

  it.each([
    [
      'stock.reserve',
      { type: 'stock.reserved', reservationId: 'r-1', reference: 'w-1', expiresAt: 7, lines: null },
    ],
    ['stock.release', { type: 'stock.released', reservationId: 'r-1', operationId: key }],
    ['stock.confirm', { type: 'stock.confirmed', reservationId: 'r-1', operationId: key }],
    ['stock.return', { type: 'stock.returned', reservationId: 'r-1', operationId: key }],
  ] as const)('that %s is done is a fact', (type, fact) => {
    expect(stockFacts(type, command(type), done)).toEqual([fact]);
  });

  it('that gives a part says which', () => {
    const lines = [{ lineId: 'mug', quantity: 1 }];
    expect(stockFacts('stock.reserve', command('stock.reserve'), { ...done, lines })).toMatchObject([
      { type: 'stock.reserved', lines },
    ]);
  });

  it('that rejects tells a reservation from the rest', () => {
    const rejected = { status: 'rejected', code: 'out_of_stock', reason: null } as const;
    expect(stockFacts('stock.reserve', command('stock.reserve'), rejected)).toEqual([
      { type: 'stock.rejected', reservationId: 'r-1', code: 'out_of_stock', reason: null },
    ]);
    expect(stockFacts('stock.return', command('stock.return'), rejected)).toEqual([
      { type: 'stock.failed', reservationId: 'r-1', operationId: key, code: 'out_of_stock', reason: null },
    ]);
  });
});

describe('a fulfilment answer', () => {
  it.each([
    [
      'fulfillment.create',
      { status: 'accepted', reference: 'x' },
      { type: 'fulfillment.accepted', fulfillmentId: 'f-1', reference: 'x' },
    ],
    [
      'fulfillment.create',
      { status: 'rejected', code: 'full', reason: null },
      { type: 'fulfillment.failed', fulfillmentId: 'f-1', code: 'full', reason: null },
    ],
    ['fulfillment.cancel', { status: 'cancelled' }, { type: 'fulfillment.cancelled', fulfillmentId: 'f-1' }],
    [
      'fulfillment.cancel',
      { status: 'rejected', code: 'packed', reason: null },
      { type: 'fulfillment.cancel_rejected', fulfillmentId: 'f-1', code: 'packed', reason: null },
    ],
  ] as const)('to %s is a fact: %j', (type, answer, fact) => {
    expect(fulfillmentFacts(type, command(type), answer)).toEqual([fact]);
  });

  it('that is pending says nothing, and one to another question leaves it unknown', () => {
    expect(
      fulfillmentFacts('fulfillment.cancel', command('fulfillment.cancel'), {
        status: 'pending',
        reference: null,
      }),
    ).toEqual([]);
    expect(() =>
      fulfillmentFacts('fulfillment.cancel', command('fulfillment.cancel'), {
        status: 'accepted',
        reference: null,
      }),
    ).toThrow(expect.objectContaining({ outcome: 'unknown' }));
  });
});

describe('a shipping answer', () => {
  it.each([
    [
      'shipment.create',
      {
        status: 'created',
        carrier: 'dhl',
        service: 'Paket',
        trackingNumber: 't-1',
        trackingUrl: 'https://track.example/t-1',
        estimatedDeliveryAt: 7,
        reference: 'x',
      },
      {
        type: 'shipment.created',
        shipmentId: 's-1',
        fulfillmentId: 'f-1',
        carrier: 'dhl',
        service: 'Paket',
        trackingNumber: 't-1',
        trackingUrl: 'https://track.example/t-1',
        estimatedDeliveryAt: 7,
        reference: 'x',
      },
    ],
    [
      'shipment.create',
      { status: 'rejected', code: 'no', reason: null },
      { type: 'shipment.failed', shipmentId: 's-1', code: 'no', reason: null },
    ],
    ['shipment.cancel', { status: 'cancelled' }, { type: 'shipment.cancelled', shipmentId: 's-1' }],
    [
      'shipment.cancel',
      { status: 'rejected', code: 'no', reason: null },
      { type: 'shipment.cancel_rejected', shipmentId: 's-1', code: 'no', reason: null },
    ],
  ] as const)('to %s is a fact: %j', (type, answer, fact) => {
    expect(shipmentFacts(type, command(type), answer)).toEqual([fact]);
  });

  it('that is pending says nothing, and one to another question leaves it unknown', () => {
    expect(
      shipmentFacts('shipment.create', command('shipment.create'), { status: 'pending', reference: null }),
    ).toEqual([]);
    expect(() =>
      shipmentFacts('shipment.create', command('shipment.create'), { status: 'cancelled' }),
    ).toThrow(expect.objectContaining({ outcome: 'unknown' }));
  });
});

describe('the end of all attempts', () => {
  const failures: Record<CommandType, string | null> = {
    'risk.screen': 'risk.assessed',
    'stock.reserve': 'stock.rejected',
    'stock.release': 'stock.failed',
    'stock.confirm': 'stock.failed',
    'stock.return': 'stock.failed',
    'payment.authorize': 'payment.failed',
    'payment.capture': 'payment.failed',
    'payment.void': 'payment.void_failed',
    'payment.refund': 'payment.refund_failed',
    'fulfillment.create': 'fulfillment.failed',
    'fulfillment.cancel': 'fulfillment.cancel_rejected',
    'shipment.create': 'shipment.failed',
    'shipment.cancel': 'shipment.cancel_rejected',
    'checkout.clear': null,
    'notification.send': null,
  };

  it.each(commandTypes)('of %s is heard by the machine as a fact of its own', (type) => {
    const {
      payments: payment,
      warehouse,
      fulfillment,
      shipping,
      notifications: notification,
      checkout,
      risk,
    } = openShop().world;
    const desk = deskFor({ payment, warehouse, fulfillment, shipping, notification, checkout, risk }, type)!;
    const facts = desk.failed(command(type), 'port_unavailable', 'down');
    const expected = failures[type];
    expect(facts.map((fact) => fact.type)).toEqual(expected === null ? [] : [expected]);
    for (const fact of facts) expect(parseEvent(fact, meta).type).toBe(expected);
  });
});
