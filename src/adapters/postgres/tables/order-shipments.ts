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
  service: 'text?',
  tracking_number: 'text?',
  tracking_url: 'text?',
  reference: 'text?',
  dispatched_at: 'timestamptz?',
  estimated_delivery_at: 'timestamptz?',
  delivered_at: 'timestamptz?',
  received_back_at: 'timestamptz?',
  sellable: 'jsonb',
  exception: 'text?',
  attempts: 'integer',
  exceptions: 'jsonb',
  settlement: 'text?',
  scanned_at: 'timestamptz?',
  heard_at: 'timestamptz?',
  scan_id: 'text?',
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
      service: shipment.service,
      tracking_number: shipment.trackingNumber,
      tracking_url: shipment.trackingUrl,
      reference: shipment.reference,
      dispatched_at: shipment.dispatchedAt,
      estimated_delivery_at: shipment.estimatedDeliveryAt,
      delivered_at: shipment.deliveredAt,
      received_back_at: shipment.receivedBackAt,
      sellable: shipment.sellable,
      exception: shipment.exception,
      attempts: shipment.attempts,
      exceptions: shipment.exceptions,
      settlement: shipment.settlement,
      scanned_at: shipment.scannedAt,
      heard_at: shipment.heardAt,
      scan_id: shipment.scanId,
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
    service: row.service,
    trackingNumber: row.tracking_number,
    trackingUrl: row.tracking_url,
    reference: row.reference,
    dispatchedAt: row.dispatched_at,
    estimatedDeliveryAt: row.estimated_delivery_at,
    deliveredAt: row.delivered_at,
    receivedBackAt: row.received_back_at,
    sellable: row.sellable as Shipment['sellable'],
    exception: row.exception,
    attempts: row.attempts,
    exceptions: row.exceptions as Shipment['exceptions'],
    settlement: row.settlement as Shipment['settlement'],
    scannedAt: row.scanned_at,
    heardAt: row.heard_at,
    scanId: row.scan_id,
    operations: row.operations as Shipment['operations'],
  };
}
