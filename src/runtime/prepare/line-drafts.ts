import type { AllocatableLine, EventOf, OrderLine } from '../../machine/index.ts';

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
    backorder: line.backorder,
    releaseAt: line.releaseAt,
    metadata: { ...line.metadata },
  }));
}

/** Lines of which the statechart has not heard yet, as stock is allocated to them. */
export function draftLines(lines: EventOf<'shortfall.substitute'>['lines']): readonly AllocatableLine[] {
  return lines.map(({ warehouseId, releaseAt, ...line }) => ({
    ...line,
    allocations: warehouseId === null ? [] : [{ warehouseId, quantity: line.quantity }],
    released: releaseAt === null,
  }));
}
