import { describe, expect, test } from 'vitest';
import { day, type GivenOrder, given, goods, hour, type Life } from '../../support/given.ts';

/** Two mugs that may wait, and a plate that is there. */
const lines = [goods('mug', { quantity: 2, backorder: 'allow' as const }), goods('plate')];
const placed = (chosen: GivenOrder = {}) => given({ lines, ...chosen }).submit();

const reservationOf = (life: Life, lineId: string) =>
  life.order.reservations.find((entry) => entry.lines.some((line) => line.lineId === lineId))?.id ?? '';
/** The warehouse has `mugs` of the two mugs, and the plate. */
const withMugs = (life: Life, mugs: number) => {
  const given = mugs === 0 ? [] : [{ lineId: 'mug', quantity: mugs }];
  return life
    .succeed('reserve')
    .when({ type: 'stock.reserved', reservationId: reservationOf(life, 'mug'), lines: given });
};
const countsOf = (life: Life, lineId: string) => {
  const counts = life.order.lines.find(({ id }) => id === lineId)?.counts;
  return { reserved: counts?.reserved, backordered: counts?.backordered, cancelled: counts?.cancelled };
};

describe('an order of goods that nobody has', () => {
  test('asks for goods that may wait in a reservation of their own, which may be given in part', () => {
    const life = placed();
    expect(life.operated).toEqual(['stock.reserve', 'stock.reserve']);
    expect(life.last.commands.map(({ data }) => data['partial'] ?? null)).toEqual([false, true, null]);
  });

  test('waits for the units that the warehouse does not have, and says so: each unit is in one place', () => {
    const life = withMugs(placed(), 1);
    expect(life.axes.stock).toBe('backordered');
    expect(countsOf(life, 'mug')).toEqual({ reserved: 1, backordered: 1, cancelled: 0 });
    expect(countsOf(life, 'plate')).toEqual({ reserved: 1, backordered: 0, cancelled: 0 });
    expect(life.told).toEqual(['order.stock_reserved', 'order.backordered']);
    expect(life.commands).toEqual(['payment.authorize', 'notify order_backordered']);
    const notice = life.last.commands.find(({ type }) => type === 'notification.send');
    expect(notice?.data['data']).toMatchObject({
      shortfalls: [{ state: 'waiting', lines: [{ lineId: 'mug', sku: 'MUG', name: 'mug', quantity: 1 }] }],
    });
  });

  test('is paid and confirmed on the promise that they come', () => {
    const life = withMugs(placed(), 0).settle();
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured', stock: 'backordered' });
    expect(life.order.shortfalls).toMatchObject([
      { state: 'waiting', decidedBy: 'terms', lines: [{ lineId: 'mug', quantity: 2, filled: 0 }] },
    ]);
  });

  test('waits too when the warehouse refuses them as a whole', () => {
    const life = placed().succeed('reserve').fail('reserve', 'out_of_stock');
    expect(life.axes).toMatchObject({ status: 'pending', stock: 'backordered' });
    expect(life.order.failure).toBeNull();
  });

  test('does not wait for a warehouse that refuses for another reason', () => {
    const life = placed().succeed('reserve').fail('reserve', 'warehouse_closed');
    expect(life.axes).toMatchObject({ status: 'failed', stock: 'releasing' });
    expect(life.order.shortfalls).toEqual([]);
  });

  test('fails as a whole when goods that may not wait are not there: what was given goes back', () => {
    const life = placed();
    life.when({ type: 'stock.reserved', reservationId: reservationOf(life, 'mug'), lines: [] });
    life.fail('reserve', 'out_of_stock');
    expect(life.axes.status).toBe('failed');
    expect(life.order.shortfalls.map(({ state }) => state)).toEqual(['ended']);
    expect(life.money).toEqual([0, 0, 0]);
  });

  test('fails when a warehouse gives a part of what it was to give whole', () => {
    const life = given({ lines: [goods('mug', { quantity: 2 }), goods('plate')] }).submit();
    const reservationId = life.order.reservations[0]?.id ?? '';
    life.when({ type: 'stock.reserved', reservationId, lines: [{ lineId: 'plate', quantity: 1 }] });
    expect(life.order.failure).toBe('out_of_stock');
    expect(life.operated).toEqual(['stock.release']);
    expect(life.order.reservations[0]?.operations[1]?.lines).toEqual([{ lineId: 'plate', quantity: 1 }]);
  });

  test('takes the terms where its lines say nothing, and a line may say otherwise', () => {
    const both = [goods('mug', { backorder: 'never' as const }), goods('plate')];
    const life = given({ lines: both, terms: { backorder: 'allow' } }).submit();
    expect(life.order.reservations.map((entry) => entry.lines.map(({ lineId }) => lineId))).toEqual([
      ['mug'],
      ['plate'],
    ]);
    expect(life.last.commands.map(({ data }) => data['partial'] ?? null)).toEqual([false, true, null]);
  });
});

