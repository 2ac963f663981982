import { listenOn } from './pg-listen.ts';
import { checkOut, type PgPool, type PgQueryable } from './pg-pool.ts';
import { rowsOf } from './queryable.ts';
import type { Connection, Session } from './session.ts';
import type { StatementNames } from './statement-names.ts';

/** A {@link Connection} on a `pg.Pool`. `names`: for statements that are to stay prepared; `null`: none is. */
export function pgConnection(pool: PgPool, schema: string, names: StatementNames | null): Connection {
  return {
    ...sessionOn(pool, schema, names),
    transaction: (work) => inTransaction(pool, schema, names, work),
    listen: (channel, onNotify) => listenOn(pool, channel, onNotify),
  };
}

function sessionOn(on: PgQueryable, schema: string, names: StatementNames | null): Session {
  return {
    schema,
    keepsPlans: names !== null,
    query(text, values = []) {
      const name = values.length === 0 ? undefined : names?.nameOf(text);
      const given = [...values];
      return rowsOf(() =>
        name === undefined ? on.query(text, given) : on.query({ name, text, values: given }),
      );
    },
  };
}

async function inTransaction<T>(
  pool: PgPool,
  schema: string,
  names: StatementNames | null,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const client = await checkOut(pool);
  // A checked-out client whose server goes away between two queries emits `error`, and nobody else listens.
  const ignore = (): void => {};
  client.on('error', ignore);
  let destroy = true;
  try {
    const session = sessionOn(client, schema, names);
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
