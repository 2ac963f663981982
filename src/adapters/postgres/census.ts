import type { CensusRow } from '../../ports/index.ts';
import type { Session } from './session.ts';
import { jsonRows } from './sql.ts';

/** The most groups that are counted: names are few, unless something went very wrong. */
const maxGroups = 10_000;

/** What there is, counted by name, in one statement. Reads every order once: for operators before a deploy, not for requests. */
export async function census(session: Session): Promise<readonly CensusRow[]> {
  const { schema } = session;
  return jsonRows<CensusRow>(
    session,
    `select json_build_object('kind', kind, 'name', name, 'count', count(*))::text as json from (
       select 'machineVersion' as kind, o.machine_version::text as name from ${schema}.orders o
       union all
       select 'state', a.axis || '.' || a.state from ${schema}.orders o cross join lateral (values
         ('status', o.status), ('payment', o.payment), ('stock', o.stock),
         ('fulfillment', o.fulfillment), ('returns', o.returns), ('review', o.review)) a(axis, state)
       union all
       select 'deadline', d->>'name' from ${schema}.orders o cross join lateral jsonb_array_elements(o.deadlines) d
       where o.next_deadline_at is not null
       union all
       select 'command', b.type from ${schema}.outbox b where b.kind = 'command'
       union all
       select 'message', i.fact->>'type' from ${schema}.inbox i where i.handled_at is null and i.dead_at is null and i.fact->>'type' is not null
     ) counted
     group by kind, name limit $1::bigint`,
    [maxGroups],
  );
}
