import type { Shipment } from '../../../machine/index.ts';
import { ledgerTable } from './ledger-table.ts';
import type { RowOf } from './table.ts';

const columns = {
  id: 'text',
  fulfillment_id: 'text?',
  lines: 'jsonb',
  stage: 'text',
  has_left: 'boolean',
  carrier: 'text?',
  tracking_number: 'text?',
  reference: 'text?',
  dispatched_at: 'timestamptz?',
  delivered_at: 'timestamptz?',
  exception: 'text?',
  operations: 'jsonb',
} as const;

/** Parcels. */
export const orderShipments = ledgerTable(
  'order_shipments',
  'id',
  columns,
  (order) => order.shipments,
  (order) =>
    order.shipments.map((shipment) => ({
      id: shipment.id,
      fulfillment_id: shipment.fulfillmentId,
      lines: shipment.lines,
      stage: shipment.stage,
      has_left: shipment.left,
      carrier: shipment.carrier,
      tracking_number: shipment.trackingNumber,
      reference: shipment.reference,
      dispatched_at: shipment.dispatchedAt,
      delivered_at: shipment.deliveredAt,
      exception: shipment.exception,
      operations: shipment.operations,
    })),
);

/** The ledger entry of a row. */
export function shipmentOf(row: RowOf<typeof columns>): Shipment {
  return {
    id: row.id,
    fulfillmentId: row.fulfillment_id,
    lines: row.lines as Shipment['lines'],
    stage: row.stage as Shipment['stage'],
    left: row.has_left,
    carrier: row.carrier,
    trackingNumber: row.tracking_number,
    reference: row.reference,
    dispatchedAt: row.dispatched_at,
    deliveredAt: row.delivered_at,
    exception: row.exception,
    operations: row.operations as Shipment['operations'],
  };
}
