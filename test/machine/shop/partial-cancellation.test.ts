import type { EventInput, LineQuantity } from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { type GivenOrder, given, goods, type Life } from '../../support/given.ts';

type Wish = Extract<EventInput, { type: 'order.cancel_lines' }>;

/** The wish to cancel units of lines: `{ mug: 1 }`. */
const cancel = (units: Readonly<Record<string, number>>, more: Partial<Wish> = {}): Wish => ({
  type: 'order.cancel_lines',
  lines: Object.entries(units).map(([lineId, quantity]) => ({ lineId, quantity })),
  reason: 'changed_mind',
  ...more,
});
const untried = (life: Life) => ({
  meta: { untried: life.results.flatMap((result) => result.commands.map((command) => command.id)) },
});

/** Three mugs at 10.00 and a plate at 10.00, delivery 4.90: 44.90 in all. */
const order = (more: GivenOrder = {}) =>
  given({ lines: [goods('mug', { quantity: 3 }), goods('plate')], ...more });
const held = (more: GivenOrder = {}) =>
  order({ payments: [], ...more, terms: { paymentOnSubmit: 'later', ...more.terms } })
    .submit()
    .settle();
const confirmed = (more: GivenOrder = {}) => order(more).submit().settle();
/** A paid order that no warehouse was asked for, because a person holds it. */
const paidAndHeld = (more: GivenOrder = {}) => {
  const life = order(more).submit().succeed('reserve');
  return life.when({ type: 'hold.place', reason: 'call first' }).settle();
};

const counts = (life: Life, id = 'mug') => life.order.lines.find((line) => line.id === id)?.counts;
const states = (life: Life) => life.order.lineCancellations.map(({ state }) => state);
const released = (life: Life): readonly (readonly LineQuantity[])[] =>
  life.order.reservations
    .flatMap(({ operations }) => operations)
    .filter(({ kind }) => kind === 'release')
    .map(({ lines }) => lines);
const asked = (life: Life) =>
  life.order.fulfillments.map(({ stage, lines }) => [
    stage,
    Object.fromEntries(lines.map(({ lineId, quantity }) => [lineId, quantity])),
  ]);

