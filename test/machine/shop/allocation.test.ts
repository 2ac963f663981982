import {
  type Availability,
  allocateStock,
  defaultTerms,
  type TermsInput,
  termsSchema,
} from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { day, type GivenOrder, given, goods, type Life, start } from '../../support/given.ts';

const has = (warehouseId: string, sku: string, available: number): Availability => ({
  warehouseId,
  sku,
  available,
});
/** `mug: 2 from berlin` for each part. */
const told = (
  lines: GivenOrder['lines'] = [],
  levels: readonly Availability[] = [],
  terms: TermsInput = {},
) =>
  allocateStock(given({ lines }).order.lines, levels, termsSchema.parse(terms)).map(
    (part) => `${part.lineId}: ${part.quantity} from ${part.warehouseId}`,
  );

describe('which warehouse gives which units', () => {
  const levels = [has('aachen', 'MUG', 9), has('shop', 'MUG', 1), has('depot', 'MUG', 4)];
  const priority: TermsInput = { allocation: 'by_priority', warehousePriority: ['shop', 'depot'] };

  test('is decided by the number of warehouses, unless the terms name an order of them', () => {
    expect(told([goods('mug', { quantity: 3 })], levels)).toEqual(['mug: 3 from aachen']);
    expect(told([goods('mug', { quantity: 3 })], levels, priority)).toEqual([
      'mug: 1 from shop',
      'mug: 2 from depot',
    ]);
  });

  test('by priority, warehouses that are not named come last, by id', () => {
    expect(told([goods('mug', { quantity: 7 })], [...levels, has('bonn', 'MUG', 1)], priority)).toEqual([
      'mug: 1 from shop',
      'mug: 4 from depot',
      'mug: 2 from aachen',
    ]);
  });

  test('by priority, what nobody has is asked of the first that has any, or of the first', () => {
    expect(told([goods('mug', { quantity: 99 })], levels, priority)[0]).toBe('mug: 86 from shop');
    expect(told([goods('pen', { quantity: 2 })], levels, priority)).toEqual(['pen: 2 from shop']);
  });

  test('by priority, lines of one SKU share what is there, and a line that names its warehouse keeps it', () => {
    const gift = goods('gift', { sku: 'MUG', quantity: 4 });
    const named = goods('mug', { quantity: 3, warehouseId: 'depot' });
    expect(told([gift, named], levels, priority)).toEqual([
      'mug: 3 from depot',
      'gift: 1 from shop',
      'gift: 1 from depot',
      'gift: 2 from aachen',
    ]);
  });

  test('does not depend on a pre-order, which need not be there yet', () => {
    const book = goods('book', { releaseAt: start + day });
    expect(
      told([goods('mug', { quantity: 2 }), book], [has('ulm', 'MUG', 2), has('bonn', 'MUG', 1)]),
    ).toEqual(['mug: 2 from ulm', 'book: 1 from ulm']);
  });

  test('is decided as before by terms that do not say', () => {
    expect(defaultTerms).toMatchObject({ allocation: 'fewest_warehouses', warehousePriority: [] });
  });
});

const lines = [
  goods('mug', { quantity: 2, warehouseId: 'berlin' }),
  goods('plate', { warehouseId: 'tokyo' }),
  goods('bowl', { warehouseId: 'quito' }),
];
const states = (life: Life) =>
  life.order.reservations.map(({ warehouseId, operations }) =>
    [warehouseId, ...operations.map(({ kind, state }) => `${kind} ${state}`)].join(' '),
  );

