import type { JsonObject, OrderLine } from '../../../machine/index.ts';
import { ledgerTable } from './ledger-table.ts';
import type { RowOf } from './table.ts';

const columns = {
  id: 'text',
  product_id: 'text',
  sku: 'text',
  name: 'text',
  kind: 'text',
  quantity: 'integer',
  unit_price_minor: 'bigint',
  discount_minor: 'bigint',
  tax_minor: 'bigint',
  included_tax_minor: 'bigint',
  discounts: 'jsonb',
  taxes: 'jsonb',
  total_minor: 'bigint',
  allocations: 'jsonb',
  reserved: 'integer',
  backordered: 'integer',
  shipped: 'integer',
  delivered: 'integer',
  cancelled: 'integer',
  returned: 'integer',
  written_off: 'integer',
  backorder: 'text?',
  release_at: 'timestamptz?',
  released: 'boolean',
  metadata: 'jsonb',
} as const;

/** The lines, each with its quantity ledger. */
export const orderItems = ledgerTable(
  'order_items',
  'id',
  columns,
  (order) => order.lines,
  (order) =>
    order.lines.map(({ counts, ...line }) => ({
      id: line.id,
      product_id: line.productId,
      sku: line.sku,
      name: line.name,
      kind: line.kind,
      quantity: line.quantity,
      unit_price_minor: line.unitPriceMinor,
      discount_minor: line.discountMinor,
      tax_minor: line.taxMinor,
      included_tax_minor: line.includedTaxMinor,
      discounts: line.discounts,
      taxes: line.taxes,
      total_minor: line.totalMinor,
      allocations: line.allocations,
      reserved: counts.reserved,
      backordered: counts.backordered,
      shipped: counts.shipped,
      delivered: counts.delivered,
      cancelled: counts.cancelled,
      returned: counts.returned,
      written_off: counts.writtenOff,
      backorder: line.backorder,
      release_at: line.releaseAt,
      released: line.released,
      metadata: line.metadata,
    })),
);

/** The line of a row. */
export function lineOf(row: RowOf<typeof columns>): OrderLine {
  const { reserved, backordered, shipped, delivered, cancelled, returned, written_off: writtenOff } = row;
  return {
    id: row.id,
    productId: row.product_id,
    sku: row.sku,
    name: row.name,
    kind: row.kind as OrderLine['kind'],
    quantity: row.quantity,
    unitPriceMinor: row.unit_price_minor,
    discountMinor: row.discount_minor,
    taxMinor: row.tax_minor,
    includedTaxMinor: row.included_tax_minor,
    totalMinor: row.total_minor,
    discounts: row.discounts as OrderLine['discounts'],
    taxes: row.taxes as OrderLine['taxes'],
    allocations: row.allocations as OrderLine['allocations'],
    backorder: row.backorder as OrderLine['backorder'],
    releaseAt: row.release_at,
    released: row.released,
    counts: { reserved, backordered, shipped, delivered, cancelled, returned, writtenOff },
    metadata: row.metadata as JsonObject,
  };
}
