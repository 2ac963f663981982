import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  allowedEvents,
  explain,
  type Refusal,
  type RequestInput,
  refuse,
  requestTypes,
  rules,
} from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { day, given, goods, type Life } from '../support/given.ts';

const refusing = new Set<string>();

/** The one refusal of a request, which leaves the order as it is. */
function refused(life: Life, request: RequestInput): Refusal {
  const before = JSON.stringify(life.order);
  const refusals = life.refusals(request);
  expect(refusals).toHaveLength(1);
  expect(() => life.when(request)).toThrow('was refused');
  expect(JSON.stringify(life.order)).toBe(before);
  const [refusal] = refusals as [Refusal];
  refusing.add(refusal.rule);
  return refusal;
}

/** What a caller reads when a request is refused. */
function message(life: Life, request: RequestInput): string {
  return refuse(life.order, request.type, life.refusals(request)).message;
}

const submit: RequestInput = { type: 'order.submit', number: 'SC-1', allocations: [] };
const cancel: RequestInput = { type: 'order.cancel', reason: 'customer_request' };
const confirmed = () => given().submit().settle();
const dispatched = () => confirmed().pack().settle().parcel('dispatched').settle();
const delivered = () => dispatched().parcel('delivered').settle();

describe('a draft', () => {
  test.each<RequestInput>([{ type: 'draft.edit', notes: 'ring twice' }, { type: 'draft.touch' }, submit])(
    'draft.only: $type is for drafts',
    (request) => {
      const refusal = refused(confirmed(), request);
      expect(refusal).toMatchObject({
        rule: 'draft.only',
        code: 'not_a_draft',
        value: 'confirmed',
        limit: ['draft'],
      });
    },
  );

  test('submit.customer: somebody must have ordered', () => {
    const refusal = refused(given({ customer: null }), submit);
    expect(refusal).toMatchObject({ rule: 'submit.customer', code: 'customer_missing', value: null });
  });

  test('submit.address: goods need to be sent somewhere; a download does not', () => {
    const refusal = refused(given({ shippingAddress: null }), submit);
    expect(refusal).toMatchObject({ rule: 'submit.address', code: 'shipping_address_missing', value: null });
    const song = goods('song', { kind: 'digital' });
    expect(given({ shippingAddress: null, lines: [song] }).refusals(submit)).toEqual([]);
  });

  test('submit.payment: what costs something needs a way of paying, unless the terms let it come later', () => {
    const life = given({ payments: [] });
    const refusal = refused(life, submit);
    expect(refusal).toMatchObject({ rule: 'submit.payment', code: 'payment_missing', value: null });
    expect(message(life, submit)).toBe(
      '`order.submit` is not allowed while order 0198f0aa-0000-7000-8000-000000000001 is `draft`: 29.90 EUR are to be paid, and there is no way of paying. Allowed now: draft.edit, draft.touch, order.cancel.',
    );
    expect(() => given({ payments: [], terms: { paymentOnSubmit: 'later' } }).submit()).not.toThrow();
  });

  test('submit.payments_fit: the payments may not cover more than the total', () => {
    const refusal = refused(given({ payments: [{ method: 'card', amountMinor: 2_991 }] }), submit);
    expect(refusal).toMatchObject({
      rule: 'submit.payments_fit',
      code: 'payments_exceed_total',
      value: 2_991,
      limit: 2_990,
    });
  });

  test('submit.allocated: every unit that is sent comes from exactly one warehouse', () => {
    const allocations = [{ lineId: 'mug', warehouseId: 'berlin', quantity: 2 }];
    const refusal = refused(given(), { ...submit, allocations });
    expect(refusal).toMatchObject({
      rule: 'submit.allocated',
      code: 'allocation_mismatch',
      value: 'mug',
      limit: 1,
    });
  });

  test('edit.discount: a discount may not exceed its line', () => {
    const lines = [goods('mug', { unitPriceMinor: 100, quantity: 2, discountMinor: 201 })];
    const refusal = refused(given(), { type: 'draft.edit', lines });
    expect(refusal).toMatchObject({
      rule: 'edit.discount',
      code: 'discount_exceeds_line',
      value: 201,
      limit: 200,
    });
  });

  test('edit.total: a total that can not be represented is refused before anything is added up', () => {
    const lines = [goods('mug', { quantity: 2, unitPriceMinor: Number.MAX_SAFE_INTEGER })];
    expect(() => given().refusals({ type: 'draft.edit', lines })).toThrow(
      expect.objectContaining({ code: 'AMOUNT_OVERFLOW' }),
    );
    refusing.add('edit.total');
  });

  test('every missing part is named at once', () => {
    const life = given({ customer: null, shippingAddress: null, payments: [] });
    expect(life.refusals(submit).map((refusal) => refusal.rule)).toEqual([
      'submit.customer',
      'submit.address',
      'submit.payment',
    ]);
  });
});

