import type { Timestamp } from './json.ts';
import type { Operation } from './operation.ts';

/** The risk screening of the order. */
export interface Screening extends Operation {
  readonly outcome: 'allow' | 'review' | 'reject' | null;
  /** Why, as stable codes. */
  readonly reasons: readonly string[];
  /** Who decided a review, and when; `null`: nobody had to. */
  readonly decidedBy: string | null;
  readonly decidedAt: Timestamp | null;
  /** What they said. */
  readonly note: string | null;
}

/** What became of a hold. `lapsed`: the order ended, or what it was about was looked at anew. */
export type HoldOutcome = 'released' | 'approved' | 'rejected' | 'lapsed';

/** Something that a person has to clear before goods leave; holds of the kinds `risk` and `duplicate` stop money, too. */
export interface Hold {
  readonly id: string;
  readonly kind: 'risk' | 'duplicate' | 'manual' | 'authorization' | 'fulfillment' | 'chargeback';
  readonly reason: string;
  readonly placedAt: Timestamp;
  readonly placedBy: string | null;
  readonly releasedAt: Timestamp | null;
  readonly releasedBy: string | null;
  /** `null` while it is in force. */
  readonly outcome: HoldOutcome | null;
  /** Why it was turned down, as a stable code. */
  readonly code: string | null;
  /** What was said when it was released or decided. */
  readonly note: string | null;
}