describe('units that no warehouse was asked for are cancelled at once', () => {
  test('they are given back, the others stay held, and less is to be paid', () => {
    const life = held().when(cancel({ mug: 2 }));
    expect(states(life)).toEqual(['effective']);
    expect(counts(life)).toMatchObject({ cancelled: 2, reserved: 1 });
    expect(counts(life, 'plate')).toMatchObject({ cancelled: 0, reserved: 1 });
    expect(life.commands).toEqual(['stock.release', 'notify order_lines_cancelled']);
    expect(released(life)).toEqual([[{ lineId: 'mug', quantity: 2 }]]);
    expect(life.told).toEqual(['order.line_cancellation_requested', 'order.line_cancelled']);
    life.settle();
    expect(life.axes).toMatchObject({ status: 'pending', stock: 'reserved' });
    life.when({ type: 'payment.add', method: 'card', token: 'tok_good' }).settle();
    expect(life.axes.status).toBe('confirmed');
    expect(life.money).toEqual([2_490, 0, 0]);
    expect(asked(life)).toEqual([['accepted', { mug: 1, plate: 1 }]]);
  });

  test('the record says who, why and when, and what the customer and the world are told says what it comes to', () => {
    const life = held({ customer: { kind: 'guest', email: 'ada@example.com' } });
    life.when(cancel({ mug: 1, plate: 1 }, { note: 'found it cheaper' }));
    expect(life.order.lineCancellations).toEqual([
      {
        id: expect.stringContaining(':line-cancellation:') as string,
        lines: [
          { lineId: 'mug', quantity: 1 },
          { lineId: 'plate', quantity: 1 },
        ],
        state: 'effective',
        reason: 'changed_mind',
        note: 'found it cheaper',
        actor: 'user-7',
        notify: true,
        restock: true,
        overrideReason: null,
        requestedAt: life.now,
        settledAt: life.now,
      },
    ]);
    const message = life.last.commands.find(({ type }) => type === 'notification.send');
    expect(message?.data['data']).toMatchObject({
      lines: [
        { lineId: 'mug', sku: 'MUG', name: 'mug', quantity: 1, amountMinor: 1_000 },
        { lineId: 'plate', quantity: 1, amountMinor: 1_000 },
      ],
      amountMinor: 2_000,
      reason: 'changed_mind',
    });
    const event = life.last.events.find(({ type }) => type === 'order.line_cancelled');
    expect(event?.data).toMatchObject({ amountMinor: 2_000, ref: life.order.lineCancellations[0]?.id });
  });

  test('several over time add up, and each is told its own part of a price that does not divide', () => {
    const life = held({ lines: [goods('mug', { quantity: 3, taxMinor: 1 }), goods('plate')] });
    const parts = [1, 2].map(() => {
      life.when(cancel({ mug: 1 })).settle();
      return life.results
        .flatMap(({ events }) => events)
        .findLast(({ type }) => type === 'order.line_cancelled')?.data['amountMinor'];
    });
    expect(parts).toEqual([1_000, 1_001]);
    expect(counts(life)).toMatchObject({ cancelled: 2, reserved: 1 });
    expect(states(life)).toEqual(['effective', 'effective']);
  });

  test('an answer that is awaited is awaited, and what is too much goes back', () => {
    const life = order()
      .submit()
      .when(cancel({ mug: 2 }));
    expect(life.axes.stock).toBe('reserving');
    expect(life.operated).toEqual([]);
    life.succeed('reserve');
    expect(released(life)).toEqual([[{ lineId: 'mug', quantity: 2 }]]);
    expect(life.settle().money).toEqual([2_490, 0, 0]);
    expect(life.axes).toMatchObject({ status: 'confirmed', stock: 'reserved' });
  });

  test('stock that is given back in part still runs out, and is then asked for without what was cancelled', () => {
    const life = held()
      .when(cancel({ mug: 2 }))
      .settle();
    life.deadline('reservation.expires').settle();
    expect(released(life)).toEqual([
      [{ lineId: 'mug', quantity: 2 }],
      [
        { lineId: 'mug', quantity: 1 },
        { lineId: 'plate', quantity: 1 },
      ],
    ]);
    life.when({ type: 'payment.add', method: 'card', token: 'tok_good' });
    expect(life.order.reservations.at(-1)?.lines).toEqual([
      { lineId: 'mug', quantity: 1 },
      { lineId: 'plate', quantity: 1 },
    ]);
  });

  test('a warehouse that gives up the reservation meanwhile, without naming an operation, means all of it', () => {
    const life = held().when(cancel({ mug: 1 }));
    const reservationId = life.order.reservations[0]?.id ?? '';
    life.when({ type: 'stock.released', reservationId });
    expect(counts(life)).toMatchObject({ reserved: 0, cancelled: 1 });
    const before = life.order;
    expect(life.when({ type: 'stock.released', reservationId }).last.outcome).toBe('duplicate');
    expect(life.order).toBe(before);
  });

  test('of a line from two warehouses, the units of the one that was not asked are given back, and not reserved again', () => {
    const life = given({ lines: [goods('mug', { quantity: 4 })], terms: { backorder: 'allow' } });
    const allocations = ['berlin', 'tokyo'].map((warehouseId) => ({
      lineId: 'mug',
      warehouseId,
      quantity: 2,
    }));
    life.when({ type: 'order.submit', number: 'SC-1042', allocations }).succeed('reserve');
    const late = life.order.reservations[1]?.id ?? '';
    life.when({ type: 'stock.reserved', reservationId: late, lines: [] }).settle();
    life.when({ type: 'stock.replenished', warehouseId: 'tokyo' });
    life.when({ type: 'hold.place', reason: 'call first' }).settle();
    expect(counts(life)).toMatchObject({ reserved: 4 });
    life.when(cancel({ mug: 2 })).settle();
    expect(counts(life)).toMatchObject({ reserved: 2, cancelled: 2 });
    const back = life.order.reservations.filter(({ operations }) =>
      operations.some(({ kind }) => kind === 'release'),
    );
    expect(back.map(({ warehouseId }) => warehouseId)).toEqual(['tokyo']);
    expect(life.order.reservations).toHaveLength(3);
    expect(life.order.fulfillments.map(({ warehouseId }) => warehouseId)).toEqual(['berlin']);
  });

  test('units that wait for goods to come in are waited for no longer', () => {
    const life = order({ terms: { backorder: 'allow' } }).submit();
    const reservationId = life.order.reservations[0]?.id ?? '';
    life.when({
      type: 'stock.reserved',
      reservationId,
      lines: [
        { lineId: 'mug', quantity: 1 },
        { lineId: 'plate', quantity: 1 },
      ],
    });
    life.settle();
    expect(counts(life)).toMatchObject({ reserved: 1, backordered: 2 });
    life.when(cancel({ mug: 1 }));
    expect(life.order.shortfalls).toMatchObject([{ state: 'waiting', lines: [{ quantity: 1 }] }]);
    expect(life.operated).toEqual(['payment.refund']);
    life.when(cancel({ mug: 1 })).settle();
    expect(life.order.shortfalls).toMatchObject([{ state: 'ended', until: null, decidedBy: 'user-7' }]);
    expect(counts(life)).toMatchObject({ reserved: 1, backordered: 0, cancelled: 2 });
    expect(life.deadlines).not.toContain('backorder.expires');
    expect(life.money).toEqual([4_490, 2_000, 0]);
  });
});