describe('cancelling', () => {
  test('cancel.status: what was delivered is returned instead', () => {
    const life = delivered();
    expect(refused(life, cancel)).toMatchObject({
      rule: 'cancel.status',
      code: 'already_delivered',
      value: 'delivered',
    });
    expect(message(life, cancel)).toBe(
      '`order.cancel` is not allowed while order SC-1042 is `delivered`: the order is `delivered`; what was delivered can be returned. Allowed now: payment.refund, return.request.',
    );
  });

  test('cancel.status: an order is not cancelled twice', () => {
    const life = given().submit().when(cancel).settle();
    expect(refused(life, cancel)).toMatchObject({ rule: 'cancel.status', code: 'already_cancelled' });
    expect(message(life, cancel)).toBe(
      '`order.cancel` is not allowed while order SC-1042 is `cancelled`: the order is `cancelled`. Nothing can be asked of it any more.',
    );
  });

  test('cancel.shipped: goods that have left are called back only if the terms say so', () => {
    const refusal = refused(dispatched(), cancel);
    expect(refusal).toMatchObject({
      rule: 'cancel.shipped',
      code: 'already_shipped',
      value: 'never',
      limit: 'with_intercept',
    });
    const intercepting = given({ terms: { cancelShipped: 'with_intercept' } })
      .submit()
      .settle()
      .pack()
      .settle();
    expect(intercepting.parcel('dispatched').refusals(cancel)).toEqual([]);
  });

  test('cancel.arrived: once a parcel has arrived, the order is not cancelled as a whole', () => {
    const life = given({
      terms: { cancelShipped: 'with_intercept' },
      lines: [goods('mug', { quantity: 2 })],
    });
    life.submit().settle().pack({ mug: 1 }).settle().parcel('delivered');
    expect(refused(life, cancel)).toMatchObject({
      rule: 'cancel.arrived',
      code: 'partly_delivered',
      value: 1,
      limit: 0,
    });
  });

  test('cancel.once: a cancellation under way is not asked for again', () => {
    const life = confirmed().when(cancel);
    expect(refused(life, cancel)).toMatchObject({
      rule: 'cancel.once',
      code: 'cancellation_pending',
      value: 'requested',
    });
    expect(message(life, cancel)).toBe(
      '`order.cancel` is not allowed while order SC-1042 is `confirmed`: a cancellation is under way: the warehouse or the carrier has been asked to stop. Allowed now: payment.refund, hold.place.',
    );
  });
});

