import type { Order } from 'statecart/machine';
import { archetypes, pathOrderId, walkPath } from 'statecart/testing';
import { describe, expect, test } from 'vitest';
import { readPaths } from '../../../scripts/state-table/paths-file.ts';
import { keepMinor, orderBook, payableMinor } from '../../../src/machine/ledgers/payment-book.ts';
import { dueOf, dueOperations } from '../../../src/machine/ledgers/plan.ts';
import { type Remembered, remembered } from '../../../src/machine/ledgers/remembered.ts';
import { summaries } from '../../../src/machine/ledgers/summary.ts';
import { given } from '../../support/given.ts';

const derivations: Readonly<Record<string, Remembered<unknown>>> = {
  ...Object.fromEntries(dueOperations.map((type) => [type, dueOf(type)])),
  ...summaries,
  orderBook,
  payableMinor,
  keepMinor,
};

/** The order, with a note of each field and each axis that is read of it. */
function watched(order: Order, reads: Set<string>): Order {
  const axes = new Proxy(order.axes, {
    get: (target, axis) => {
      reads.add(`axes.${String(axis)}`);
      return Reflect.get(target, axis) as unknown;
    },
  });
  return new Proxy(
    { ...order },
    {
      get: (target, field) => {
        if (field === 'axes') return axes;
        reads.add(String(field));
        return Reflect.get(target, field) as unknown;
      },
    },
  );
}

/** Orders of every sort: where each path of the state graph passed by. */
function* orders(): Generator<Order> {
  const { paths } = readPaths();
  for (const [index, path] of paths.entries())
    for (const { position } of walkPath(archetypes, path, pathOrderId(index))) yield position.order;
}

describe('what is remembered of an order', () => {
  test('is compared in all that it was derived from: nothing is read that is not compared', () => {
    const read = Object.fromEntries(Object.keys(derivations).map((name) => [name, new Set<string>()]));
    let looked = 0;
    for (const order of orders()) {
      looked += 1;
      for (const [name, { anew }] of Object.entries(derivations))
        anew(watched(order, read[name] as Set<string>));
    }
    expect(looked).toBeGreaterThan(3_000);
    const order = given().submit().settle().order;
    for (const [name, { same }] of Object.entries(derivations)) {
      const compared = new Set<string>();
      expect(same(watched(order, compared), order)).toBe(true);
      const missed = [...(read[name] as Set<string>)].filter((field) => !compared.has(field));
      expect(missed, `${name} reads what is not compared`).toEqual([]);
    }
  });

  test('is what is computed anew, at each step of orders that take turns', () => {
    const { paths } = readPaths();
    const lives = paths.slice(0, 12).map((path, index) => walkPath(archetypes, path, pathOrderId(index)));
    let compared = 0;
    for (let round = 0; round < 12; round += 1)
      for (const life of lives) {
        const next = life.next();
        if (next.done) continue;
        const { order } = next.value.position;
        for (const derive of Object.values(derivations)) expect(derive(order)).toEqual(derive.anew(order));
        compared += 1;
      }
    expect(compared).toBeGreaterThan(100);
  });

  test('is derived again after a throw, and once for orders that are the same in what is compared', () => {
    const asked: number[] = [];
    const versionOf = remembered(
      (a, b) => a.version === b.version,
      ({ version }) => {
        asked.push(version);
        if (version === 2) throw new RangeError('no');
        return version;
      },
    );
    const { order } = given();
    const at = (version: number): Order => ({ ...order, version });
    expect(versionOf(at(1))).toBe(1);
    expect(versionOf(at(1))).toBe(1);
    expect(() => versionOf(at(2))).toThrow('no');
    expect(versionOf(at(1))).toBe(1);
    expect(() => versionOf(at(2))).toThrow('no');
    expect(asked).toEqual([1, 2, 2]);
  });
});
