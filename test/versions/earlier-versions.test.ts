import { PGlite } from '@electric-sql/pglite';
import { createOrders } from 'statecart';
import { createMemoryClock, createSequentialIds } from 'statecart/adapters/memory';
import { createPostgresStore, migrate } from 'statecart/adapters/postgres';
import { silentLogger } from 'statecart/adapters/system';
import {
  deadlinesOf,
  knownVersions,
  machineVersion,
  type Order,
  operationsOf,
  upgradeOrder,
} from 'statecart/machine';
import { brokenInvariants, finishWalk, walkStart } from 'statecart/testing';
import { describe, expect, test } from 'vitest';
import { assertSame } from '../graph/same.ts';
import { insertRows } from './insert-rows.ts';
import { keptOrders, keptRows } from './kept.ts';
import { willingPorts } from './willing-ports.ts';

/** The schema of the database that each version of the statechart was released with. */
const schemaOf: Readonly<Record<number, number>> = { 1: 3 };

describe.each(knownVersions.filter((version) => version < machineVersion))(
  'an order that version %i of the statechart wrote',
  (version) => {
    const orders = keptOrders(version);

    test('is upgraded whole, and stands where it stood', () => {
      for (const { order, archetype, events } of orders) {
        const where = `${archetype}: ${events.join(', ')}`;
        const upgraded = upgradeOrder(order);
        assertSame(upgraded.machineVersion, machineVersion, where);
        assertSame(upgraded.version, order.version, where);
        assertSame(upgraded.axes, order.axes, where);
        // Its deadlines are derived anew with the next event.
        const derived = { ...upgraded, deadlines: deadlinesOf(upgraded) };
        assertSame(brokenInvariants(derived), [], where);
        expect(upgradeOrder(upgraded)).toBe(upgraded);
      }
      expect(orders.length).toBeGreaterThan(900);
    });

    test('is finished by this version, and comes to the end that it came to then', () => {
      for (const { order, untried, now, end, archetype, events } of orders) {
        const where = `${archetype}: ${events.join(', ')}`;
        const finished = finishWalk({ order: upgradeOrder(order), untried, now, events: 1_000 }).order;
        assertSame(finished.axes, end, where);
        assertSame(brokenInvariants(finished), [], where);
      }
      expect(orders.length).toBeGreaterThan(900);
    });

    test('is read from the rows that it left, once the schema is migrated', async () => {
      const database = new PGlite();
      await migrate(database, { to: schemaOf[version]! });
      await insertRows(database, keptRows(version));
      await migrate(database);
      const store = createPostgresStore({ connection: database });
      const loaded = await store.load(orders.map(({ order }) => order.id));
      const found = new Map(loaded.map((stored) => [stored.order.id, stored]));
      for (const { order, untried } of orders) {
        const stored = found.get(order.id)!;
        expect(upgradeOrder(stored.order)).toEqual(upgradeOrder(order));
        expect([...stored.untried].sort()).toEqual([...untried].sort());
      }
      await database.close();
    });

    test('is gone on with by a worker of this version: what was asked for is performed, and nothing is left under way', async () => {
      const database = new PGlite();
      await migrate(database, { to: schemaOf[version]! });
      const some = orders.filter((_, index) => index % 3 === 0);
      const ids = new Set(some.map(({ order }) => order.id));
      await insertRows(
        database,
        keptRows(version).filter(({ table, row }) => isAbout(ids, table, row)),
      );
      await migrate(database);
      const store = createPostgresStore({ connection: database });
      // Soon after the orders were made: what waits a day longer, and what runs out, is not looked for here.
      const latest = walkStart + 120_000;
      const shop = createOrders({
        store,
        clock: createMemoryClock({ now: latest }),
        ids: createSequentialIds(1),
        ports: willingPorts(),
        logger: silentLogger,
      });
      const report = await shop.drain();
      expect(report.commands).toBeGreaterThan(300);
      expect(await shop.deadLetters.list()).toEqual([]);

      const loaded = await store.load([...ids]);
      const found = new Map(loaded.map((stored) => [stored.order.id, stored]));
      let written = 0;
      for (const { order, untried, now, archetype, events } of some) {
        const where = `${archetype}: ${events.join(', ')}`;
        const after = found.get(order.id)!.order;
        const wentOn = after.version > order.version;
        if (wentOn) written += 1;
        assertSame(after.machineVersion, wentOn ? machineVersion : version, where);
        const current = upgradeOrder(after);
        const derived = wentOn ? current : { ...current, deadlines: deadlinesOf(current) };
        assertSame(brokenInvariants(derived), [], where);
        // What a worker had taken already is not in the rows: its answer is that worker's to bring.
        const taken = new Set(underWay(order).filter((id) => !untried.includes(id)));
        const waiting = underWay(after).filter((id) => !taken.has(id));
        if (now <= latest) assertSame(waiting, [], where);
      }
      expect(written).toBeGreaterThan(100);
      await database.close();
    });
  },
);

function underWay(order: Order): readonly string[] {
  return operationsOf(order)
    .filter(({ state }) => state === 'requested')
    .map(({ id }) => id);
}

/** Whether a row is of one of these orders, or of none. */
function isAbout(ids: ReadonlySet<string>, table: string, row: Readonly<Record<string, unknown>>): boolean {
  const orderId = table === 'orders' ? row['id'] : row['order_id'];
  return typeof orderId !== 'string' || ids.has(orderId);
}