describe('what is not to be paid any more', () => {
  test('was paid before confirmation: it is given back', () => {
    const life = paidAndHeld().when(cancel({ mug: 1 }));
    expect(life.operated).toEqual(['payment.refund', 'stock.release']);
    expect(life.settle().money).toEqual([4_490, 1_000, 0]);
  });

  test('is authorized: less is captured, and the rest is let go', () => {
    const life = order()
      .submit()
      .succeed('reserve')
      .when(cancel({ mug: 1 }));
    life.settle();
    expect(life.money).toEqual([3_490, 0, 0]);
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured' });
  });

  test('is paid on shipment: only what is sent is captured', () => {
    const life = paidAndHeld({ terms: { capturePolicy: 'on_shipment' } })
      .when(cancel({ mug: 2 }))
      .settle();
    expect(life.money).toEqual([0, 0, 4_490]);
    life.when({ type: 'hold.release', holdId: life.order.holds[0]?.id ?? '' }).settle();
    life.pack().settle().parcel('dispatched').settle();
    expect(life.money).toEqual([2_490, 0, 0]);
    expect(life.parcel('delivered').settle().axes).toMatchObject({
      status: 'delivered',
      payment: 'captured',
    });
  });

  test('is captured by hand: it can not be captured any more', () => {
    const life = paidAndHeld({ terms: { capturePolicy: 'manual' } })
      .when(cancel({ mug: 2 }))
      .settle();
    life.when({ type: 'payment.capture', amountMinor: 2_490 }).settle();
    expect(life.money).toEqual([2_490, 0, 0]);
  });
});

