import { PGlite } from '@electric-sql/pglite';
import { createPostgresStore, migrate } from 'statecart/adapters/postgres';
import { axisNames, axisStates, machineVersion } from 'statecart/machine';
import { brokenInvariants, finishWalk, stateGraph } from 'statecart/testing';
import { describe, expect, test } from 'vitest';
import { assertSame } from '../graph/same.ts';
import { insertRows } from './insert-rows.ts';
import { keptGraph, keptOrders, keptRows } from './kept.ts';

const orders = keptOrders(machineVersion);

describe(`version ${machineVersion} of the statechart, as it was kept when it was released`, () => {
  test('has the same states, transitions, events, commands and rules: another graph is another version', () => {
    expect(stateGraph()).toEqual(keptGraph(machineVersion));
  });

  test('left an order in every state of every axis', () => {
    for (const axis of axisNames) {
      const seen = new Set<string>(orders.map(({ order }) => order.axes[axis]));
      expect(axisStates[axis].filter((state) => !seen.has(state))).toEqual([]);
    }
  });

  test('left orders that are whole, and that come to the end that they came to then', () => {
    for (const { order, untried, now, end, archetype, events } of orders) {
      const where = `${archetype}: ${events.join(', ')}`;
      assertSame(brokenInvariants(order), [], where);
      const finished = finishWalk({ order, untried, now, events: 1_000 }).order;
      assertSame(finished.axes, end, where);
      assertSame(brokenInvariants(finished), [], where);
    }
    expect(orders.length).toBeGreaterThan(900);
  });

  test('left rows on Postgres that are read as those orders', async () => {
    const database = new PGlite();
    await migrate(database);
    await insertRows(database, keptRows(machineVersion));
    const store = createPostgresStore({ connection: database });
    const loaded = await store.load(orders.map(({ order }) => order.id));
    const found = new Map(loaded.map((stored) => [stored.order.id, stored]));
    for (const { order, untried } of orders) {
      expect(found.get(order.id)?.order).toEqual(order);
      expect([...(found.get(order.id)?.untried ?? [])].sort()).toEqual([...untried].sort());
    }
    await database.close();
  });
});
