import { setTimeout as delay } from 'node:timers/promises';
import type { TestDatabase } from '../support/test-database.ts';

/** Where the server stands still within a statement: at a row that is written to a table. */
export interface Hold {
  readonly table: string;
  /** SQL that is true for the row. */
  readonly when: string;
}

/** Names the lock that the server waits for. */
const lockId = 4_242;

/** The server, held. */
export interface Held {
  /** Resolves when a session has come to the place and waits there; `false`: it was released before. */
  reached(): Promise<boolean>;
  /** Lets it go on, and forgets the place. */
  release(): Promise<void>;
}

/**
 * Holds the server at a place: a trigger waits for a lock that this process has. What the statement has written before the
 * row is written, and what comes after is not; so a client that dies now dies in the middle of it.
 */
export async function holdAt({ pool, schema }: TestDatabase, { table, when }: Hold): Promise<Held> {
  await pool.query(
    `create or replace function ${schema}.stand_still() returns trigger language plpgsql as $$
     begin perform pg_advisory_xact_lock_shared(${lockId}); return new; end $$`,
  );
  await pool.query(
    `create trigger stand_still before insert or update on ${schema}.${table}
     for each row when (${when}) execute function ${schema}.stand_still()`,
  );
  const client = await pool.connect();
  await client.query('select pg_advisory_lock($1)', [lockId]);
  let isOver = false;
  return {
    async reached() {
      for (;;) {
        const { rows } = await pool.query<{ waiting: boolean }>(
          `select exists (select from pg_locks where locktype = 'advisory' and objid = $1 and not granted) as waiting`,
          [lockId],
        );
        if (rows[0]?.waiting === true || isOver) return !isOver;
        await delay(5);
      }
    },
    async release() {
      if (isOver) return;
      isOver = true;
      await client.query('select pg_advisory_unlock($1)', [lockId]);
      client.release();
      await pool.query(`drop trigger stand_still on ${schema}.${table}`);
    },
  };
}
