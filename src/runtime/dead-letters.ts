import * as z from 'zod';
import { OrderError } from '../errors/index.ts';
import { parseAs, eventParts as part } from '../machine/index.ts';
import type { DeadLetter } from '../ports/index.ts';
import type { Context } from './context.ts';
import { defaultPageSize, pageSizeOf } from './page.ts';

/** What did not succeed and is not tried again by itself. */
export interface DeadLetters {
  /** Dead letters, oldest first. `after`: the id of the last one seen; `limit`: 1 to 1000, 100 if left out. */
  list(page?: {
    readonly orderId?: string;
    readonly after?: string;
    readonly limit?: number;
  }): Promise<readonly DeadLetter[]>;
  /** One dead letter, with its data and its last error. @throws OrderError `DEAD_LETTER_NOT_FOUND`. */
  inspect(id: string): Promise<DeadLetter>;
  /**
   * Puts it back to be tried again. A command is looked up at its port before it is performed, and is not performed at all
   * once the order has moved on. @throws OrderError `DEAD_LETTER_NOT_FOUND`.
   */
  redrive(id: string): Promise<DeadLetter>;
  /** Forgets it. @throws OrderError `DEAD_LETTER_NOT_FOUND`. */
  discard(id: string): Promise<void>;
}

/** What a page is checked by, its length aside. */
const pageSchema = z.object({ orderId: part.id, after: part.id }).partial();

/** The dead letters of a runtime. */
export function createDeadLetters(context: Context): DeadLetters {
  const { store, clock, logger } = context;
  return {
    async list(page = {}) {
      await context.ready();
      parseAs(pageSchema, page, 'the page of dead letters');
      return store.deadLetters({ ...page, limit: pageSizeOf(page.limit, 'dead letters') });
    },
    async inspect(id) {
      await context.ready();
      let page = await store.deadLetters({ limit: defaultPageSize });
      for (;;) {
        const found = page.find((letter) => letter.id === id);
        if (found !== undefined) return found;
        const last = page.at(-1);
        if (last === undefined || page.length < defaultPageSize) throw notFound(id);
        page = await store.deadLetters({ after: last.id, limit: defaultPageSize });
      }
    },
    async redrive(id) {
      await context.ready();
      const letter = await store.redrive(knownId(id), clock.now());
      logger.info({ deadLetter: id, orderId: letter.orderId }, 'a dead letter is tried again');
      context.wakeups.committed(letter.orderId ?? id);
      return letter;
    },
    async discard(id) {
      await context.ready();
      await store.discard(knownId(id));
      logger.info({ deadLetter: id }, 'a dead letter was discarded');
    },
  };
}

/** An id that a letter could have. @throws OrderError `DEAD_LETTER_NOT_FOUND`. */
function knownId(id: string): string {
  if (part.id.safeParse(id).success) return id;
  throw notFound('of such an id');
}

function notFound(id: string): OrderError {
  return new OrderError(
    'DEAD_LETTER_NOT_FOUND',
    `there is no dead letter "${id}". It may have been redriven or discarded; list shows what is there.`,
    {
      details: { id },
    },
  );
}
