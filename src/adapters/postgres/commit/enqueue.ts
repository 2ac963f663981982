import type { Session } from '../session.ts';
import { commandRowOf, eventRowOf, type OutboxRow, outbox } from '../tables/outbox.ts';
import { insertFrom } from '../tables/table.ts';
import { isWritten, type Statement } from './statement.ts';
import type { ChangeWrite } from './write.ts';

/** Puts commands and events into the outbox; their positions rise as they stand here. */
export async function enqueue(session: Session, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  await session.query(insertFrom(session.schema, outbox), [JSON.stringify(rows)]);
}

/** Puts what changes ask for into the outbox. After `removed`: a command may be asked for again under its id. */
export function enqueueAll(statement: Statement, changes: readonly ChangeWrite[]): void {
  const rows = changes.flatMap(({ orderId, now, change: { commands, events } }) => [
    ...commands.map((command) => commandRowOf(orderId, command)),
    ...events.map((event) => eventRowOf(orderId, event, now)),
  ]);
  if (!statement.needs(rows)) return;
  statement.with(
    'enqueued',
    `${insertFrom(statement.schema, outbox, statement.rows(rows))}
     where ${isWritten('r.order_id')} and (select count(*) from removed) >= 0`,
  );
}
