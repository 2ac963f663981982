import pg from 'pg';
import { createPostgresStore } from 'statecart/adapters/postgres';
import { expect, it, onTestFinished } from 'vitest';
import {
  claimOne,
  command,
  commit,
  edge,
  entry,
  event,
  next,
  place,
  write,
} from '../../src/testing/contracts/order-store/writes.ts';
import { sampleDraft } from '../../src/testing/sample-orders.ts';
import type { TestDatabase } from '../support/test-database.ts';

/** How the database may join: as it likes, and in each way that it knows. */
const plans = {
  free: '',
  hashed: '-c enable_nestloop=off -c enable_mergejoin=off',
  merged: '-c enable_nestloop=off -c enable_hashjoin=off',
  nested: '-c enable_mergejoin=off -c enable_hashjoin=off',
};
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** The order of what is written does not depend on how the database joins. */
export function planTests(database: () => TestDatabase): void {
  it.each(Object.entries(plans))(
    'keeps journals, history and work in their order (%s)',
    async (plan, options) => {
      const { connectionString, schema } = await database().beside(plan);
      const pool = new pg.Pool({ connectionString, options, max: 2 });
      onTestFinished(() => pool.end());
      const store = createPostgresStore({ connection: pool, schema });
      const order = await place(store, { seed: `planned ${plan}` });
      // So many that the database prefers to hash what is written, and to look through the orders.
      await store.commit(numbers(400).map((n) => write(sampleDraft({ seed: `bystander ${n}` }))));
      await pool.query(`analyze ${schema}.orders`);
      const versions = numbers(12).map((n) => n + 1);
      const last = versions.reduce((one) => next(one), order);
      await commit(
        store,
        write(last, {
          before: 1,
          history: versions.map((version) => edge(version)),
          journal: versions.map((version) => entry(version)),
          commands: versions.map((n) => command(order, n, { lane: `lane-${100 - n}` })),
          events: versions.map((n) => event(order, n)),
        }),
      );
      const refusals = numbers(12).map((n) =>
        entry(last.version, { type: `order.request_${n}`, outcome: 'refused' }),
      );
      await store.recordRefusals(refusals.map((refusal) => ({ orderId: order.id, entry: refusal })));
      const { history, journal } = await store.history(order.id);
      expect(history).toEqual(versions.map((version) => edge(version)));
      expect(journal).toEqual([...versions.map((version) => entry(version)), ...refusals]);
      const { untried } = (await store.load([order.id]))[0] ?? { untried: [] };
      expect(untried).toEqual(versions.map((n) => command(order, n).id));
      const claimed = await claimOne(store, `planner ${plan}`, { orderIds: [order.id] });
      expect(claimed.commands.map(({ id }) => id)).toEqual(untried);
      expect(claimed.events.map(({ sequence }) => sequence)).toEqual(versions);
    },
  );
}
