import type { LineQuantity, StockOperation } from '../order.ts';

/** The next operation that the stock of an order is due for. */
export interface DueStock {
  readonly kind: StockOperation['kind'];
  /** `null`: a new reservation. */
  readonly reservationId: string | null;
  readonly warehouseId: string;
  readonly lines: readonly LineQuantity[];
  readonly causeId: string | null;
  /** Of a new reservation: the shortfall whose units it asks for. */
  readonly shortfallId: string | null;
}