describe('units that a warehouse was asked for wait for it to stop', () => {
  test('it is asked, nothing is given back before, then the rest is planned again', () => {
    const life = confirmed().when(cancel({ mug: 1 }));
    expect(states(life)).toEqual(['requested']);
    expect(life.commands).toEqual(['fulfillment.cancel']);
    expect(life.last.commands[0]?.data).toMatchObject({ reason: 'changed_mind' });
    expect(life.told).toEqual(['order.line_cancellation_requested']);
    expect(counts(life)).toMatchObject({ cancelled: 0, reserved: 3 });
    life.succeed('fulfillment-cancel');
    expect(states(life)).toEqual(['effective']);
    expect(life.operated).toEqual(['payment.refund', 'stock.release', 'fulfillment.create']);
    expect(asked(life)).toEqual([
      ['cancelled', { mug: 3, plate: 1 }],
      ['requested', { mug: 2, plate: 1 }],
    ]);
    life.settle().pack(undefined, 1).settle().parcel('dispatched').settle().parcel('delivered').settle();
    expect(life.axes).toMatchObject({
      status: 'delivered',
      stock: 'confirmed',
      payment: 'partially_refunded',
    });
    expect(life.money).toEqual([4_490, 1_000, 0]);
  });

  test('it does not count as one that was asked in vain', () => {
    const life = confirmed({ terms: { maxFulfillmentAttempts: 1 } });
    life
      .pack({ plate: 1 })
      .settle()
      .parcel('dispatched')
      .settle()
      .when(cancel({ mug: 1 }))
      .settle();
    expect(life.order.holds).toEqual([]);
    expect(asked(life)).toEqual([
      ['cancelled', { mug: 3, plate: 1 }],
      ['accepted', { mug: 2 }],
    ]);
    life.when({ type: 'fulfillment.cancelled', fulfillmentId: life.order.fulfillments[1]?.id ?? '' });
    expect(life.order.holds).toHaveLength(1);
  });

  test('when it can not stop they are not cancelled, and the customer and the world are told so', () => {
    const life = confirmed()
      .when(cancel({ mug: 1 }))
      .fail('fulfillment-cancel', 'too_late');
    expect(states(life)).toEqual(['refused']);
    expect(life.commands).toEqual(['notify line_cancellation_refused']);
    expect(life.told).toEqual(['order.line_cancellation_refused']);
    expect(counts(life)).toMatchObject({ cancelled: 0, reserved: 3 });
    life.pack().settle().parcel('delivered').settle();
    expect(life.money).toEqual([4_490, 0, 0]);
    expect(life.axes.status).toBe('delivered');
  });

  test('when they leave meanwhile they are not cancelled: facts win', () => {
    const life = confirmed()
      .pack()
      .settle()
      .when(cancel({ mug: 1 }))
      .parcel('dispatched');
    expect(states(life)).toEqual(['refused']);
    expect(life.told).toContain('order.line_cancellation_refused');
    expect(life.axes.status).toBe('shipped');
  });

  test('one that was never attempted is withdrawn, and they are cancelled at once', () => {
    const life = order().submit().succeed('reserve', 'authorization', 'capture');
    life.when(cancel({ mug: 1 }, untried(life)));
    expect(states(life)).toEqual(['effective']);
    expect(life.last.withdrawn).toHaveLength(1);
    expect(life.operated).toEqual(['payment.refund', 'stock.release', 'fulfillment.create']);
    expect(asked(life)).toEqual([
      ['cancelled', { mug: 3, plate: 1 }],
      ['requested', { mug: 2, plate: 1 }],
    ]);
  });

  test('one in flight is stopped as soon as it was accepted', () => {
    const life = order()
      .submit()
      .succeed('reserve', 'authorization', 'capture')
      .when(cancel({ plate: 1 }));
    expect(life.commands).toEqual([]);
    life.succeed('fulfillment-create');
    expect(life.commands).toEqual(['fulfillment.cancel']);
    expect(states(life.settle())).toEqual(['effective']);
  });

  test('only the warehouse that has them is stopped: another goes on', () => {
    const life = given({
      lines: [goods('mug', { warehouseId: 'berlin' }), goods('plate', { warehouseId: 'tokyo' })],
    });
    life.submit().settle();
    const [berlin] = life.order.fulfillments;
    life.when(cancel({ plate: 1 }));
    expect(life.commands).toEqual(['fulfillment.cancel']);
    life.settle();
    expect(life.order.fulfillments[0]).toBe(berlin);
    expect(life.order.fulfillments).toHaveLength(2);
    life.pack().settle().parcel('dispatched').settle();
    expect(life.axes.status).toBe('shipped');
  });

  test('a label that was made for them is cancelled with it, and no label is made while it is being stopped', () => {
    const life = confirmed()
      .pack({ mug: 3 })
      .settle()
      .when(cancel({ mug: 1 }))
      .pack({ plate: 1 });
    expect(life.operated).toEqual([]);
    life.succeed('fulfillment-cancel');
    expect(life.operated).toContain('shipment.cancel');
    expect(life.settle().order.shipments.map(({ stage }) => stage)).toEqual(['cancelled', 'cancelled']);
  });

  test('one that has failed is not asked: what remains is planned again', () => {
    const life = confirmed();
    life.when({
      type: 'fulfillment.failed',
      fulfillmentId: life.order.fulfillments[0]?.id ?? '',
      code: 'flooded',
    });
    life.when(cancel({ mug: 1 }));
    expect(states(life)).toEqual(['effective']);
    expect(asked(life)).toEqual([
      ['cancelled', { mug: 3, plate: 1 }],
      ['requested', { mug: 2, plate: 1 }],
    ]);
  });

  test('two at a time ask it once, and both take effect', () => {
    const life = confirmed()
      .when(cancel({ mug: 1 }))
      .when(cancel({ plate: 1 }));
    expect(life.commands).toEqual([]);
    life.succeed('fulfillment-cancel');
    expect(states(life)).toEqual(['effective', 'effective']);
    expect(life.commands.filter((command) => command.startsWith('notify'))).toEqual([
      'notify order_lines_cancelled',
    ]);
    expect(life.settle().money).toEqual([4_490, 2_000, 0]);
  });
});

