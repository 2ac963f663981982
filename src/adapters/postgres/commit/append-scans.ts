// By its own file: the index would bring the whole statechart along.
import { type ScanRecord, scansOf } from '../../../machine/fill/scans.ts';
import { insertFrom, type RowOf, type Table } from '../tables/table.ts';
import { isWritten, type Statement } from './statement.ts';
import type { ChangeWrite } from './write.ts';

const columns = {
  order_id: 'uuid',
  shipment_id: 'text',
  scan_id: 'text',
  version: 'integer',
  status: 'text',
  code: 'text?',
  vocabulary: 'text?',
  carrier_status: 'text?',
  carrier_detail: 'text?',
  message: 'text?',
  location: 'jsonb?',
  estimated_delivery_at: 'timestamptz?',
  occurred_at: 'timestamptz',
  received_at: 'timestamptz',
} as const;

/** The scans of parcels. Append-only. */
export const shipmentScans: Table<typeof columns> = { name: 'order_shipment_scans', columns };
/** A row of {@link shipmentScans}. */
export type ScanRow = RowOf<typeof columns>;

/** Adds scans to the journal of parcels. One that is there already is there once. */
export function appendScans(statement: Statement, changes: readonly ChangeWrite[]): void {
  const rows = changes.flatMap(({ orderId, change }) =>
    scansOf(change.order, change.journal).map((scan) => scanRowOf(orderId, scan)),
  );
  // Few commits have any: most keep the shape of their statement without them.
  if (rows.length === 0) return;
  statement.with(
    'scans',
    `${insertFrom(statement.schema, shipmentScans, statement.rows(rows))} where ${isWritten('r.order_id')} on conflict do nothing`,
  );
}

function scanRowOf(orderId: string, scan: ScanRecord): ScanRow {
  return {
    order_id: orderId,
    shipment_id: scan.shipmentId,
    scan_id: scan.id,
    version: scan.version,
    status: scan.status,
    code: scan.code,
    vocabulary: scan.vocabulary,
    carrier_status: scan.carrierStatus,
    carrier_detail: scan.carrierDetail,
    message: scan.message,
    location: scan.location,
    estimated_delivery_at: scan.estimatedDeliveryAt,
    occurred_at: scan.occurredAt,
    received_at: scan.receivedAt,
  };
}

/** The scan of a row. */
export function scanOf(row: ScanRow): ScanRecord {
  return {
    id: row.scan_id,
    status: row.status as ScanRecord['status'],
    code: row.code,
    vocabulary: row.vocabulary,
    carrierStatus: row.carrier_status,
    carrierDetail: row.carrier_detail,
    message: row.message,
    location: row.location as ScanRecord['location'],
    shipmentId: row.shipment_id,
    version: row.version,
    estimatedDeliveryAt: row.estimated_delivery_at,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
  };
}