describe('goods that come in', () => {
  const waiting = (chosen: GivenOrder = {}) => withMugs(placed(chosen), 0).settle();

  test('are reserved for the units that wait, and no others', () => {
    const life = waiting().when({ type: 'stock.replenished', warehouseId: 'berlin' });
    expect(life.operated).toEqual(['stock.reserve']);
    expect(life.last.commands[0]?.data).toMatchObject({
      partial: true,
      lines: [{ lineId: 'mug', quantity: 2 }],
    });
    expect(countsOf(life, 'mug')).toMatchObject({ reserved: 0, backordered: 2 });
    life.succeed('reserve');
    expect(countsOf(life, 'mug')).toMatchObject({ reserved: 2, backordered: 0 });
    expect(life.order.shortfalls.map(({ state, until }) => [state, until])).toEqual([['filled', null]]);
    expect(life.deadlines).not.toContain('backorder.expires');
  });

  test('in part are reserved in part: the rest waits on, until the same moment', () => {
    const life = waiting();
    const until = life.order.shortfalls[0]?.until;
    life.when({ type: 'stock.replenished', items: [{ sku: 'MUG', quantity: 1 }] }).succeed('reserve');
    expect(countsOf(life, 'mug')).toMatchObject({ reserved: 1, backordered: 1 });
    expect(life.order.shortfalls[0]).toMatchObject({ state: 'waiting', until });
  });

  test('and went to somebody else leave the order waiting, without asking again', () => {
    const life = waiting().when({ type: 'stock.replenished' }).fail('reserve', 'out_of_stock');
    expect(life.axes).toMatchObject({ status: 'confirmed', stock: 'backordered' });
    expect(life.operated).toEqual([]);
    life.when({ type: 'stock.replenished' });
    expect(life.operated).toEqual(['stock.reserve']);
  });

  test('elsewhere, or of another kind, change nothing', () => {
    const life = waiting();
    for (const fact of [
      { warehouseId: 'tokyo' },
      { items: [{ sku: 'PLATE', quantity: 9 }] },
      { reservationId: reservationOf(life, 'plate') },
    ])
      expect(life.when({ type: 'stock.replenished', ...fact }).last.outcome).toBe('duplicate');
  });

  test('are not asked for twice when we hear of them twice', () => {
    const life = waiting().when({ type: 'stock.replenished' }).when({ type: 'stock.replenished' });
    expect(life.last.outcome).toBe('duplicate');
    expect(life.order.reservations.filter(({ shortfallId }) => shortfallId !== null)).toHaveLength(1);
  });

  test('whose reservation nobody knows the end of are not given up meanwhile', () => {
    const life = waiting().when({ type: 'stock.replenished' }).lose('reserve');
    expect(life.axes.stock).toBe('unknown');
    expect(life.deadlines).not.toContain('backorder.expires');
    const shortfallId = life.order.shortfalls[0]?.id ?? '';
    expect(life.refusals({ type: 'shortfall.refund', shortfallId })).toMatchObject([
      { code: 'nothing_short' },
    ]);
    life.succeed('reserve');
    expect(life.order.shortfalls[0]?.state).toBe('filled');
  });
});