describe('the last units', () => {
  test('end the order as a cancellation of all of it does', () => {
    const life = paidAndHeld()
      .when(cancel({ mug: 3 }))
      .settle()
      .when(cancel({ plate: 1 }));
    expect(life.axes.status).toBe('cancelled');
    expect(life.order.cancellation).toMatchObject({
      state: 'effective',
      reason: 'changed_mind',
      actor: 'user-7',
    });
    expect(life.commands.filter((command) => command.startsWith('notify'))).toEqual([
      'notify order_cancelled',
    ]);
    life.settle();
    expect(life.axes).toMatchObject({ status: 'refunded', payment: 'refunded', stock: 'released' });
    expect(life.money).toEqual([4_490, 4_490, 0]);
  });

  test('that were to be sent take delivery with them: what is downloaded is paid, and nothing else', () => {
    for (const capturePolicy of ['before_confirmation', 'on_shipment'] as const) {
      const lines = [goods('mug'), goods('song', { kind: 'digital' })];
      const life = given({ lines, terms: { capturePolicy } })
        .submit()
        .settle()
        .when(cancel({ mug: 1 }));
      life.settle();
      const [captured, refunded, open] = life.money;
      expect([captured - refunded, open]).toEqual([1_000, 0]);
      expect(life.axes.status).toBe('delivered');
    }
  });

  test('of an order whose other units have left end nothing: it is shipped', () => {
    const life = confirmed().pack({ mug: 3 }).settle().parcel('dispatched').settle();
    expect(life.axes.status).toBe('processing');
    life.when(cancel({ plate: 1 })).settle();
    expect(life.axes).toMatchObject({ status: 'shipped', stock: 'confirmed' });
    expect(life.money).toEqual([4_490, 1_000, 0]);
    expect(life.parcel('delivered').settle().axes.status).toBe('delivered');
  });
});

describe('a cancellation of the whole order', () => {
  test('supersedes one of lines that is under way', () => {
    const life = confirmed()
      .when(cancel({ mug: 1 }))
      .when({ type: 'order.cancel', reason: 'changed_mind' });
    expect(states(life)).toEqual(['superseded']);
    expect(life.settle().axes.status).toBe('refunded');
    expect(life.money).toEqual([4_490, 4_490, 0]);
  });

  test('that is under way refuses one of lines', () => {
    const life = confirmed().when({ type: 'order.cancel', reason: 'changed_mind' });
    expect(life.refusals(cancel({ mug: 1 }))).toMatchObject([
      { rule: 'cancel_lines.whole', code: 'cancellation_pending' },
    ]);
  });
});

