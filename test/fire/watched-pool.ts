import type { Pool, PoolClient } from 'pg';

/** What was seen of a pool. */
export interface WatchedPool {
  readonly pool: Pool;
  /** The SQLSTATE of each query that failed, in order. */
  readonly errors: readonly string[];
}

/** A pool whose errors are seen, before the store deals with them. `rewrite` changes statements on their way. */
export function watchedPool(pool: Pool, rewrite: (text: string) => string = (text) => text): WatchedPool {
  const errors: string[] = [];
  const watch =
    (query: (text: string, values?: unknown[]) => Promise<unknown>) =>
    async (text: string, values?: unknown[]): Promise<unknown> => {
      try {
        return await query(rewrite(text), values);
      } catch (error) {
        errors.push((error as { readonly code?: string }).code ?? '');
        throw error;
      }
    };
  const connect = async (): Promise<PoolClient> => {
    const client = await pool.connect();
    return {
      query: watch((text, values) => client.query(text, values)),
      release: client.release.bind(client),
      on: client.on.bind(client),
      removeListener: client.removeListener.bind(client),
    } as unknown as PoolClient;
  };
  const watched = { query: watch((text, values) => pool.query(text, values)), connect };
  return { pool: watched as unknown as Pool, errors };
}