describe('what is reserved of an order that waits', () => {
  test('is sent at once, and the rest later, if the terms split', () => {
    const life = withMugs(placed({ terms: { shipBackordered: 'split' } }), 1).settle();
    const asked = () => life.order.fulfillments.map(({ lines: units }) => units);
    expect(asked()).toEqual([
      [
        { lineId: 'plate', quantity: 1 },
        { lineId: 'mug', quantity: 1 },
      ],
    ]);
    life.pack().settle().parcel('dispatched').settle();
    expect(life.axes).toMatchObject({
      status: 'processing',
      stock: 'backordered',
      fulfillment: 'partially_shipped',
    });
    life.when({ type: 'stock.replenished' }).settle();
    expect(asked()[1]).toEqual([{ lineId: 'mug', quantity: 1 }]);
    life.pack(undefined, 1).settle().parcel('dispatched', 1).settle();
    expect(life.axes).toMatchObject({ status: 'shipped', stock: 'confirmed' });
    const confirmed = life.order.reservations.flatMap(({ operations }) =>
      operations
        .filter(({ kind }) => kind === 'confirm')
        .map(({ causeId, lines: units }) => [causeId, units]),
    );
    const [one, two] = life.order.shipments.map(({ id }) => id);
    expect(confirmed).toEqual([
      [one, [{ lineId: 'plate', quantity: 1 }]],
      [one, [{ lineId: 'mug', quantity: 1 }]],
      [two, [{ lineId: 'mug', quantity: 1 }]],
    ]);
  });

  test('waits for the rest, if the terms send it together', () => {
    const life = withMugs(placed({ terms: { shipBackordered: 'together' } }), 1).settle();
    expect(life.axes).toMatchObject({ status: 'confirmed', fulfillment: 'unfulfilled' });
    life.when({ type: 'stock.replenished' }).settle();
    expect(life.order.fulfillments.map(({ lines: units }) => units)).toEqual([
      [
        { lineId: 'plate', quantity: 1 },
        { lineId: 'mug', quantity: 2 },
      ],
    ]);
  });

  test('is given back when the order is cancelled, and nobody waits any more', () => {
    const life = withMugs(placed({ terms: { shipBackordered: 'together' } }), 1).settle();
    life.when({ type: 'order.cancel', reason: 'customer_request' });
    expect(life.order.shortfalls.map(({ state }) => state)).toEqual(['ended']);
    expect(countsOf(life, 'mug')).toEqual({ reserved: 0, backordered: 0, cancelled: 2 });
    life.settle();
    expect(life.axes).toMatchObject({ payment: 'refunded', stock: 'released' });
    expect(life.when({ type: 'stock.replenished' }).last.outcome).toBe('duplicate');
  });
});

describe('the wait for goods', () => {
  const terms = { backorderTtlMs: 10 * day };

  test('ends: the money for what did not come goes back, and the rest is sent', () => {
    const life = withMugs(placed({ terms: { ...terms, shipBackordered: 'together' } }), 1).settle();
    expect(life.order.deadlines).toMatchObject([{ name: 'backorder.expires' }]);
    life.deadline('backorder.expires');
    expect(countsOf(life, 'mug')).toEqual({ reserved: 1, backordered: 0, cancelled: 1 });
    expect(life.operated).toEqual(['payment.refund', 'fulfillment.create']);
    expect(life.commands).toContain('notify order_short');
    life.settle();
    expect(life.money).toEqual([3_490, 1_000, 0]);
    expect(life.axes.payment).toBe('partially_refunded');
  });

  test('ends with the order, if nothing else is left of it', () => {
    const life = given({ lines: [goods('mug')], terms: { ...terms, backorder: 'allow' } })
      .submit()
      .fail('reserve', 'out_of_stock')
      .settle();
    life.deadline('backorder.expires').settle();
    expect(life.axes).toMatchObject({ status: 'refunded', payment: 'refunded', stock: 'out_of_stock' });
    expect(life.order.cancellation).toMatchObject({ reason: 'out_of_stock', actor: 'system' });
    expect(life.money).toEqual([1_490, 1_490, 0]);
  });

  test('ends in a question, if the terms ask', () => {
    const life = withMugs(placed({ terms: { ...terms, onShortfall: 'ask' } }), 1).settle();
    life.deadline('backorder.expires');
    expect(life.axes.stock).toBe('out_of_stock');
    expect(life.told).toEqual(['order.shortfall_opened']);
    expect(life.order.shortfalls).toMatchObject([
      { state: 'open', code: 'backorder_expired', decidedBy: null },
    ]);
  });

  test('ends in failure, if nobody has paid', () => {
    const life = given({
      lines: [goods('mug')],
      payments: [],
      terms: { backorder: 'allow', backorderTtlMs: hour, paymentOnSubmit: 'later' },
    }).submit();
    life.fail('reserve', 'out_of_stock').deadline('backorder.expires');
    expect(life.axes.status).toBe('failed');
    expect(life.order.failure).toBe('out_of_stock');
  });
});

