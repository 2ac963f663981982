import { createPostgresStore, migrate } from 'statecart/adapters/postgres';
import { expect, it } from 'vitest';
import { migrations } from '../../src/adapters/postgres/migrations/index.ts';
import {
  claimOne,
  command,
  commit,
  deadCommand,
  edge,
  entry,
  event,
  message,
  now,
  settle,
  write,
} from '../../src/testing/contracts/order-store/writes.ts';
import { sampleDraft } from '../../src/testing/sample-orders.ts';
import type { TestDatabase } from '../support/test-database.ts';

const latest = migrations.length;

/** The schema goes down and up again with orders in it. */
export function migrationTests(database: () => TestDatabase): void {
  /** Every row of every table, as text, by table. */
  async function everything(schema: string): Promise<Readonly<Record<string, readonly string[]>>> {
    const { pool } = database();
    const { rows } = await pool.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = $1 and table_name <> 'migrations'`,
      [schema],
    );
    const tables = await Promise.all(
      rows.map(async ({ name }) => {
        const found = await pool.query<{ row: string }>(
          `select to_jsonb(t)::text as row from ${schema}.${name} t order by 1`,
        );
        return [name, found.rows.map(({ row }) => JSON.stringify(JSON.parse(row)))] as const;
      }),
    );
    return Object.fromEntries(tables);
  }

  it.each([2, 1, 0])(
    'goes down to version %i and up again: what that version has survives',
    async (version) => {
      const { pool, schema: base } = database();
      const schema = `${base}_down_${version}`;
      await migrate(pool, { schema });
      const store = createPostgresStore({ connection: pool, schema });
      const order = sampleDraft({ seed: 'migrated', number: 'SC-MIGRATED' });
      await commit(
        store,
        write(order, {
          history: [edge(1)],
          journal: [entry(1)],
          commands: [command(order, 1), command(order, 2, { lane: 'other' })],
          events: [event(order, 1)],
        }),
      );
      await store.receive(message(order.id, 'waits'), now);
      await store.receive(message('nobody', 'parked'), now);
      const claimed = await claimOne(store, 'before');
      await commit(store, settle(claimed, { dead: [deadCommand(claimed)] }));
      const before = await everything(schema);
      const filled = Object.values(before).filter((rows) => rows.length > 0);
      expect(filled.length).toBeGreaterThanOrEqual(8);

      expect(await migrate(pool, { schema, to: version })).toMatchObject({ from: latest, to: version });
      const below = await everything(schema);
      const kept = Object.keys(below);
      for (const table of kept)
        expect([table, below[table]]).toEqual([table, onlyAsIn(before[table]!, below[table]!)]);
      await expect(store.check()).rejects.toMatchObject({
        code: version === 0 ? 'SCHEMA_MISSING' : 'SCHEMA_OLDER',
      });

      expect(await migrate(pool, { schema })).toMatchObject({ from: version, to: latest });
      const after = await everything(schema);
      expect(Object.keys(after).toSorted()).toEqual(Object.keys(before).toSorted());
      for (const [table, rows] of Object.entries(after))
        expect([table, rows]).toEqual([table, kept.includes(table) ? before[table] : []]);
      await store.check();
      const survivors = version === 0 ? [] : [{ order, untried: [] }];
      expect(await store.load([order.id])).toEqual(survivors);
      await pool.query(`drop schema ${schema} cascade`);
    },
  );
}

/** Rows without the columns that others of their table do not have. */
function onlyAsIn(rows: readonly string[], others: readonly string[]): readonly string[] {
  const columns = Object.keys(JSON.parse(others[0] ?? '{}') as object);
  return rows.map((row) => {
    const known = JSON.parse(row) as Record<string, unknown>;
    const kept = Object.fromEntries(columns.map((column) => [column, known[column]]));
    return JSON.stringify(kept);
  });
}
