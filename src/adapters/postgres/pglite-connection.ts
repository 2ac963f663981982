import { translated } from './database-errors.ts';
import { type Queryable, run } from './queryable.ts';
import type { Connection } from './session.ts';

/** A PGlite instance, by its shape. */
export interface PgliteDatabase extends Queryable {
  /** Commits when `work` resolves, rolls back when it rejects. */
  transaction<T>(work: (transaction: Queryable) => Promise<T>): Promise<T>;
  /** Calls back for each NOTIFY on a channel until the function it gives is called. */
  listen(
    channel: string,
    onNotify: (payload: string) => void,
  ): Promise<(...ignored: never[]) => Promise<void>>;
}

/** A {@link Connection} on PGlite. It has one session: transactions wait for each other. */
export function pgliteConnection(database: PgliteDatabase, schema: string): Connection {
  return {
    schema,
    keepsPlans: false,
    query: (text, values = []) => run(database, text, values),
    async transaction(work) {
      try {
        return await database.transaction((transaction) =>
          work({ schema, keepsPlans: false, query: (text, values = []) => run(transaction, text, values) }),
        );
      } catch (error) {
        throw translated(error);
      }
    },
    async listen(channel, onNotify) {
      const stop = await database.listen(channel, () => onNotify());
      return () => stop();
    },
  };
}
