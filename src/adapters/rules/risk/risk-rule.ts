import type { JsonObject } from '../../../machine/index.ts';
import type { RiskRequest } from '../../../ports/index.ts';

/** What follows from a rule that applies: so many points, or an outcome whatever the points. */
export type RiskWeight = number | 'review' | 'reject';

/** One thing that makes an order risky. A user's own is an object of this shape. */
export interface RiskRule {
  /** Unique in its set; the reason that the order gets, so printable ASCII: `country_mismatch`. */
  readonly id: string;
  /** What it looks at, in one sentence for people. */
  readonly about: string;
  readonly weight: RiskWeight;
  /** What it is set to, to be read. */
  readonly settings: JsonObject;
  /** Whether it applies to an order. No clock and no network: what is known stands in the request. */
  readonly applies: (request: RiskRequest) => boolean;
}
