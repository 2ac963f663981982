import type { Migration } from './migration.ts';

/**
 * The journals, which nobody can change: the trigger refuses UPDATE, DELETE and TRUNCATE. Archival is the exception, and
 * says so within its own transaction: `SET LOCAL statecart.archival = 'on'`. Deleting an order takes its journals along, so
 * that needs it too.
 */
export const migration0002: Migration = {
  version: 2,
  name: 'journals',
  up: (s) => [
    `create table ${s}.order_status_history (
      order_id uuid not null references ${s}.orders on delete cascade,
      version integer not null check (version >= 1),
      index integer not null check (index >= 0),
      from_status text check (from_status <> ''),
      to_status text not null check (to_status <> ''),
      reason text,
      note text,
      changed_by text,
      changed_at timestamptz not null,
      event_id text not null check (event_id <> ''),
      primary key (order_id, version, index)
    )`,
    `create table ${s}.order_journal (
      id bigint generated always as identity primary key,
      order_id uuid not null references ${s}.orders on delete cascade,
      version integer not null check (version >= 0),
      type text not null check (type <> ''),
      outcome text not null check (outcome in ('applied', 'anomaly', 'refused')),
      meta jsonb not null check (jsonb_typeof(meta) = 'object'),
      data jsonb not null check (jsonb_typeof(data) = 'object'),
      changes jsonb not null check (jsonb_typeof(changes) = 'array'),
      anomaly jsonb,
      constraint anomaly_told check (outcome <> 'anomaly' or anomaly is not null)
    )`,
    `create index order_journal_order on ${s}.order_journal (order_id, id)`,
    `create index order_journal_anomalies on ${s}.order_journal (id) where outcome = 'anomaly'`,
    `create function ${s}.append_only() returns trigger language plpgsql as $$
    begin
      if coalesce(current_setting('statecart.archival', true), '') <> 'on' then
        raise exception '% is append-only: % is not allowed', tg_table_name, tg_op
          using errcode = 'restrict_violation',
                hint = 'To archive, say so within the transaction: SET LOCAL statecart.archival = ''on''.';
      end if;
      if tg_op = 'DELETE' then return old; end if;
      return new;
    end $$`,
    ...['order_status_history', 'order_journal'].flatMap((table) => [
      `create trigger append_only before update or delete on ${s}.${table} for each row execute function ${s}.append_only()`,
      `create trigger append_only_truncate before truncate on ${s}.${table} for each statement execute function ${s}.append_only()`,
    ]),
  ],
  down: (s) => [
    `drop table ${s}.order_journal, ${s}.order_status_history`,
    `drop function ${s}.append_only()`,
  ],
};