describe('a warehouse that gives after all what it had refused', () => {
  const refused = () => placed().succeed('reserve').fail('reserve', 'out_of_stock').settle();
  const lateReserve = (life: Life) =>
    life.when({ type: 'stock.reserved', reservationId: reservationOf(life, 'mug') });

  test('fills what waits for it', () => {
    const life = lateReserve(refused());
    expect(countsOf(life, 'mug')).toEqual({ reserved: 2, backordered: 0, cancelled: 0 });
    expect(life.operated).not.toContain('stock.release');
  });

  test('gets it back when the goods were reserved anew since', () => {
    const life = lateReserve(refused().when({ type: 'stock.replenished' }).succeed('reserve'));
    expect(life.operated).toEqual(['stock.release']);
    expect(life.last.commands[0]?.data).toMatchObject({ lines: [{ lineId: 'mug', quantity: 2 }] });
    expect(life.settle().operated).not.toContain('stock.reserve');
    expect(countsOf(life, 'mug')).toEqual({ reserved: 2, backordered: 0, cancelled: 0 });
  });

  test('gets it back while the goods are asked for anew', () => {
    const life = lateReserve(refused().when({ type: 'stock.replenished' }));
    expect(life.operated).toEqual(['stock.release']);
    expect(countsOf(life.settle(), 'mug')).toEqual({ reserved: 2, backordered: 0, cancelled: 0 });
  });

  test('gets all of it back when a part was reserved anew: the rest waits on', () => {
    const life = refused().when({ type: 'stock.replenished', items: [{ sku: 'MUG', quantity: 1 }] });
    lateReserve(life.succeed('reserve')).settle();
    expect(countsOf(life, 'mug')).toEqual({ reserved: 1, backordered: 1, cancelled: 0 });
  });

  test('gets back what was cancelled since, and no more', () => {
    const life = refused().when({
      type: 'order.cancel_lines',
      lines: [{ lineId: 'mug', quantity: 1 }],
      reason: 'customer_request',
    });
    lateReserve(life).settle();
    expect(countsOf(life, 'mug')).toEqual({ reserved: 1, backordered: 0, cancelled: 1 });
  });

  test('gets it back whole when what remains after a cancellation was reserved anew', () => {
    const life = refused().when({
      type: 'order.cancel_lines',
      lines: [{ lineId: 'mug', quantity: 1 }],
      reason: 'customer_request',
    });
    lateReserve(life.when({ type: 'stock.replenished' }).settle()).settle();
    expect(countsOf(life, 'mug')).toEqual({ reserved: 1, backordered: 0, cancelled: 1 });
    const released = life.order.reservations
      .flatMap(({ operations }) => operations)
      .filter(({ kind }) => kind === 'release');
    expect(released.map(({ lines: units }) => units)).toEqual([[{ lineId: 'mug', quantity: 2 }]]);
  });
});
