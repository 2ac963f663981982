import type { Timestamp } from './json.ts';

/** What a deadline is for. */
export type DeadlineName =
  | 'draft.expires'
  | 'payment.expires'
  | 'reservation.expires'
  | 'authorization.expires'
  | 'payment.attempt_expires'
  | 'payment.collection_due'
  | 'chargeback.evidence_due'
  | 'review.expires'
  | 'feedback.due'
  | 'parcel.silent'
  | 'parcel.undecided'
  | 'backorder.expires'
  | 'shortfall.expires'
  | 'preorder.release';

/** A moment at which the order wants to be woken. */
export interface Deadline {
  readonly name: DeadlineName;
  /** The ledger entry it belongs to, or the order's id. */
  readonly ref: string;
  readonly at: Timestamp;
}

/** Moments in the life of the order. */
export interface Timestamps {
  readonly createdAt: Timestamp;
  readonly updatedAt: Timestamp;
  readonly placedAt: Timestamp | null;
  /** When a draft runs out. */
  readonly expiresAt: Timestamp | null;
  /** When payment was first possible: on submission, or when the review was cleared. */
  readonly payableFrom: Timestamp | null;
  readonly confirmedAt: Timestamp | null;
  readonly cancelledAt: Timestamp | null;
  /** When it was delivered. */
  readonly completedAt: Timestamp | null;
  /** When the customer was asked for a review. */
  readonly feedbackAt: Timestamp | null;
}
