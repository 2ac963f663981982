import type { Reservation } from '../../../machine/index.ts';
import { ledgerTable } from './ledger-table.ts';
import type { RowOf } from './table.ts';

const columns = {
  id: 'text',
  warehouse_id: 'text',
  lines: 'jsonb',
  expires_at: 'timestamptz?',
  expired: 'boolean',
  operations: 'jsonb',
} as const;

/** Stock held in warehouses. */
export const orderReservations = ledgerTable(
  'order_reservations',
  'id',
  columns,
  (order) => order.reservations,
  (order) =>
    order.reservations.map((reservation) => ({
      id: reservation.id,
      warehouse_id: reservation.warehouseId,
      lines: reservation.lines,
      expires_at: reservation.expiresAt,
      expired: reservation.expired,
      operations: reservation.operations,
    })),
);

/** The ledger entry of a row. */
export function reservationOf(row: RowOf<typeof columns>): Reservation {
  return {
    id: row.id,
    warehouseId: row.warehouse_id,
    lines: row.lines as Reservation['lines'],
    expiresAt: row.expires_at,
    expired: row.expired,
    operations: row.operations as Reservation['operations'],
  };
}