describe('an order from several warehouses', () => {
  test('is reserved wholly or not at all: what the others gave goes back, each once, and nobody is charged', () => {
    const life = given({ lines }).submit().succeed('reserve', 'reserve').fail('reserve', 'out_of_stock');
    expect(life.operated).toEqual(['stock.release', 'stock.release']);
    life.settle();
    expect(states(life)).toEqual([
      'berlin reserve succeeded release succeeded',
      'tokyo reserve succeeded release succeeded',
      'quito reserve failed',
    ]);
    expect(life.axes).toMatchObject({ status: 'failed', payment: 'not_required', stock: 'released' });
    expect(life.order.payments[0]?.transactions).toEqual([]);
  });

  test('gives back what is given after another has refused', () => {
    const life = given({ lines }).submit().fail('reserve', 'out_of_stock');
    expect(life.axes).toMatchObject({ status: 'failed', stock: 'reserving' });
    life.succeed('reserve');
    expect(life.operated).toEqual(['stock.release']);
    life.fail('reserve', 'out_of_stock').settle();
    expect(states(life)).toEqual([
      'berlin reserve failed',
      'tokyo reserve succeeded release succeeded',
      'quito reserve failed',
    ]);
  });

  const at = (life: Life, warehouse: string) =>
    life.order.reservations.find(({ warehouseId }) => warehouseId === warehouse)?.id ?? '';
  const refusedByQuito = () => {
    const life = given({ lines }).submit().succeed('reserve').lose('reserve');
    return life.when({ type: 'stock.rejected', reservationId: at(life, 'quito'), code: 'out_of_stock' });
  };

  test('waits for the outcome of a reservation that nobody knows, and gives it back if it was made', () => {
    const life = refusedByQuito();
    expect(life.axes).toMatchObject({ status: 'failed', stock: 'unknown' });
    expect(life.operated).toEqual(['stock.release']);
    life.succeed('release').when({ type: 'stock.reserved', reservationId: at(life, 'tokyo') });
    expect(life.operated).toEqual(['stock.release']);
    life.settle();
    expect(states(life)).toEqual([
      'berlin reserve succeeded release succeeded',
      'tokyo reserve succeeded release succeeded',
      'quito reserve failed',
    ]);
  });

  test('releases nothing that turns out never to have been made', () => {
    const life = refusedByQuito();
    life.when({ type: 'stock.rejected', reservationId: at(life, 'tokyo'), code: 'not_found' }).settle();
    expect(states(life)).toEqual([
      'berlin reserve succeeded release succeeded',
      'tokyo reserve failed',
      'quito reserve failed',
    ]);
    expect(life.axes.stock).toBe('released');
  });

  test('waits for the goods of one while the others hold theirs, if they may wait', () => {
    const life = given({ lines, terms: { backorder: 'allow' } }).submit();
    life.succeed('reserve', 'reserve').fail('reserve', 'out_of_stock').settle();
    expect(life.axes).toMatchObject({ status: 'confirmed', stock: 'backordered' });
    expect(life.order.shortfalls).toMatchObject([{ warehouseId: 'quito', lines: [{ lineId: 'bowl' }] }]);
    expect(life.order.fulfillments.map(({ warehouseId }) => warehouseId)).toEqual(['berlin', 'tokyo']);
  });

  test('gives up the units of the warehouse that has them not, and asks no other for them', () => {
    const split = goods('mug', { quantity: 3 });
    const life = given({ lines: [split], terms: { onShortfall: 'refund' } });
    life.when({
      type: 'order.submit',
      number: 'SC-1042',
      allocations: [
        { lineId: 'mug', warehouseId: 'berlin', quantity: 2 },
        { lineId: 'mug', warehouseId: 'tokyo', quantity: 1 },
      ],
    });
    life.settle();
    const tokyo = life.order.reservations.find(({ warehouseId }) => warehouseId === 'tokyo')?.id ?? '';
    life.when({ type: 'stock.short', reservationId: tokyo });
    expect(life.operated).toEqual(['payment.refund']);
    expect(life.settle().order.reservations).toHaveLength(2);
    expect(life.order.lines[0]?.counts).toMatchObject({ reserved: 2, cancelled: 1 });
  });

  test('books each parcel out of its own warehouse when it leaves, and not before', () => {
    const life = given({ lines: lines.slice(0, 2) })
      .submit()
      .settle();
    const confirms = () =>
      life.order.reservations.map(({ warehouseId, operations }) => [
        warehouseId,
        operations.filter(({ kind }) => kind === 'confirm').flatMap((entry) => entry.lines),
      ]);
    life.pack({ mug: 1 }).settle().pack(undefined, 1).settle();
    expect(confirms()).toEqual([
      ['berlin', []],
      ['tokyo', []],
    ]);
    life.parcel('dispatched', 1).settle();
    expect(confirms()).toEqual([
      ['berlin', []],
      ['tokyo', [{ lineId: 'plate', quantity: 1 }]],
    ]);
    life.pack().settle().parcel('dispatched', 0).settle().parcel('dispatched', 2).settle();
    expect(confirms()[0]).toEqual([
      'berlin',
      [
        { lineId: 'mug', quantity: 1 },
        { lineId: 'mug', quantity: 1 },
      ],
    ]);
    expect(life.axes).toMatchObject({ status: 'shipped', stock: 'confirmed' });
  });
});
