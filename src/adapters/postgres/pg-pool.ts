import { translated } from './database-errors.ts';
import type { Queryable } from './queryable.ts';

/** A statement that the server parses and plans once a session. */
interface NamedStatement {
  name: string;
  text: string;
  values: unknown[];
}

/** What a pool and its clients have in common. */
export interface PgQueryable extends Queryable {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  query(statement: NamedStatement): Promise<{ rows: unknown[] }>;
}

/** A client that was checked out of a `pg.Pool`. */
export interface PgClient extends PgQueryable {
  /** Gives the client back to its pool, or closes it. */
  release(destroy?: boolean): void;
  /** Hears of errors of the connection. */
  on(event: 'error', listener: (error: Error) => void): unknown;
  /** Hears of NOTIFY on the channels that were listened to. */
  on(event: 'notification', listener: (message: { readonly channel: string }) => void): unknown;
  /** Hears of errors no more. */
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
  /** Hears of NOTIFY no more. */
  removeListener(event: 'notification', listener: (message: { readonly channel: string }) => void): unknown;
}

/** A `pg.Pool`, by its shape. */
export interface PgPool extends PgQueryable {
  /** Checks a client out; it has to be released. */
  connect(): Promise<PgClient>;
}

/** A client of the pool's. @throws OrderError `STORE_UNAVAILABLE`. */
export async function checkOut(pool: PgPool): Promise<PgClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw translated(error);
  }
}
