import { translated } from './database-errors.ts';

/** What a `pg` client, a `pg` pool, a PGlite instance and a PGlite transaction have in common. */
export interface Queryable {
  /** Runs one statement with its parameters `$1`, `$2`… */
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** The `query` of a session on top of a client library's own. */
export function run<Row>(on: Queryable, text: string, values: readonly unknown[]): Promise<readonly Row[]> {
  return rowsOf(() => on.query(text, [...values]));
}

/** The rows that a client library answers with, or its error in our own words. */
export async function rowsOf<Row>(ask: () => Promise<{ rows: unknown[] }>): Promise<readonly Row[]> {
  try {
    const { rows } = await ask();
    return rows as readonly Row[];
  } catch (error) {
    throw translated(error);
  }
}
