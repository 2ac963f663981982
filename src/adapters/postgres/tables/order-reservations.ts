import type { Reservation } from '../../../machine/index.ts';
import { ledgerTable } from './ledger-table.ts';
import type { RowOf } from './table.ts';

const columns = {
  id: 'text',
  warehouse_id: 'text',
  lines: 'jsonb',
  short: 'jsonb',
  shortfall_id: 'text?',
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
      short: reservation.short,
      shortfall_id: reservation.shortfallId,
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
    short: row.short as Reservation['short'],
    shortfallId: row.shortfall_id,
    expiresAt: row.expires_at,
    expired: row.expired,
    operations: row.operations as Reservation['operations'],
  };
}
