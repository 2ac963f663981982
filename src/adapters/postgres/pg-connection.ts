import { listenOn } from './pg-listen.ts';
import { checkOut, type PgPool } from './pg-pool.ts';
import { run } from './queryable.ts';
import type { Connection, Session } from './session.ts';

/** A {@link Connection} on a `pg.Pool`. */
export function pgConnection(pool: PgPool, schema: string): Connection {
  return {
    schema,
    query: (text, values = []) => run(pool, text, values),
    transaction: (work) => inTransaction(pool, schema, work),
    listen: (channel, onNotify) => listenOn(pool, channel, onNotify),
  };
}

async function inTransaction<T>(
  pool: PgPool,
  schema: string,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const client = await checkOut(pool);
  // A checked-out client whose server goes away between two queries emits `error`, and nobody else listens.
  const ignore = (): void => {};
  client.on('error', ignore);
  let destroy = true;
  try {
    const session: Session = { schema, query: (text, values = []) => run(client, text, values) };
    await session.query('begin isolation level read committed');
    const result = await work(session).catch(async (error: unknown) => {
      await client.query('rollback').then(
        () => (destroy = false),
        () => undefined,
      );
      throw error;
    });
    await session.query('commit');
    destroy = false;
    return result;
  } finally {
    client.removeListener('error', ignore);
    client.release(destroy);
  }
}
