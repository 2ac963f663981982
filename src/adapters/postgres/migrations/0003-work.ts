import type { Migration } from './migration.ts';

const object = (column: string) => `${column} jsonb not null check (jsonb_typeof(${column}) = 'object')`;

/**
 * Of a table whose rows come and go: an empty one that VACUUM has cut down to nothing looks as if it were fastest read from
 * end to end, and a plan that is made then is kept when thousands wait. So its pages stay, and dead rows go early.
 */
const queue =
  'with (vacuum_truncate = off, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000)';

/** What waits: commands and events on their way out, messages on their way in, and what went nowhere. */
export const migration0003: Migration = {
  version: 3,
  name: 'work',
  up: (s) => [
    `create table ${s}.outbox (
      id text primary key check (id <> ''),
      kind text not null check (kind in ('command', 'event')),
      order_id uuid not null references ${s}.orders on delete cascade,
      position bigint generated always as identity,
      type text not null check (type <> ''),
      lane text check (lane <> ''),
      sequence integer check (sequence >= 1),
      occurred_at timestamptz,
      ${object('data')},
      ${object('meta')},
      attempts integer not null check (attempts >= 0),
      run_at timestamptz not null,
      first_tried_at timestamptz,
      unknown boolean not null,
      last_error text,
      constraint command_has_lane check (kind <> 'command' or lane is not null),
      constraint event_has_sequence check (kind <> 'event' or (sequence is not null and occurred_at is not null))
    ) ${queue}`,
    `create index outbox_commands on ${s}.outbox (order_id, lane, position) where kind = 'command'`,
    `create unique index outbox_events on ${s}.outbox (order_id, sequence) where kind = 'event'`,
    `create table ${s}.inbox (
      handler text not null check (handler <> ''),
      message_id text not null check (message_id <> ''),
      position bigint generated always as identity,
      body_hash text not null check (body_hash ~ '^[0-9a-f]{64}$'),
      order_ref text not null check (order_ref <> ''),
      order_id uuid references ${s}.orders on delete cascade,
      ${object('fact')},
      ${object('meta')},
      attempts integer not null check (attempts >= 0),
      received_at timestamptz not null,
      handled_at timestamptz,
      dead_at timestamptz,
      primary key (handler, message_id)
    )`,
    `create index inbox_open on ${s}.inbox (order_id, position) where handled_at is null and dead_at is null`,
    `create index inbox_order on ${s}.inbox (order_id)`,
    `create index inbox_parked on ${s}.inbox (order_ref) where order_id is null`,
    `create index inbox_handled on ${s}.inbox (handled_at) where handled_at is not null`,
    `create table ${s}.dead_letters (
      id text primary key check (id <> ''),
      position bigint generated always as identity unique,
      kind text not null check (kind in ('command', 'event', 'message')),
      order_id uuid references ${s}.orders on delete cascade,
      type text not null check (type <> ''),
      ${object('data')},
      ${object('meta')},
      attempts integer not null check (attempts >= 0),
      error text not null,
      died_at timestamptz not null,
      lane text,
      sequence integer,
      occurred_at timestamptz
    )`,
    `create index dead_letters_order on ${s}.dead_letters (order_id, position)`,
  ],
  down: (s) => [`drop table ${s}.dead_letters, ${s}.inbox, ${s}.outbox`],
};
