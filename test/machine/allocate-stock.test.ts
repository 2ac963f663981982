import fc from 'fast-check';
import { type Availability, allocateStock, fallbackWarehouse, type OrderLine } from 'statecart/machine';
import { describe, expect, test } from 'vitest';
import { sampleLine } from '../../src/testing/sample-orders.ts';

const line = (id: string, quantity: number, changes: Partial<OrderLine> = {}): OrderLine => ({
  ...sampleLine(id, quantity),
  sku: id.toUpperCase(),
  ...changes,
});
const has = (warehouseId: string, sku: string, available: number): Availability => ({
  warehouseId,
  sku,
  available,
});
/** `mug: 2 from berlin` for each part. */
const told = (lines: readonly OrderLine[], levels: readonly Availability[]) =>
  allocateStock(lines, levels).map((part) => `${part.lineId}: ${part.quantity} from ${part.warehouseId}`);

describe('which warehouse gives which units', () => {
  test('one warehouse that has it all gives it all, so that there is one parcel', () => {
    const levels = [has('aachen', 'MUG', 9), has('berlin', 'MUG', 2), has('berlin', 'PLATE', 1)];
    expect(told([line('mug', 2), line('plate', 1)], levels)).toEqual([
      'mug: 2 from berlin',
      'plate: 1 from berlin',
    ]);
  });

  test('of several that have it all, the first by id', () => {
    expect(told([line('mug', 1)], [has('ulm', 'MUG', 9), has('berlin', 'MUG', 1)])).toEqual([
      'mug: 1 from berlin',
    ]);
  });

  test('else line by line: each comes whole from the first warehouse that has all of it', () => {
    const levels = [has('berlin', 'MUG', 2), has('ulm', 'MUG', 2), has('ulm', 'PLATE', 5)];
    expect(told([line('mug', 2), line('plate', 5)], levels.slice(0, 1).concat(levels.slice(2)))).toEqual([
      'mug: 2 from berlin',
      'plate: 5 from ulm',
    ]);
  });

  test('a line that no warehouse has whole comes in parts, from those that have most', () => {
    const levels = [has('aachen', 'MUG', 1), has('berlin', 'MUG', 3), has('ulm', 'MUG', 2)];
    expect(told([line('mug', 5)], levels)).toEqual(['mug: 3 from berlin', 'mug: 2 from ulm']);
  });

  test('what nobody has is asked of the warehouse that has most, so that the refusal is its own', () => {
    expect(told([line('mug', 9)], [has('aachen', 'MUG', 1), has('berlin', 'MUG', 3)])).toEqual([
      'mug: 8 from berlin',
      'mug: 1 from aachen',
    ]);
  });

  test('goods that no warehouse is known to have are asked of one all the same', () => {
    expect(told([line('mug', 2)], [])).toEqual([`mug: 2 from ${fallbackWarehouse}`]);
    expect(told([line('mug', 2)], [has('berlin', 'PLATE', 4)])).toEqual(['mug: 2 from berlin']);
  });

  test('lines of one SKU share what is there: the same unit is not promised twice', () => {
    const lines = [line('mug', 2), line('gift', 2, { sku: 'MUG' })];
    const levels = [has('berlin', 'MUG', 3), has('ulm', 'MUG', 3)];
    expect(told(lines, levels)).toEqual(['mug: 2 from berlin', 'gift: 2 from ulm']);
  });

  test('a line that names its warehouse keeps it, and what it takes is gone for the others', () => {
    const named = line('mug', 2, { allocations: [{ warehouseId: 'berlin', quantity: 2 }] });
    const levels = [has('berlin', 'MUG', 3), has('ulm', 'MUG', 2)];
    expect(told([named, line('gift', 2, { sku: 'MUG' })], levels)).toEqual([
      'mug: 2 from berlin',
      'gift: 2 from ulm',
    ]);
  });

  test('a digital line needs no warehouse', () => {
    expect(told([line('song', 1, { kind: 'digital' })], [has('berlin', 'SONG', 1)])).toEqual([]);
  });

  test('every unit of every physical line is allocated once; nothing beyond what is there while it lasts', () => {
    const anyLines = fc.array(
      fc.record({ quantity: fc.integer({ min: 1, max: 9 }), sku: fc.constantFrom('A', 'B') }),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    const anyLevels = fc.uniqueArray(
      fc.record({
        warehouseId: fc.constantFrom('berlin', 'tokyo', 'ulm'),
        sku: fc.constantFrom('A', 'B'),
        available: fc.nat({ max: 30 }),
      }),
      { selector: ({ warehouseId, sku }) => `${warehouseId} ${sku}` },
    );
    fc.assert(
      fc.property(anyLines, anyLevels, (chosen, levels) => {
        const lines = chosen.map(({ quantity, sku }, index) => line(`line-${index}`, quantity, { sku }));
        const parts = allocateStock(lines, levels);
        const given = (matches: (lineId: string, warehouseId: string) => boolean) =>
          parts
            .filter((part) => matches(part.lineId, part.warehouseId))
            .reduce((total, part) => total + part.quantity, 0);
        for (const { id, quantity } of lines) expect(given((lineId) => lineId === id)).toBe(quantity);
        for (const part of parts) expect(part.quantity).toBeGreaterThan(0);
        const needed = (sku: string) =>
          lines.filter((entry) => entry.sku === sku).reduce((total, entry) => total + entry.quantity, 0);
        for (const { warehouseId, sku, available } of levels) {
          const there = levels
            .filter((level) => level.sku === sku)
            .reduce((total, level) => total + level.available, 0);
          if (there < needed(sku)) continue;
          const ofSku = new Set(lines.filter((entry) => entry.sku === sku).map((entry) => entry.id));
          expect(given((lineId, from) => from === warehouseId && ofSku.has(lineId))).toBeLessThanOrEqual(
            available,
          );
        }
      }),
    );
  });
});