describe('money', () => {
  const manual = () =>
    given({ terms: { capturePolicy: 'manual' } })
      .submit()
      .settle();

  test('payment.add.open: nothing more is to be paid for a paid order', () => {
    const refusal = refused(confirmed(), { type: 'payment.add', method: 'card' });
    expect(refusal).toMatchObject({ rule: 'payment.add.open', code: 'nothing_to_pay', value: 0, limit: 1 });
  });

  test('payment.capture.open: there must be an open authorization', () => {
    const refusal = refused(confirmed(), { type: 'payment.capture' });
    expect(refusal).toMatchObject({
      rule: 'payment.capture.open',
      code: 'nothing_to_capture',
      value: 'captured',
    });
  });

  test('payment.capture.amount: no more is captured than was authorized', () => {
    const life = manual();
    const refusal = refused(life, { type: 'payment.capture', amountMinor: 2_991 });
    expect(refusal).toMatchObject({
      rule: 'payment.capture.amount',
      code: 'exceeds_authorization',
      value: 2_991,
      limit: 2_990,
    });
    expect(message(life, { type: 'payment.capture', amountMinor: 2_991 })).toContain(
      'only 29.90 EUR are authorized and not captured. Allowed now: order.cancel, order.cancel_lines, payment.capture, hold.place, fulfillment.cancel.',
    );
    expect(refused(life, { type: 'payment.capture', paymentId: 'stranger' })).toMatchObject({
      rule: 'payment.capture.amount',
      value: 'stranger',
    });
  });

  test('payment.refund.captured: only what was captured can be given back', () => {
    const refusal = refused(manual(), { type: 'payment.refund', amountMinor: 1, reason: 'goodwill' });
    expect(refusal).toMatchObject({
      rule: 'payment.refund.captured',
      code: 'nothing_to_refund',
      value: 0,
      limit: 1,
    });
  });

  test('payment.refund.amount: no more is given back than is left, promises counted', () => {
    const life = confirmed().when({ type: 'payment.refund', amountMinor: 990, reason: 'goodwill' });
    const refusal = refused(life, { type: 'payment.refund', amountMinor: 2_001, reason: 'goodwill' });
    expect(refusal).toMatchObject({
      rule: 'payment.refund.amount',
      code: 'exceeds_captured',
      value: 2_001,
      limit: 2_000,
    });
    expect(refusal.reason).toBe('only 20.00 EUR are left to give back');
  });

  test('payment.retry.failed: something must have failed', () => {
    const refusal = refused(confirmed(), { type: 'payment.retry', transactionId: 'any' });
    expect(refusal).toMatchObject({
      rule: 'payment.retry.failed',
      code: 'nothing_to_retry',
      value: 'captured',
    });
  });

  test('payment.retry.entry: it must be that transaction', () => {
    const life = confirmed()
      .when({ type: 'payment.refund', amountMinor: 1, reason: 'goodwill' })
      .fail('refund');
    const failed = life.order.payments[0]?.transactions.at(-1)?.id;
    const refusal = refused(life, { type: 'payment.retry', transactionId: 'stranger' });
    expect(refusal).toMatchObject({
      rule: 'payment.retry.entry',
      code: 'nothing_to_retry',
      value: 'stranger',
      limit: [failed],
    });
  });
});

describe('reviews and holds', () => {
  test.each<RequestInput>([{ type: 'review.approve' }, { type: 'review.reject', reason: 'fraud' }])(
    'review.held: $type needs a review that waits',
    (request) => {
      const refusal = refused(confirmed(), request);
      expect(refusal).toMatchObject({
        rule: 'review.held',
        code: 'not_under_review',
        value: 'not_required',
        limit: 'held',
      });
    },
  );

  test('hold.placed: an order that has ended is not held', () => {
    const refusal = refused(delivered(), { type: 'hold.place', reason: 'call first' });
    expect(refusal).toMatchObject({ rule: 'hold.placed', code: 'not_open', value: 'delivered' });
  });

  test('hold.open: what is not held is not released; a review is decided instead', () => {
    expect(refused(confirmed(), { type: 'hold.release', holdId: 'any' })).toMatchObject({
      rule: 'hold.open',
      code: 'not_held',
    });
    const reviewed = given({ terms: { riskScreening: true } }).submit();
    const operationId = reviewed.order.screening?.id ?? '';
    reviewed.when({ type: 'risk.assessed', operationId, outcome: 'review' });
    const holdId = reviewed.order.holds[0]?.id ?? '';
    expect(refused(reviewed, { type: 'hold.release', holdId })).toMatchObject({
      rule: 'hold.open',
      value: 'held',
    });
  });

  test('hold.known: it must be a hold in force', () => {
    const life = confirmed().when({ type: 'hold.place', reason: 'call first' });
    const refusal = refused(life, { type: 'hold.release', holdId: 'stranger' });
    expect(refusal).toMatchObject({
      rule: 'hold.known',
      value: 'stranger',
      limit: [life.order.holds[0]?.id],
    });
  });
});

