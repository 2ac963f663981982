import type { Timestamp } from './json.ts';
import type { LineQuantity } from './line.ts';
import type { Operation } from './operation.ts';

/** Stock held in one warehouse. */
export interface Reservation {
  readonly id: string;
  readonly warehouseId: string;
  /** What was asked for. */
  readonly lines: readonly LineQuantity[];
  /** Units of it that the warehouse did not set aside, or set aside and could not find later. */
  readonly short: readonly LineQuantity[];
  /** The shortfall whose units it asks for, because goods came in; `null`: units of the order as it was placed. */
  readonly shortfallId: string | null;
  /** When unpaid stock goes back. */
  readonly expiresAt: Timestamp | null;
  /** It ran out, or the warehouse gave it up. */
  readonly expired: boolean;
  /** `reserve` first, then what became of it. */
  readonly operations: readonly StockOperation[];
}

/** One operation on a reservation. */
export interface StockOperation extends Operation {
  readonly kind: 'reserve' | 'release' | 'confirm' | 'return';
  readonly lines: readonly LineQuantity[];
  /**
   * The shipment whose goods a `confirm` books out, the return whose goods a `return` books in, or the cancellation of lines
   * for which a `release` gives a part back; `null`: a `release` of all that is left.
   */
  readonly causeId: string | null;
}

/**
 * What becomes of units that nobody has. `waiting`: backordered, until goods come in; `open`: somebody has to decide;
 * `filled`: they came; `substituted`: other goods go in their place; `refunded`: they are cancelled and their money comes
 * back; `ended`: the order ended, or the customer cancelled them, first.
 */
export type ShortfallState = 'waiting' | 'open' | 'filled' | 'substituted' | 'refunded' | 'ended';

/** Units that no warehouse can give. */
export interface Shortfall {
  readonly id: string;
  /** The reservation that did not get them, or lost them. */
  readonly reservationId: string;
  /** Where they are waited for. */
  readonly warehouseId: string;
  readonly lines: readonly ShortfallLine[];
  readonly state: ShortfallState;
  /** Why, as a stable code: `out_of_stock`, `short_picked`… */
  readonly code: string;
  readonly openedAt: Timestamp;
  /** `waiting`: until when; `open`: until when somebody can decide; `null`: it is over. */
  readonly until: Timestamp | null;
  readonly decidedAt: Timestamp | null;
  /** Who decided: `terms`, or a person. */
  readonly decidedBy: string | null;
}

/** Units of a line that nobody has. */
export interface ShortfallLine extends LineQuantity {
  /** How many of them were reserved since. */
  readonly filled: number;
  /** How many are said to have come in, and were not asked for yet. */
  readonly arrived: number;
}
