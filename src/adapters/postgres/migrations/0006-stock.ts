import type { Migration } from './migration.ts';

/** What version 2 of the statechart knows of stock. Every column has a default: code of the version before still writes. */
export const migration0006: Migration = {
  version: 6,
  name: 'stock',
  up: (s) => [
    `alter table ${s}.order_items
       add column backorder text check (backorder in ('never', 'allow')),
       add column release_at timestamptz,
       add column released boolean not null default true,
       add constraint only_dated_lines_are_unreleased check (released or release_at is not null)`,
    `alter table ${s}.order_reservations
       add column short jsonb not null default '[]' check (jsonb_typeof(short) = 'array'),
       add column shortfall_id text check (shortfall_id <> '')`,
    `create table ${s}.order_shortfalls (
      order_id uuid not null references ${s}.orders on delete cascade,
      position integer not null check (position >= 0),
      id text not null check (id <> ''),
      reservation_id text not null check (reservation_id <> ''),
      warehouse_id text not null check (warehouse_id <> ''),
      lines jsonb not null check (jsonb_typeof(lines) = 'array'),
      state text not null check (state in ('waiting', 'open', 'filled', 'substituted', 'refunded', 'ended')),
      code text not null check (code <> ''),
      opened_at timestamptz not null,
      waits_until timestamptz,
      decided_at timestamptz,
      decided_by text,
      primary key (order_id, id),
      constraint waits_while_undone check ((state in ('waiting', 'open')) = (waits_until is not null)),
      foreign key (order_id, reservation_id) references ${s}.order_reservations on delete cascade
    )`,
  ],
  down: (s) => [
    `drop table ${s}.order_shortfalls`,
    `alter table ${s}.order_reservations drop column shortfall_id, drop column short`,
    `alter table ${s}.order_items
       drop constraint only_dated_lines_are_unreleased,
       drop column released, drop column release_at, drop column backorder`,
  ],
};
