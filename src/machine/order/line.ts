import type { MinorUnits } from '../money.ts';
import type { JsonObject, Timestamp } from './json.ts';
import type { Discount, Tax } from './price.ts';

/** How the goods of a line reach the customer. `digital` needs no stock, fulfilment or shipment. */
export type LineKind = 'physical' | 'digital';

/** One line of an order, with its quantity ledger. */
export interface OrderLine {
  /** Unique within the order. */
  readonly id: string;
  readonly productId: string;
  readonly sku: string;
  readonly name: string;
  readonly kind: LineKind;
  readonly quantity: number;
  readonly unitPriceMinor: MinorUnits;
  /** Taken off the whole line. */
  readonly discountMinor: MinorUnits;
  /** All tax of the line, whether it is in the price or on top of it. */
  readonly taxMinor: MinorUnits;
  /** The part of `taxMinor` that is in the price already. */
  readonly includedTaxMinor: MinorUnits;
  /** The truth: `unitPriceMinor × quantity − discountMinor + taxMinor − includedTaxMinor`. */
  readonly totalMinor: MinorUnits;
  /** What `discountMinor` is made of, where that is known: then it is their sum. */
  readonly discounts: readonly Discount[];
  /** What `taxMinor` is made of, where that is known: then it is their sum. */
  readonly taxes: readonly Tax[];
  /** Where the line is taken from, decided when the order is submitted; several when one warehouse can't serve it. */
  readonly allocations: readonly Allocation[];
  /** Whether units that nobody has may wait for goods to come in; `null`: as the terms say. */
  readonly backorder: BackorderPolicy | null;
  /** A pre-order: before this moment it is neither reserved nor sent; `null`: it is sold at once. */
  readonly releaseAt: Timestamp | null;
  /** Whether it may be reserved and sent: it has no release date, or the order has heard that it has come. */
  readonly released: boolean;
  /** Where the units are. */
  readonly counts: LineCounts;
  readonly metadata: JsonObject;
}

/** Whether units that nobody has wait for goods to come in (`allow`), or are not sold (`never`). */
export type BackorderPolicy = 'never' | 'allow';

/** Units of a line taken from one warehouse. */
export interface Allocation {
  readonly warehouseId: string;
  readonly quantity: number;
}

/**
 * Where the units of a line are. Each ordered unit is in exactly one place:
 * `open + reserved + backordered + shipped + cancelled + writtenOff === quantity`; `returned ≤ delivered ≤ shipped`.
 */
export interface LineCounts {
  readonly reserved: number;
  readonly backordered: number;
  readonly shipped: number;
  readonly delivered: number;
  readonly cancelled: number;
  readonly returned: number;
  readonly writtenOff: number;
}

/** Units of a line. */
export interface LineQuantity {
  readonly lineId: string;
  readonly quantity: number;
}
