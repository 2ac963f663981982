import type { Session } from '../session.ts';
import { type OutboxRow, outbox } from '../tables/outbox.ts';
import { insertFrom } from '../tables/table.ts';

/** Puts commands and events into the outbox; their positions rise as they stand here. */
export async function enqueue(session: Session, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  await session.query(insertFrom(session.schema, outbox), [JSON.stringify(rows)]);
}
