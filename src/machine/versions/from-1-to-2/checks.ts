import type { Hold, HoldOutcome, Order, Screening } from '../../order.ts';
import type { Terms } from '../../terms.ts';
import type { OrderUpgrade } from '../upgrade.ts';

/** The policies on checks that version 1 went by without saying so. */
const policies = {
  limits: {
    minOrderMinor: {},
    maxOrderMinor: {},
    orderAmount: 'total',
    maxUnits: null,
    maxLines: null,
    maxOpenOrders: null,
    customerWindowMs: 86_400_000,
    maxCustomerOrders: null,
    maxCustomerMinor: {},
  },
  duplicates: { outcome: 'allow', windowMs: 600_000 },
  paymentMethods: null,
  ruleVersions: {},
} satisfies Partial<Terms>;

/**
 * What version 2 knows of checks, for an order of version 1: terms without limits, the first version of each rule, no
 * hash of what it says. What became of a hold is read from what the order kept: who released it, and the screening.
 */
export const checks: OrderUpgrade = (order) => ({
  ...order,
  contentHash: order.contentHash ?? null,
  terms: { ...policies, ...order.terms },
  screening: order.screening && screeningOf(order, order.screening),
  holds: order.holds.map((hold) => holdOf(order, hold)),
});

/** A store has the columns already, empty: so what is missing may be `undefined` or `null`. */
function holdOf({ screening }: Order, hold: Hold): Hold {
  const rejected = hold.kind === 'risk' && screening?.outcome === 'reject';
  return {
    ...hold,
    outcome: hold.outcome ?? endOf(hold, rejected),
    code: hold.code ?? (rejected ? screening.code : null),
    note: hold.note ?? null,
  };
}

function endOf({ kind, releasedAt, releasedBy }: Hold, rejected: boolean): HoldOutcome | null {
  if (releasedAt === null) return null;
  if (rejected) return 'rejected';
  if (releasedBy === 'system') return 'lapsed';
  return kind === 'risk' ? 'approved' : 'released';
}

function screeningOf({ holds }: Order, screening: Screening): Screening {
  const review = holds.find(({ kind, releasedAt }) => kind === 'risk' && releasedAt !== null);
  const decision = screening.outcome === 'review' ? undefined : review;
  return {
    ...screening,
    decidedBy: screening.decidedBy ?? decision?.releasedBy ?? null,
    decidedAt: screening.decidedAt ?? decision?.releasedAt ?? null,
    note: screening.note ?? null,
  };
}
