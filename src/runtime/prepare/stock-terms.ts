import type { BackorderPolicy, Timestamp } from '../../machine/index.ts';

/** When a line can be had. */
export interface StockTerms {
  readonly releaseAt: Timestamp | null;
  readonly backorder: BackorderPolicy | null;
}

/** A line with the release date of its product, and what the product says of backorders where the line says nothing. */
export function withStockTerms<Line extends StockTerms>(line: Line, product: StockTerms): Line {
  const releaseAt = product.releaseAt ?? line.releaseAt;
  const backorder = line.backorder ?? product.backorder;
  return releaseAt === line.releaseAt && backorder === line.backorder
    ? line
    : { ...line, releaseAt, backorder };
}
