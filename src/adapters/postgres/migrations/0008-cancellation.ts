import type { Migration } from './migration.ts';

/** What version 2 of the statechart knows of cancellation. Every column has a default: code of the version before still writes. */
export const migration0008: Migration = {
  version: 8,
  name: 'cancellation',
  up: (s) => [
    `alter table ${s}.orders
       add column cancellation_restock boolean,
       add column cancellation_override_reason text check (cancellation_override_reason <> '')`,
    `alter table ${s}.order_fulfillments add column stop jsonb check (jsonb_typeof(stop) = 'object')`,
    `create table ${s}.order_line_cancellations (
      order_id uuid not null references ${s}.orders on delete cascade,
      position integer not null check (position >= 0),
      id text not null check (id <> ''),
      lines jsonb not null check (jsonb_typeof(lines) = 'array'),
      state text not null check (state in ('requested', 'effective', 'refused', 'superseded')),
      reason text not null check (reason <> ''),
      note text,
      actor text,
      notify boolean not null,
      restock boolean not null,
      override_reason text check (override_reason <> ''),
      requested_at timestamptz not null,
      settled_at timestamptz,
      primary key (order_id, id),
      constraint settled_when_decided check ((state = 'requested') = (settled_at is null))
    )`,
  ],
  down: (s) => [
    `drop table ${s}.order_line_cancellations`,
    `alter table ${s}.order_fulfillments drop column stop`,
    `alter table ${s}.orders drop column cancellation_override_reason, drop column cancellation_restock`,
  ],
};