describe('fulfilments, parcels and returns', () => {
  test('fulfillment.retry.*: only a fulfilment that failed is planned again', () => {
    const request = { type: 'fulfillment.retry', fulfillmentId: 'stranger' } as const;
    expect(refused(confirmed(), request)).toMatchObject({
      rule: 'fulfillment.retry.failed',
      code: 'nothing_failed',
    });
    const failed = given().submit().succeed('reserve', 'authorization', 'capture').fail('fulfillment-create');
    expect(refused(failed, request)).toMatchObject({ rule: 'fulfillment.retry.entry', value: 'stranger' });
  });

  test('shipment.retry.*: only a label that failed is made again', () => {
    const request = { type: 'shipment.retry', shipmentId: 'stranger' } as const;
    expect(refused(confirmed(), request)).toMatchObject({
      rule: 'shipment.retry.failed',
      code: 'nothing_failed',
    });
    const failed = confirmed().pack().fail('shipment-create');
    expect(refused(failed, request)).toMatchObject({ rule: 'shipment.retry.entry', value: 'stranger' });
  });

  const back = (quantity: number): RequestInput => ({
    type: 'return.request',
    lines: [{ lineId: 'mug', quantity }],
    reason: 'broken',
  });

  test('return.delivered: goods come back once they arrived', () => {
    expect(refused(dispatched(), back(1))).toMatchObject({
      rule: 'return.delivered',
      code: 'nothing_to_return',
      value: 'shipped',
    });
  });

  test('return.window: goods come back within the window of the terms', () => {
    const life = delivered().wait(30 * day - 1_000);
    expect(life.refusals(back(1))).toEqual([]);
    const refusal = refused(life, back(1));
    const limit = (life.order.timestamps.completedAt ?? 0) + 30 * day;
    expect(refusal).toMatchObject({ rule: 'return.window', code: 'return_window_over', limit });
    expect(refusal.value).toBeGreaterThan(limit);
  });

  test('return.quantity: no more comes back than was delivered and is not announced yet', () => {
    expect(refused(delivered(), back(2))).toMatchObject({
      rule: 'return.quantity',
      code: 'exceeds_delivered',
      value: 2,
      limit: 1,
    });
  });

  test('return.open and return.known: only a return under way is called off', () => {
    const request = { type: 'return.cancel', returnId: 'stranger' } as const;
    expect(refused(delivered(), request)).toMatchObject({
      rule: 'return.open',
      code: 'no_open_return',
      value: 'none',
    });
    expect(refused(delivered().when(back(1)), request)).toMatchObject({
      rule: 'return.known',
      value: 'stranger',
    });
  });
});

describe('money that is promised or disputed', () => {
  test('submit.collectable: a download can not be paid at the door', () => {
    const life = given({
      lines: [goods('song', { kind: 'digital' })],
      payments: [{ method: 'cash_on_delivery' }],
      terms: { payOnDeliveryMethods: ['cash_on_delivery'] },
    });
    expect(refused(life, submit)).toMatchObject({
      rule: 'submit.collectable',
      code: 'nothing_to_collect_for',
      value: 'cash_on_delivery',
    });
  });

  test('payment.refund.undisputed: no goodwill while a bank decides', () => {
    const life = delivered().when({ type: 'chargeback.opened', reference: 'dp_1', amountMinor: 500 });
    const request = { type: 'payment.refund', amountMinor: 100, reason: 'scratched' } as const;
    expect(refused(life, request)).toMatchObject({
      rule: 'payment.refund.undisputed',
      code: 'chargeback_open',
      value: 'dp_1',
      reason: 'chargeback dp_1 of 5.00 EUR is not decided yet',
    });
    life.when({ type: 'chargeback.lost', reference: 'dp_1' });
    expect(life.refusals(request)).toEqual([]);
  });
});

