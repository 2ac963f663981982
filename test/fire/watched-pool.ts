import type { Pool } from 'pg';

/** What was seen of a pool. */
export interface WatchedPool {
  readonly pool: Pool;
  /** The SQLSTATE of each query that failed, in order. */
  readonly errors: readonly string[];
}

type Query = (...args: readonly [unknown, ...unknown[]]) => Promise<unknown>;

/** A pool whose errors are seen, before the store deals with them. `rewrite` changes statements on their way. */
export function watchedPool(pool: Pool, rewrite: (text: string) => string = (text) => text): WatchedPool {
  const errors: string[] = [];
  const watch =
    (query: Query): Query =>
    async (first, ...rest) => {
      try {
        return await query(typeof first === 'string' ? rewrite(first) : first, ...rest);
      } catch (error) {
        errors.push((error as { readonly code?: string }).code ?? '');
        throw error;
      }
    };
  const connect = async () => {
    const client = await pool.connect();
    return {
      query: watch(client.query.bind(client) as unknown as Query),
      release: client.release.bind(client),
      on: client.on.bind(client),
      removeListener: client.removeListener.bind(client),
    };
  };
  const watched = { query: watch(pool.query.bind(pool) as unknown as Query), connect };
  return { pool: watched as unknown as Pool, errors };
}
