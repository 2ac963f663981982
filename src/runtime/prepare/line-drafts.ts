import type { EventOf, OrderLine } from '../../machine/index.ts';

/** Lines of an order as an edit writes them, with the prices that they carry. */
export function repricedLines(lines: readonly OrderLine[]): NonNullable<EventOf<'draft.edit'>['lines']> {
  return lines.map((line) => ({
    id: line.id,
    productId: line.productId,
    sku: line.sku,
    name: line.name,
    kind: line.kind,
    quantity: line.quantity,
    unitPriceMinor: line.unitPriceMinor,
    discountMinor: line.discountMinor,
    taxMinor: line.taxMinor,
    includedTaxMinor: line.includedTaxMinor,
    discounts: [...line.discounts],
    taxes: [...line.taxes],
    warehouseId: line.allocations[0]?.warehouseId ?? null,
    metadata: { ...line.metadata },
  }));
}
