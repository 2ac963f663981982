import type { Hold } from '../../../machine/index.ts';
import { ledgerTable } from './ledger-table.ts';
import type { RowOf } from './table.ts';

const columns = {
  id: 'text',
  kind: 'text',
  reason: 'text',
  placed_at: 'timestamptz',
  placed_by: 'text?',
  released_at: 'timestamptz?',
  released_by: 'text?',
  outcome: 'text?',
  code: 'text?',
  note: 'text?',
} as const;

/** What a person has to clear. */
export const orderHolds = ledgerTable(
  'order_holds',
  'id',
  columns,
  (order) => order.holds,
  (order) =>
    order.holds.map((hold) => ({
      id: hold.id,
      kind: hold.kind,
      reason: hold.reason,
      placed_at: hold.placedAt,
      placed_by: hold.placedBy,
      released_at: hold.releasedAt,
      released_by: hold.releasedBy,
      outcome: hold.outcome,
      code: hold.code,
      note: hold.note,
    })),
);

/** The ledger entry of a row. */
export function holdOf(row: RowOf<typeof columns>): Hold {
  return {
    id: row.id,
    kind: row.kind as Hold['kind'],
    reason: row.reason,
    placedAt: row.placed_at,
    placedBy: row.placed_by,
    releasedAt: row.released_at,
    releasedBy: row.released_by,
    outcome: row.outcome as Hold['outcome'],
    code: row.code,
    note: row.note,
  };
}
