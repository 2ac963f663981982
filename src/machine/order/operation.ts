import type { Timestamp } from './json.ts';

/**
 * The state of an operation on the outside. `requested`: a command is under way; `unknown`: it may have happened, the
 * other side is being asked; `withdrawn`: it was taken back before it was attempted. Unknown is never treated as failed.
 */
export type OperationState = 'requested' | 'succeeded' | 'failed' | 'unknown' | 'withdrawn';

/** One operation on the outside. Its `id` is the idempotency key under which the port is called. */
export interface Operation {
  /** `<order id>:<kind>:<n>`. */
  readonly id: string;
  readonly state: OperationState;
  readonly requestedAt: Timestamp;
  readonly settledAt: Timestamp | null;
  /** The other side's own reference. */
  readonly reference: string | null;
  /** Why it failed, as a stable code. */
  readonly code: string | null;
}
