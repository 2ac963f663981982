import type { Session } from './session.ts';
import { milliseconds } from './sql.ts';

/** When the next work is due; that of a leased order, not before its lease ends. */
export async function nextDue(session: Session): Promise<number | null> {
  const [row] = await session.query<{ due: string | null }>(
    `select ${nextDueAt(session.schema)}::text as due`,
  );
  return row === undefined || row.due === null ? null : Number(row.due);
}

/** SQL for it, in milliseconds. */
export function nextDueAt(schema: string): string {
  return milliseconds(`least(
    (select min(o.due_at) from ${schema}.orders o where o.due_at is not null and o.lease_until is null),
    (select min(greatest(o.due_at, o.lease_until)) from ${schema}.orders o where o.lease_until is not null and o.due_at is not null))`);
}
