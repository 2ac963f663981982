import type { Migration } from './migration.ts';

/** What maintenance looks for, so that it need not read all orders or journals to find little. */
export const migration0010: Migration = {
  version: 10,
  name: 'upkeep',
  up: (s) => [
    `create index orders_unplaced on ${s}.orders (created_at, id) where placed_at is null`,
    `create index order_journal_refused on ${s}.order_journal (id) where outcome = 'refused'`,
  ],
  down: (s) => [`drop index ${s}.order_journal_refused, ${s}.orders_unplaced`],
};