describe('what can not be cancelled is refused with the value and the limit', () => {
  const wrong = (life: Life, units: Readonly<Record<string, number>>) => life.refusals(cancel(units));

  test('more than there is, units that have left, and units that are cancelled or being cancelled', () => {
    const life = confirmed().pack({ mug: 2 }).settle().parcel('dispatched').settle();
    const refusal = { rule: 'cancel_lines.quantity', code: 'exceeds_cancellable', value: 2, limit: 1 };
    expect(wrong(life, { mug: 2 })).toMatchObject([refusal]);
    life.when(cancel({ mug: 1 }));
    expect(wrong(life, { mug: 1 })).toMatchObject([{ ...refusal, value: 1, limit: 0 }]);
    life.settle();
    expect(wrong(life, { mug: 1 })).toMatchObject([{ ...refusal, value: 1, limit: 0 }]);
    expect(wrong(life, { plate: 1 })).toEqual([]);
  });

  test('a line that is not of the order', () => {
    expect(wrong(held(), { bowl: 1 })).toMatchObject([
      { rule: 'cancel_lines.known', code: 'line_unknown', value: 'bowl', limit: ['mug', 'plate'] },
    ]);
  });

  test('a draft, and an order of which nothing is left', () => {
    expect(wrong(order(), { mug: 1 })).toMatchObject([{ rule: 'cancel_lines.status', code: 'not_placed' }]);
    const life = confirmed().pack().settle().parcel('dispatched').settle();
    expect(wrong(life, { mug: 1 })).toMatchObject([
      { rule: 'cancel_lines.left', code: 'nothing_to_cancel', value: 0, limit: 1 },
    ]);
  });

  test('a download once it was delivered, not before', () => {
    const lines = [goods('mug'), goods('song', { kind: 'digital', quantity: 2 })];
    const life = given({ lines }).submit();
    expect(wrong(life, { song: 1 })).toEqual([]);
    life.when(cancel({ song: 1 })).settle();
    expect(counts(life, 'song')).toMatchObject({ cancelled: 1, shipped: 1, delivered: 1 });
    expect(life.money).toEqual([2_490, 0, 0]);
    expect(wrong(life, { song: 1 })).toMatchObject([{ rule: 'cancel_lines.quantity', value: 1, limit: 0 }]);
  });

  test('goods in a parcel that somebody else has made', () => {
    const life = held().when({
      type: 'shipment.created',
      shipmentId: 'parcel-1',
      lines: [{ lineId: 'plate', quantity: 1 }],
    });
    expect(wrong(life, { plate: 1 })).toMatchObject([{ value: 1, limit: 0 }]);
    expect(wrong(life, { mug: 3 })).toEqual([]);
  });
});

describe('a fulfilment that a person has stopped', () => {
  const stop = (life: Life, afterwards: 'replan' | 'hold') =>
    ({
      type: 'fulfillment.cancel',
      fulfillmentId: life.order.fulfillments[0]?.id ?? '',
      afterwards,
      reason: 'the warehouse is flooded',
    }) as const;

  test('is planned again at once, and the order goes on', () => {
    const life = confirmed();
    life.when(stop(life, 'replan'));
    expect(life.commands).toEqual(['fulfillment.cancel']);
    expect(life.last.commands[0]?.data).toMatchObject({ reason: 'the warehouse is flooded' });
    life.succeed('fulfillment-cancel');
    expect(life.commands).toEqual(['fulfillment.create']);
    expect(life.told).toEqual(['order.fulfillment_stopped']);
    expect(life.order.fulfillments[0]?.stop).toMatchObject({ afterwards: 'replan', actor: 'user-7' });
    expect(life.axes.status).toBe('confirmed');
  });

  test('is planned again when the hold is released, if the person wants to see to it first', () => {
    const life = confirmed();
    life.when(stop(life, 'hold')).succeed('fulfillment-cancel');
    expect(life.operated).toEqual([]);
    const [hold] = life.order.holds;
    expect(hold).toMatchObject({
      kind: 'fulfillment',
      reason: 'the warehouse is flooded',
      placedBy: 'user-7',
    });
    life.when({ type: 'hold.release', holdId: hold?.id ?? '' });
    expect(life.operated).toEqual(['fulfillment.create']);
  });

  test('goes on when its warehouse would not stop, and can be asked again', () => {
    const life = confirmed();
    life.when(stop(life, 'replan')).fail('fulfillment-cancel', 'too_late');
    expect(life.told).toEqual(['order.fulfillment_stop_refused']);
    expect(life.order.fulfillments).toHaveLength(1);
    expect(life.when(stop(life, 'replan')).commands).toEqual(['fulfillment.cancel']);
  });

  test('was perhaps never asked for: then it has stopped', () => {
    const life = order().submit().succeed('reserve', 'authorization', 'capture');
    life.when({ ...stop(life, 'hold'), ...untried(life) });
    expect(life.last.withdrawn).toHaveLength(1);
    expect(life.axes.review).toBe('held');
    expect(life.operated).toEqual([]);
  });

  test('is one that has goods, and is not being stopped already', () => {
    const life = confirmed();
    life.when(stop(life, 'replan'));
    expect(life.refusals(stop(life, 'replan'))).toMatchObject([
      { rule: 'fulfillment.cancel.active', code: 'nothing_to_stop' },
    ]);
    expect(confirmed().refusals({ ...stop(life, 'hold'), fulfillmentId: 'stranger' })).toMatchObject([
      { rule: 'fulfillment.cancel.entry', code: 'nothing_to_stop', value: 'stranger' },
    ]);
  });
});
