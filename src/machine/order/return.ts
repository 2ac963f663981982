import type { Timestamp } from './json.ts';
import type { LineQuantity } from './line.ts';

/** Goods that the customer sends back. */
export interface Return {
  readonly id: string;
  readonly state: 'requested' | 'received' | 'cancelled';
  readonly reason: string;
  readonly lines: readonly ReturnLine[];
  readonly requestedAt: Timestamp;
  readonly receivedAt: Timestamp | null;
}

/** Units of a line that come back. */
export interface ReturnLine extends LineQuantity {
  /** How many have arrived. */
  readonly received: number;
  /** How many of those can be sold again. */
  readonly sellable: number;
}
