import { captureTargetMinor } from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { day, type GivenOrder, given, goods, type Life, start } from '../../support/given.ts';

const release = start + 60 * day;
/** A book that is not out yet, and a mug that is there. */
const book = goods('book', { releaseAt: release, unitPriceMinor: 2_000 });
const placed = (chosen: GivenOrder = {}) => given({ lines: [book, goods('mug')], ...chosen }).submit();
const reservedLines = (life: Life) =>
  life.order.reservations.map(({ lines }) => lines.map(({ lineId }) => lineId).join());

describe('an order of goods that are not out yet', () => {
  test('does not reserve them before their release date, which is a deadline; all else goes on', () => {
    const life = placed();
    expect(reservedLines(life)).toEqual(['mug']);
    expect(life.order.deadlines).toContainEqual({
      name: 'preorder.release',
      ref: life.order.id,
      at: release,
    });
    life.settle();
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'captured', stock: 'preordered' });
    expect(life.order.fulfillments.map(({ lines }) => lines)).toEqual([[{ lineId: 'mug', quantity: 1 }]]);
  });

  test('of nothing else is confirmed on the promise alone, and asks the warehouse on the day', () => {
    const life = placed({ lines: [book] });
    expect(life.axes.stock).toBe('preordered');
    expect(life.operated).toEqual(['payment.authorize']);
    life.settle();
    expect(life.axes).toMatchObject({ status: 'confirmed', stock: 'preordered', fulfillment: 'unfulfilled' });
    life.deadline('preorder.release');
    expect(life.operated).toEqual(['stock.reserve']);
    expect(life.deadlines).not.toContain('preorder.release');
    life.settle();
    expect(life.axes).toMatchObject({ stock: 'reserved', fulfillment: 'requested' });
  });

  test('waits for all of them, if the terms send it together', () => {
    const life = placed({ terms: { shipBackordered: 'together' } }).settle();
    expect(life.order.fulfillments).toEqual([]);
    life.deadline('preorder.release').settle();
    expect(life.order.fulfillments.map(({ lines }) => lines.length)).toEqual([2]);
  });

  test('wakes for each date by itself, the next one first', () => {
    const later = goods('print', { releaseAt: release + day });
    const life = placed({ lines: [later, book] })
      .settle()
      .deadline('preorder.release')
      .settle();
    expect(reservedLines(life)).toEqual(['book']);
    expect(life.axes.stock).toBe('preordered');
    life.deadline('preorder.release').settle();
    expect(reservedLines(life)).toEqual(['book', 'print']);
    expect(life.axes.stock).toBe('reserved');
  });

  test('that is placed when they are out already is an order like any other', () => {
    const life = given({ lines: [book] })
      .wait(61 * day)
      .submit();
    expect(reservedLines(life)).toEqual(['book']);
    expect(life.deadlines).not.toContain('preorder.release');
  });

  test('of a download delivers it on the day, not before', () => {
    const song = goods('song', { kind: 'digital', releaseAt: release });
    const life = given({ lines: [song], shipping: { amountMinor: 0, taxMinor: 0 } })
      .submit()
      .settle();
    expect(life.axes).toMatchObject({ status: 'confirmed', stock: 'not_required' });
    expect(life.order.lines[0]?.counts.delivered).toBe(0);
    life.deadline('preorder.release');
    expect(life.axes.status).toBe('delivered');
    expect(life.order.lines[0]?.counts.delivered).toBe(1);
  });

  test('becomes a shortfall when there are too few on the day: the money comes back', () => {
    const life = placed().settle().pack().settle().deadline('preorder.release');
    life.fail('reserve', 'out_of_stock').settle();
    expect(life.order.shortfalls).toMatchObject([{ state: 'refunded', lines: [{ lineId: 'book' }] }]);
    expect(life.money).toEqual([3_490, 2_000, 0]);
  });

  test('can be cancelled before the day: nothing was held', () => {
    const life = placed({ lines: [book] })
      .settle()
      .when({ type: 'order.cancel', reason: 'customer_request' });
    life.settle();
    expect(life.axes).toMatchObject({ status: 'refunded', stock: 'unreserved' });
    expect(life.deadlines).toEqual([]);
  });
});

describe('money for goods that are not out yet', () => {
  const captured = (life: Life) => life.money[0];

  test('is taken at once, unless the terms say otherwise', () => {
    expect(captured(placed().settle())).toBe(3_490);
  });

  test('is authorized, and taken when its goods are reserved after the release; for the other goods, with delivery, at once', () => {
    const life = placed({ terms: { preorderCapture: 'on_release' } }).settle();
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'partially_captured' });
    expect(life.money).toEqual([1_490, 0, 2_000]);
    life.deadline('preorder.release');
    expect(life.operated).toEqual(['stock.reserve']);
    life.succeed('reserve');
    expect(life.operated).toEqual(['payment.capture', 'fulfillment.create']);
    life.settle();
    expect(life.money).toEqual([3_490, 0, 0]);
  });

  test('is never taken for goods that are not there on the day', () => {
    const life = placed({ terms: { preorderCapture: 'on_release' } })
      .settle()
      .deadline('preorder.release');
    life.fail('reserve', 'out_of_stock').settle();
    expect(captured(life)).toBe(1_490);
    expect(life.money[1]).toBe(0);
  });

  test('is taken when they are packed: the label waits for it', () => {
    const life = placed({ lines: [book], terms: { preorderCapture: 'on_shipment' } }).settle();
    expect(life.axes).toMatchObject({ status: 'confirmed', payment: 'authorized' });
    life.wait(5 * day);
    life.deadline('authorization.expires');
    expect(life.operated).toEqual([]);
    life.deadline('preorder.release').settle();
    expect(captured(life)).toBe(0);
    expect(life.axes).toMatchObject({ payment: 'authorized', fulfillment: 'requested' });
    life.pack();
    expect(life.operated).toEqual(['payment.capture']);
    life.succeed('capture');
    expect(life.operated).toEqual(['shipment.create']);
    expect(captured(life)).toBe(2_490);
  });

  test('is authorized again on the release, when the authorization ran out while the order waited', () => {
    const life = placed({ terms: { preorderCapture: 'on_release' } }).settle();
    life.deadline('authorization.expires');
    expect(life.operated).toEqual([]);
    expect(life.axes.payment).toBe('partially_captured');
    life.pack().settle().parcel('dispatched').settle();
    expect(life.axes.fulfillment).toBe('partially_shipped');
    life.deadline('preorder.release').settle();
    expect(life.operations).toContain('authorization succeeded');
    expect(captured(life)).toBe(3_490);
  });

  test('is shared out to the cent when some of the units were given up', () => {
    const three = goods('book', { quantity: 3, unitPriceMinor: 333, taxMinor: 1, releaseAt: release });
    const life = placed({
      lines: [three, goods('mug')],
      terms: { preorderCapture: 'on_release', backorder: 'allow' },
    });
    life.settle().deadline('preorder.release');
    const reservationId = life.order.reservations.at(-1)?.id ?? '';
    life.when({ type: 'stock.reserved', reservationId, lines: [{ lineId: 'book', quantity: 1 }] }).settle();
    expect(captured(life)).toBe(1_490 + 1_000);
    expect(captureTargetMinor(life.order)).toBe(2_490);
    life.deadline('backorder.expires').settle();
    expect(life.money[0] - life.money[1]).toBe(1_490 + 1_000 - 667);
  });
});
