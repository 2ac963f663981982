import { AsyncLocalStorage } from 'node:async_hooks';
import type { Pool, PoolClient } from 'pg';
import type { Reach } from './failpoints.ts';

/** What the store is doing: names the places on the way to the server. */
export interface Doing {
  readonly what: string;
  readonly orders: readonly string[];
}

/** The operation of the store that a query belongs to. */
export const doing = new AsyncLocalStorage<Doing>();

type Query = (...args: readonly [unknown, ...unknown[]]) => Promise<unknown>;

const textOf = (query: unknown): string =>
  typeof query === 'string' ? query : String((query as { readonly text?: unknown }).text);
const isWriting = (text: string): boolean => /\b(?:insert into|update|delete from)\b/i.test(text);

/**
 * A `pg.Pool` that tells how far the store has come: `open` after a statement of a transaction that is still open, `sent`
 * when what makes it permanent is with the server and has not been answered, be it COMMIT or a statement of its own.
 */
export function tracedPool(pool: Pool, reach: Reach): Pool {
  const tell = (stage: string): void => {
    const operation = doing.getStore();
    if (operation !== undefined) reach(`${operation.what}.${stage}`, '', operation.orders);
  };
  /** The bytes are with the kernel when `query` returns: the server goes on with them whatever becomes of this process. */
  const send = (client: PoolClient, args: Parameters<Query>, isLast: boolean): Promise<unknown> => {
    const answer = (client.query as unknown as Query).apply(client, args);
    if (isLast) tell('sent');
    return answer;
  };
  const query: Query = async (...args) => {
    const client = await pool.connect();
    try {
      return await send(client, args, isWriting(textOf(args[0])));
    } finally {
      client.release();
    }
  };
  const connect = async () => {
    const client = await pool.connect();
    const within: Query = async (...args) => {
      const text = textOf(args[0]);
      const isLast = /^\s*commit\b/i.test(text);
      const answer = await send(client, args, isLast);
      if (!isLast && !/^\s*(?:begin|rollback|listen)\b/i.test(text)) tell('open');
      return answer;
    };
    return {
      query: within,
      release: client.release.bind(client),
      on: client.on.bind(client),
      removeListener: client.removeListener.bind(client),
    };
  };
  return { query, connect } as unknown as Pool;
}
