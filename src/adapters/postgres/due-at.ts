import type { Session } from './session.ts';

/**
 * SQL for when the order `id` has work: the first command of each lane, the first event, a message (at once), the next
 * deadline. What stands behind a first one can't run before it, whatever its own time.
 */
function dueAt(schema: string, id: string, deadline: string): string {
  return `least(
    ${deadline},
    (select min(c.run_at) from (
      select distinct on (w.lane) w.run_at from ${schema}.outbox w
      where w.order_id = ${id} and w.kind = 'command' order by w.lane, w.position) c),
    (select w.run_at from ${schema}.outbox w where w.order_id = ${id} and w.kind = 'event' order by w.sequence limit 1),
    (select min(m.received_at) from ${schema}.inbox m where m.order_id = ${id} and m.handled_at is null and m.dead_at is null)
  )`;
}

/** Sets anew when orders that are locked have work, and ends the leases of `settled`. */
export async function refreshDue(
  session: Session,
  ids: readonly string[],
  settled: readonly string[] = [],
): Promise<void> {
  if (ids.length === 0) return;
  await session.query(
    `update ${session.schema}.orders o set
       due_at = ${dueAt(session.schema, 'o.id', 'o.next_deadline_at')},
       lease_token = case when o.id = any($2::uuid[]) then null else o.lease_token end,
       lease_until = case when o.id = any($2::uuid[]) then null else o.lease_until end
     where o.id = any($1::uuid[])`,
    [ids, settled],
  );
}