describe('goods that nobody has', () => {
  const short = () => {
    const life = given({
      lines: [goods('mug', { quantity: 2 }), goods('plate')],
      terms: { onShortfall: 'ask' },
    })
      .submit()
      .settle();
    const reservationId = life.order.reservations[0]?.id ?? '';
    return life.when({ type: 'stock.short', reservationId, lines: [{ lineId: 'mug', quantity: 1 }] });
  };
  const idOf = (life: Life) => life.order.shortfalls[0]?.id ?? '';
  const cup = goods('cup', { unitPriceMinor: 900 });
  const instead = (
    life: Life,
    line = cup,
    quantity: number = line.quantity,
  ): Extract<RequestInput, { type: 'shortfall.substitute' }> => ({
    type: 'shortfall.substitute',
    shortfallId: idOf(life),
    lines: [line],
    allocations: [{ lineId: line.id, warehouseId: 'berlin', quantity }],
  });

  test('shortfall.open, shortfall.wait.entry and shortfall.wait.until: they are waited for while somebody has to decide', () => {
    const wait = { type: 'shortfall.wait', shortfallId: 'stranger' } as const;
    expect(refused(confirmed(), wait)).toMatchObject({
      rule: 'shortfall.open',
      code: 'nothing_short',
      value: 'reserved',
      limit: ['out_of_stock'],
    });
    const life = short();
    expect(refused(life, wait)).toMatchObject({
      rule: 'shortfall.wait.entry',
      value: 'stranger',
      limit: [idOf(life)],
    });
    const over = { ...wait, shortfallId: idOf(life), until: life.now };
    expect(refused(life, over)).toMatchObject({ rule: 'shortfall.wait.until', code: 'moment_over' });
  });

  test('shortfall.undone and shortfall.refund.entry: they are given up until they came in', () => {
    const refund = { type: 'shortfall.refund', shortfallId: 'stranger' } as const;
    expect(refused(confirmed(), refund)).toMatchObject({
      rule: 'shortfall.undone',
      limit: ['out_of_stock', 'backordered'],
    });
    expect(refused(short(), refund)).toMatchObject({ rule: 'shortfall.refund.entry', value: 'stranger' });
    const life = short();
    life.when({ type: 'shortfall.refund', shortfallId: idOf(life) });
    expect(refused(life, { ...refund, shortfallId: idOf(life) })).toMatchObject({ rule: 'shortfall.undone' });
  });

  test('shortfall.substitute.entry, .lines, .discount, .price and .allocated: they are replaced by other goods that cost no more', () => {
    const life = short();
    expect(refused(life, { ...instead(life), shortfallId: 'stranger' })).toMatchObject({
      rule: 'shortfall.substitute.entry',
      value: 'stranger',
    });
    expect(refused(life, instead(life, goods('plate')))).toMatchObject({
      rule: 'shortfall.substitute.lines',
      code: 'line_exists',
      value: 'plate',
      limit: ['mug', 'plate'],
    });
    expect(refused(life, instead(life, goods('cup', { unitPriceMinor: 3, discountMinor: 4 })))).toMatchObject(
      {
        rule: 'shortfall.substitute.discount',
        code: 'discount_exceeds_line',
        value: 4,
        limit: 3,
      },
    );
    expect(refused(life, instead(life, goods('cup', { quantity: 2, unitPriceMinor: 501 })))).toMatchObject({
      rule: 'shortfall.substitute.price',
      code: 'substitute_costs_more',
      value: 1_002,
      limit: 1_000,
    });
    expect(refused(life, instead(life, cup, 2))).toMatchObject({
      rule: 'shortfall.substitute.allocated',
      code: 'allocation_mismatch',
      value: 'cup',
      limit: 1,
    });
    expect(life.refusals(instead(life))).toEqual([]);
  });

  test('shortfall.substitute.lines: an order has no more lines than it may have', () => {
    const life = short();
    const lines = Array.from({ length: 999 }, (_, n) =>
      goods(`cup-${n}`, { kind: 'digital', unitPriceMinor: 0 }),
    );
    const refusal = refused(life, { ...instead(life), lines, allocations: [] });
    expect(refusal).toMatchObject({ code: 'too_many_lines', value: 1_001, limit: 1_000 });
  });
});

