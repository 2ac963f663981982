import type { Shortfall } from '../../../machine/index.ts';
import { ledgerTable } from './ledger-table.ts';
import type { RowOf } from './table.ts';

const columns = {
  id: 'text',
  reservation_id: 'text',
  warehouse_id: 'text',
  lines: 'jsonb',
  state: 'text',
  code: 'text',
  opened_at: 'timestamptz',
  waits_until: 'timestamptz?',
  decided_at: 'timestamptz?',
  decided_by: 'text?',
} as const;

/** Units that no warehouse can give. */
export const orderShortfalls = ledgerTable(
  'order_shortfalls',
  'id',
  columns,
  (order) => order.shortfalls,
  (order) =>
    order.shortfalls.map((entry) => ({
      id: entry.id,
      reservation_id: entry.reservationId,
      warehouse_id: entry.warehouseId,
      lines: entry.lines,
      state: entry.state,
      code: entry.code,
      opened_at: entry.openedAt,
      waits_until: entry.until,
      decided_at: entry.decidedAt,
      decided_by: entry.decidedBy,
    })),
);

/** The ledger entry of a row. */
export function shortfallOf(row: RowOf<typeof columns>): Shortfall {
  return {
    id: row.id,
    reservationId: row.reservation_id,
    warehouseId: row.warehouse_id,
    lines: row.lines as Shortfall['lines'],
    state: row.state as Shortfall['state'],
    code: row.code,
    openedAt: row.opened_at,
    until: row.waits_until,
    decidedAt: row.decided_at,
    decidedBy: row.decided_by,
  };
}
