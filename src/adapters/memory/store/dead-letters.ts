import { OrderError } from '../../../errors/index.ts';
import type { Timestamp } from '../../../machine/index.ts';
import type { DeadLetter } from '../../../ports/index.ts';
import { isolate } from '../isolate.ts';
import type { Database } from './database.ts';
import type { LetterRow, OrderRow } from './rows.ts';

/** Dead letters, oldest first, after the given one. */
export function listDeadLetters(
  database: Database,
  page: { readonly orderId?: string; readonly after?: string; readonly limit: number },
): readonly DeadLetter[] {
  const after = page.after === undefined ? 0 : (database.letters.get(page.after)?.index ?? 0);
  return [...database.letters.values()]
    .filter((row) => row.index > after && (page.orderId === undefined || row.letter.orderId === page.orderId))
    .toSorted((one, other) => one.index - other.index)
    .slice(0, page.limit)
    .map((row) => row.letter);
}

/** The row of a dead letter. @throws OrderError `DEAD_LETTER_NOT_FOUND`. */
export function deadLetter(database: Database, id: string): LetterRow {
  const row = database.letters.get(id);
  if (row !== undefined) return row;
  throw new OrderError(
    'DEAD_LETTER_NOT_FOUND',
    `there is no dead letter "${id}". It may have been redriven or discarded; the list says what there is.`,
    { details: { id } },
  );
}

/** Puts a dead letter back where it came from, as if new, and forgets it. */
export function redriveLetter(database: Database, row: LetterRow, now: Timestamp): void {
  const { body, letter } = row;
  database.letters.delete(letter.id);
  if (body.kind === 'message') {
    const known = database.messages.get(body.key);
    if (known === undefined) return;
    const message = isolate({ ...known.message, attempts: 0 });
    database.messages.set(body.key, { ...known, message, state: 'waiting', since: now });
    return;
  }
  const order = letter.orderId === null ? undefined : database.orders.get(letter.orderId);
  if (order === undefined) return;
  database.orders.set(order.order.id, withBody(order, body, now));
}

function withBody(
  row: OrderRow,
  body: Exclude<LetterRow['body'], { kind: 'message' }>,
  now: Timestamp,
): OrderRow {
  if (body.kind === 'event') {
    const event = isolate({ ...body.event, attempts: 0, runAt: now });
    return { ...row, events: [...row.events, event].toSorted((one, other) => one.sequence - other.sequence) };
  }
  const command = isolate({
    ...body.command,
    position: row.nextPosition,
    attempts: 0,
    runAt: now,
    firstTriedAt: null,
    unknown: true,
    lastError: null,
  });
  return { ...row, nextPosition: row.nextPosition + 1, commands: [...row.commands, command] };
}