describe('a cancellation', () => {
  const mugs = (terms = {}) =>
    given({ lines: [goods('mug', { quantity: 2 })], terms })
      .submit()
      .settle();
  const lines = (quantity = 1, lineId = 'mug'): RequestInput => ({
    type: 'order.cancel_lines',
    lines: [{ lineId, quantity }],
    reason: 'changed_mind',
  });
  const stop = (fulfillmentId: string): RequestInput => ({
    type: 'fulfillment.cancel',
    fulfillmentId,
    afterwards: 'replan',
    reason: 'flooded',
  });

  test('cancel.until, cancel.window and cancel.reason: it comes in time, and for a reason of the terms', () => {
    const early = mugs({ cancelUntil: 'confirmed' });
    expect(refused(early, lines())).toMatchObject({ rule: 'cancel.until', value: 'confirmed' });
    const quick = mugs({ cancelWindowMs: 1_000 }).wait(day);
    expect(refused(quick, cancel)).toMatchObject({ rule: 'cancel.window', code: 'cancellation_window_over' });
    const listed = mugs({ cancelReasons: ['changed_mind'] });
    expect(refused(listed, cancel)).toMatchObject({
      rule: 'cancel.reason',
      value: 'customer_request',
      limit: ['changed_mind'],
    });
  });

  test('cancel_lines.status, .whole, .left, .known and .quantity: lines of it are here, and of this order', () => {
    expect(refused(given(), lines())).toMatchObject({ rule: 'cancel_lines.status', code: 'not_placed' });
    expect(refused(delivered(), lines())).toMatchObject({
      rule: 'cancel_lines.status',
      code: 'already_delivered',
    });
    expect(refused(mugs().when(cancel), lines())).toMatchObject({ rule: 'cancel_lines.whole' });
    expect(refused(dispatched(), lines())).toMatchObject({ rule: 'cancel_lines.left' });
    expect(refused(mugs(), lines(1, 'bowl'))).toMatchObject({ rule: 'cancel_lines.known', limit: ['mug'] });
    expect(refused(mugs(), lines(3))).toMatchObject({ rule: 'cancel_lines.quantity', value: 3, limit: 2 });
  });

  test('fulfillment.cancel.active and .entry: a warehouse is stopped while it has goods', () => {
    expect(refused(dispatched(), stop('stranger'))).toMatchObject({ rule: 'fulfillment.cancel.active' });
    expect(refused(mugs(), stop('stranger'))).toMatchObject({
      rule: 'fulfillment.cancel.entry',
      value: 'stranger',
    });
  });
});

describe('the table of rules', () => {
  test('explain and allowedEvents say without a payload what admit would say', () => {
    for (const life of [given(), given().submit(), confirmed(), dispatched(), delivered()])
      for (const type of requestTypes)
        expect(allowedEvents(life.order).includes(type)).toBe(explain(life.order, type).allowed);
    expect(explain(confirmed().order, 'order.submit').refusals).toEqual([
      {
        rule: 'draft.only',
        code: 'not_a_draft',
        path: '',
        reason: 'the order has been submitted and is `confirmed`',
        value: 'confirmed',
        limit: ['draft'],
      },
    ]);
  });

  test('each rule has an id of its own, and says in a sentence what it is for', () => {
    expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
    for (const rule of rules) expect(rule.about).toMatch(/^[A-Z].+\.$/);
  });

  test('every rule was refused in this file, or threw what it guards against, or is named by a test of a capability', () => {
    const shop = fileURLToPath(new URL('./shop/', import.meta.url));
    const elsewhere = readdirSync(shop).map((file) => readFileSync(`${shop}${file}`, 'utf8'));
    const named = (id: string) =>
      elsewhere.some((text) => text.includes(`'${id}'`) || text.includes(`'${id} `));
    const ids = rules.map((rule) => rule.id);
    expect(ids.filter((id) => !refusing.has(id) && !named(id))).toEqual([]);
    expect([...refusing].filter((id) => !ids.includes(id))).toEqual([]);
  });
});
