import { isEnded, isOpen } from '../status-sql.ts';
import type { Migration } from './migration.ts';

/**
 * What version 2 of the statechart knows of checks. Every column may be null: code of the version before still writes. The
 * indexes serve one query, that of a customer's other orders: each of its parts has one.
 */
export const migration0005: Migration = {
  version: 5,
  name: 'checks',
  up: (s) => [
    `alter table ${s}.orders add column content_hash text check (content_hash ~ '^[0-9a-f]{64}$')`,
    `create index orders_content on ${s}.orders (content_hash, placed_at) where content_hash is not null and not ${isEnded('status')}`,
    `create index orders_customer_placed on ${s}.orders (customer_id, placed_at) where placed_at is not null`,
    `create index orders_email_placed on ${s}.orders (lower(customer_email), placed_at) where placed_at is not null`,
    `create index orders_customer_open on ${s}.orders (customer_id) where ${isOpen('status')}`,
    `create index orders_email_open on ${s}.orders (lower(customer_email)) where ${isOpen('status')}`,
    `create index order_payments_token on ${s}.order_payments (token) where token is not null`,
    `alter table ${s}.order_screenings add column decided_by text, add column decided_at timestamptz, add column note text`,
    `alter table ${s}.order_holds
       add column outcome text check (outcome <> ''),
       add column code text,
       add column note text,
       add constraint outcome_when_released check (outcome is null or released_at is not null)`,
  ],
  down: (s) => [
    `alter table ${s}.order_holds drop constraint outcome_when_released, drop column note, drop column code, drop column outcome`,
    `alter table ${s}.order_screenings drop column note, drop column decided_at, drop column decided_by`,
    `drop index ${s}.order_payments_token, ${s}.orders_email_open, ${s}.orders_customer_open, ${s}.orders_email_placed,
       ${s}.orders_customer_placed, ${s}.orders_content`,
    `alter table ${s}.orders drop column content_hash`,
  ],
};
