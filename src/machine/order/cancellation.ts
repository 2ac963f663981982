import type { Timestamp } from './json.ts';
import type { LineQuantity } from './line.ts';

/** A wish to cancel, and what became of it. */
export interface Cancellation {
  readonly id: string;
  /** `requested`: the warehouse or carrier has been asked to stop; `effective`: cancelled; `refused`: it could not be stopped. */
  readonly state: 'requested' | 'effective' | 'refused';
  readonly reason: string;
  readonly note: string | null;
  readonly actor: string | null;
  readonly notify: boolean;
  /** Whether what is given back to the warehouses can be sold again. */
  readonly restock: boolean;
  /** Why a person cancelled it though the time for it was over; `null`: it was not. */
  readonly overrideReason: string | null;
  readonly requestedAt: Timestamp;
}

/**
 * What became of a wish to cancel units. `requested`: a warehouse has been asked to stop; `effective`: they are cancelled;
 * `refused`: they could not be stopped, or have left; `superseded`: the whole order was to be cancelled meanwhile.
 */
export type LineCancellationState = 'requested' | 'effective' | 'refused' | 'superseded';

/** A wish to cancel units of lines while the order goes on with the rest. */
export interface LineCancellation {
  readonly id: string;
  readonly lines: readonly LineQuantity[];
  readonly state: LineCancellationState;
  readonly reason: string;
  readonly note: string | null;
  readonly actor: string | null;
  readonly notify: boolean;
  /** Whether what is given back to the warehouses can be sold again. */
  readonly restock: boolean;
  /** Why a person cancelled them though the time for it was over; `null`: it was not. */
  readonly overrideReason: string | null;
  readonly requestedAt: Timestamp;
  /** When it was decided; `null`: it is `requested`. */
  readonly settledAt: Timestamp | null;
}
