import type { Fulfillment } from '../../../machine/index.ts';
import { ledgerTable } from './ledger-table.ts';
import type { RowOf } from './table.ts';

const columns = {
  id: 'text',
  warehouse_id: 'text',
  lines: 'jsonb',
  stage: 'text',
  reference: 'text?',
  stop: 'jsonb?',
  operations: 'jsonb',
} as const;

/** The parts of an order that warehouses fulfil. */
export const orderFulfillments = ledgerTable(
  'order_fulfillments',
  'id',
  columns,
  (order) => order.fulfillments,
  (order) =>
    order.fulfillments.map((fulfillment) => ({
      id: fulfillment.id,
      warehouse_id: fulfillment.warehouseId,
      lines: fulfillment.lines,
      stage: fulfillment.stage,
      reference: fulfillment.reference,
      stop: fulfillment.stop,
      operations: fulfillment.operations,
    })),
);

/** The ledger entry of a row. */
export function fulfillmentOf(row: RowOf<typeof columns>): Fulfillment {
  return {
    id: row.id,
    warehouseId: row.warehouse_id,
    lines: row.lines as Fulfillment['lines'],
    stage: row.stage as Fulfillment['stage'],
    reference: row.reference,
    stop: row.stop as Fulfillment['stop'],
    operations: row.operations as Fulfillment['operations'],
  };
}
