import type { OrderWrite } from '../../../ports/index.ts';
import { moment } from '../sql.ts';
import { newRefs } from './attach-parked.ts';
import { handledOf, laterOf } from './settle.ts';
import type { Statement } from './statement.ts';
import { goneOf } from './withdraw.ts';
import { isChange } from './write.ts';

/** Where new commands stand: behind all that are there. */
const behindAll = 2 ** 52;

/**
 * When orders that are written next have work besides their deadlines: the table expression `next_work`. It stands in the
 * statement that writes, whose snapshot shows outbox and inbox as they were before; so what goes is left out, and what
 * comes is added. What stands behind the first command of a lane, or the first event, can't run before it.
 */
export function nextWork(statement: Statement, writes: readonly OrderWrite[]): void {
  const { schema } = statement;
  const later = writes.flatMap(laterOf);
  const dead = writes.flatMap(({ settlement }) => (settlement?.dead ?? []).map(({ id }) => id));
  const gone = statement.value([
    ...writes.flatMap((write) => goneOf(write).map(({ kind, id }) => `${kind}:${id}`)),
    ...dead,
  ]);
  const possible = 'any(array(select id from possible))';
  const laterKeys = statement.value(later.map((row) => `${row.order_id} ${row.id}`));
  const laterAt = statement.value(later.map((row) => row.run_at));
  const place = `array_position(${laterKeys}::text[], w.order_id || ' ' || w.id)`;
  const runAt = `coalesce(${moment(`(${laterAt}::bigint[])[${place}]`)}, w.run_at)`;
  const waiting = (kind: string, place: string): string =>
    `select w.order_id, w.kind, w.lane, ${place} as place, ${runAt} as run_at from ${schema}.outbox w
     where w.kind = '${kind}' and w.order_id = ${possible} and w.kind || ':' || w.id <> all(${gone}::text[])`;
  const fresh = writes.flatMap(freshOf);
  const handled = [
    ...writes.flatMap(handledOf).map(({ handler, message_id: id }) => `message:${handler}:${id}`),
    ...dead,
  ];
  statement.withRead(
    'next_work',
    `       select u.order_id, min(u.run_at) as at from (
         select distinct on (f.order_id, f.kind, f.lane) f.order_id, f.run_at from (
           ${waiting('command', 'w.position')}
           union all ${waiting('event', 'w.sequence')}
           union all select r.order_id, r.kind, r.lane, r.place, ${moment('r.run_at')}
             from jsonb_to_recordset(${statement.rows(fresh)}::jsonb)
               as r(order_id uuid, kind text, lane text, place bigint, run_at bigint)) f
         order by f.order_id, f.kind, f.lane, f.place) u
       group by u.order_id`,
  );
  const refs = writes.filter(isChange).flatMap(newRefs);
  const parked =
    refs.length === 0
      ? ''
      : `union all select r.order_id, m.received_at
         from jsonb_to_recordset(${statement.rows(refs)}::jsonb) as r(order_id uuid, ref text)
         join ${schema}.inbox m on m.order_ref = r.ref and m.order_id is null and m.handled_at is null and m.dead_at is null`;
  statement.withRead(
    'next_message',
    `select u.order_id, min(u.received_at) as at from (
       select m.order_id, m.received_at from ${schema}.inbox m
       where m.order_id = ${possible} and m.handled_at is null and m.dead_at is null
         and 'message:' || m.handler || ':' || m.message_id <> all(${statement.value(handled)}::text[])
       ${parked}) u
     group by u.order_id`,
  );
}

/** SQL for when an order is due, beside {@link joinNextWork}. */
export function dueAt(deadline: string): string {
  return `least(${deadline}, next_work.at, next_message.at)`;
}

/** SQL that adds what is next to rows with an order's id. */
export function joinNextWork(orderId: string): string {
  return `left join next_work on next_work.order_id = ${orderId} left join next_message on next_message.order_id = ${orderId}`;
}

function freshOf({ orderId, now, change }: OrderWrite) {
  const commands = (change?.commands ?? []).map(({ lane, runAt }, n) => ({
    order_id: orderId,
    kind: 'command',
    lane,
    place: behindAll + n,
    run_at: runAt,
  }));
  const [first] = change?.events ?? [];
  if (first === undefined) return commands;
  return [...commands, { order_id: orderId, kind: 'event', lane: null, place: first.sequence, run_at: now }];
}
