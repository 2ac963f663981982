import type { RequestInput } from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { type GivenOrder, given, goods, hour, type Life } from '../../support/given.ts';

type Whole = Extract<RequestInput, { type: 'order.cancel' }>;
type Lines = Extract<RequestInput, { type: 'order.cancel_lines' }>;

const whole: Whole = { type: 'order.cancel', reason: 'changed_mind' };
const lines: Lines = {
  type: 'order.cancel_lines',
  lines: [{ lineId: 'mug', quantity: 1 }],
  reason: 'changed_mind',
};
const override = { reason: 'a good customer' };

const order = (terms: GivenOrder['terms'] = {}) => given({ lines: [goods('mug', { quantity: 2 })], terms });
const confirmed = (terms: GivenOrder['terms'] = {}) => order(terms).submit().settle();
const processing = (terms: GivenOrder['terms'] = {}) => {
  const life = confirmed(terms);
  const fulfillmentId = life.order.fulfillments[0]?.id ?? '';
  return life.when({ type: 'fulfillment.progressed', fulfillmentId, stage: 'picking' });
};
const codes = (life: Life, request: RequestInput) => life.refusals(request).map(({ code }) => code);

describe('without terms of its own an order can be cancelled until goods leave', () => {
  test('however long that takes, and without an override', () => {
    const life = processing().wait(300 * 24 * hour);
    for (const request of [whole, lines]) expect(codes(life, request)).toEqual([]);
    life.pack().settle().parcel('dispatched').settle();
    expect(codes(life, whole)).toEqual(['already_shipped']);
    expect(codes(life, lines)).toEqual(['nothing_to_cancel']);
  });

  test('no override brings back what has left', () => {
    const life = processing().pack().settle().parcel('dispatched').settle();
    expect(codes(life, { ...whole, override })).toEqual(['already_shipped']);
    expect(codes(life, { ...lines, override })).toEqual(['nothing_to_cancel']);
  });
});

describe('terms that let an order be cancelled until it gets to a status', () => {
  test.each([whole, lines])('before it is confirmed: $type', (request) => {
    const life = order({ cancelUntil: 'confirmed' }).submit();
    expect(codes(life, request)).toEqual([]);
    expect(life.settle().refusals(request)).toMatchObject([
      {
        rule: 'cancel.until',
        code: 'cancellation_too_late',
        value: 'confirmed',
        limit: ['draft', 'pending'],
        reason: expect.stringContaining('until it is `confirmed`; a person can override that') as string,
      },
    ]);
  });

  test.each([whole, lines])('before a warehouse begins: $type', (request) => {
    expect(codes(confirmed({ cancelUntil: 'processing' }), request)).toEqual([]);
    expect(processing({ cancelUntil: 'processing' }).refusals(request)).toMatchObject([
      { rule: 'cancel.until', value: 'processing', limit: ['draft', 'pending', 'confirmed'] },
    ]);
  });

  test('hold for what somebody asks, not for what happens: a draft that runs out is cancelled', () => {
    const life = order({ cancelUntil: 'confirmed', cancelWindowMs: 1 }).deadline('draft.expires');
    expect(life.axes.status).toBe('cancelled');
  });
});

describe('a window from the moment in which the order was placed', () => {
  const window = { cancelWindowMs: hour };

  test.each([whole, lines])('is open to its end, and then closed: $type', (request) => {
    const life = confirmed(window);
    const placedAt = life.order.timestamps.placedAt ?? 0;
    life.wait(placedAt + hour - life.now - 1_000);
    expect(codes(life, request)).toEqual([]);
    life.wait(1);
    expect(life.refusals(request)).toMatchObject([
      { rule: 'cancel.window', code: 'cancellation_window_over', limit: placedAt + hour },
    ]);
  });

  test('has not begun for a draft', () => {
    expect(codes(order(window).wait(100 * hour), whole)).toEqual([]);
  });
});

describe('a person can override the time', () => {
  const terms = { cancelUntil: 'confirmed', cancelWindowMs: hour } as const;
  const late = () => confirmed(terms).wait(2 * hour);

  test('both limits object until it is overridden', () => {
    expect(codes(late(), whole)).toEqual(['cancellation_too_late', 'cancellation_window_over']);
    expect(codes(late(), { ...whole, override })).toEqual([]);
  });

  test('it is recorded why and who, of the whole order', () => {
    const life = late().when({ ...whole, override });
    expect(life.order.cancellation).toMatchObject({ overrideReason: 'a good customer', actor: 'user-7' });
    expect(life.last.journal[0]?.data).toMatchObject({ override });
    expect(life.settle().axes.status).toBe('refunded');
  });

  test('it is recorded why and who, of lines', () => {
    const life = late()
      .when({ ...lines, override })
      .settle();
    expect(life.order.lineCancellations).toMatchObject([
      { state: 'effective', overrideReason: 'a good customer', actor: 'user-7' },
    ]);
  });

  test('it needs a reason', () => {
    expect(() => late().when({ ...whole, override: { reason: '' } })).toThrow('override.reason');
  });
});
