import { type AxisState, hasTag } from '../axes.ts';
import type { EventOf } from '../events/index.ts';
import type { Hold, HoldOutcome, Order, Screening, Timestamp } from '../order.ts';
import { inFlight, isDone, isFailed, nextEntry, requested, settled } from './entry.ts';
import { anomaly, applied, duplicate, says, type Writers } from './taken.ts';

/** Holds that nobody has released. */
export function openHolds(order: Order): readonly Hold[] {
  return order.holds.filter((hold) => hold.releasedAt === null);
}

const isReview = (hold: Hold): boolean => hold.kind === 'risk' || hold.kind === 'duplicate';

/** The holds that wait for a decision whether the order goes on at all: on risk, or on a duplicate. */
export function reviewHolds(order: Order): readonly Hold[] {
  return openHolds(order).filter(isReview);
}

/** Whether money may move: no review waits, and the order is screened and allowed, or not to be screened. A manual hold stops goods, not money. */
export function reviewIsClear(order: Order): boolean {
  if (reviewHolds(order).length > 0 || isRejected(order)) return false;
  return !order.terms.riskScreening || order.screening?.outcome === 'allow';
}

/** Whether the order was turned down. */
export function isRejected(order: Order): boolean {
  return order.screening?.outcome === 'reject' || order.holds.some(({ outcome }) => outcome === 'rejected');
}

/** Why it was turned down, as a stable code, if somebody said so. */
export function rejectionCode(order: Order): string | null {
  return order.screening?.code ?? order.holds.find(({ outcome }) => outcome === 'rejected')?.code ?? null;
}

/** Whether the order is to be screened now. */
export function screeningIsDue(order: Order): boolean {
  return order.axes.status === 'pending' && order.terms.riskScreening && order.screening === null;
}

/** The review axis as its ledger says: rejected first, then what a person must clear, then the screening under way. */
export function reviewSummary(order: Order): AxisState<'review'> {
  if (isRejected(order)) return 'rejected';
  if (openHolds(order).length > 0) return 'held';
  if (order.screening && inFlight(order.screening)) return 'screening';
  if (order.screening?.outcome === 'allow') return 'clear';
  if (!order.terms.riskScreening && order.holds.some(({ outcome }) => outcome === 'approved')) return 'clear';
  if (order.axes.status === 'draft') return 'not_started';
  const over = hasTag(order.axes.status, 'ended') || !order.terms.riskScreening;
  return order.timestamps.placedAt === null || over ? 'not_required' : 'not_started';
}

/** Enters the screening that is due. */
export function beginScreening(order: Order, at: Timestamp): { readonly order: Order; readonly id: string } {
  const { order: numbered, id } = nextEntry(order, 'screening');
  const screening: Screening = {
    ...requested(id, at),
    outcome: null,
    reasons: [],
    decidedBy: null,
    decidedAt: null,
    note: null,
  };
  return { order: { ...numbered, screening }, id };
}

/** Places a hold. */
export function placeHold(
  order: Order,
  kind: Hold['kind'],
  reason: string,
  by: string | null,
  at: Timestamp,
): Order {
  const { order: numbered, id } = nextEntry(order, 'hold');
  const hold: Hold = {
    id,
    kind,
    reason,
    placedAt: at,
    placedBy: by,
    releasedAt: null,
    releasedBy: null,
    outcome: null,
    code: null,
    note: null,
  };
  return { ...numbered, holds: [...order.holds, hold] };
}

/** An order that has ended is held no more: nobody has to clear what will not go on. */
export function endHolds(order: Order, at: Timestamp): Order {
  return openHolds(order).length === 0
    ? order
    : releaseHolds(order, () => true, { outcome: 'lapsed', by: 'system', at });
}

/** How a hold ends. */
interface Release {
  readonly outcome: HoldOutcome;
  readonly by: string | null;
  readonly at: Timestamp;
  readonly code?: string | null;
  readonly note?: string | null;
}

/** Releases the holds that are meant. */
export function releaseHolds(
  order: Order,
  which: (hold: Hold) => boolean,
  { outcome, by, at, code = null, note = null }: Release,
): Order {
  const holds = order.holds.map((hold) =>
    hold.releasedAt === null && which(hold)
      ? { ...hold, releasedAt: at, releasedBy: by, outcome, code, note }
      : hold,
  );
  return { ...order, holds };
}

/** The screening as a person has decided it; one that waits for no person stays as it is. */
function decided(
  { screening }: Order,
  outcome: 'allow' | 'reject',
  {
    meta,
    note,
    code,
  }: {
    readonly meta: EventOf<'review.approve'>['meta'];
    readonly note: string | null;
    readonly code: string | null;
  },
): Screening | null {
  if (screening?.outcome !== 'review') return screening;
  return { ...screening, outcome, code, decidedBy: meta.actor, decidedAt: meta.receivedAt, note };
}

/** An order whose address was changed is screened anew: what was found, or is waited for, was about another one. */
export function screenAnew(order: Order, at: Timestamp): Order {
  if (!order.terms.riskScreening || order.axes.status !== 'pending') return order;
  const release: Release = { outcome: 'lapsed', by: 'system', at };
  return { ...releaseHolds(order, (hold) => hold.kind === 'risk', release), screening: null };
}

/** The order on submission: one that says the same as another is held, if the terms say so. */
export function holdDuplicate(order: Order, duplicate: string | null, at: Timestamp): Order {
  if (duplicate === null || order.terms.duplicates.outcome !== 'review') return order;
  return placeHold(order, 'duplicate', `the same as order ${duplicate}`, 'system', at);
}

/** From the moment at which nothing waits for a decision any more, payment is possible: the time to pay starts. */
export function startPayment(order: Order, at: Timestamp): Order {
  return order.timestamps.payableFrom === null && reviewIsClear(order)
    ? { ...order, timestamps: { ...order.timestamps, payableFrom: at } }
    : order;
}

type ReviewEvents = 'review.approve' | 'review.reject' | 'hold.place' | 'hold.release' | 'risk.assessed';

/** What the review ledger makes of its events. */
export const reviewWriters: Writers<ReviewEvents> = {
  'risk.assessed': (order, event) => {
    const at = event.meta.receivedAt;
    if (isSuperseded(order, event.operationId)) return duplicate;
    if (!order.screening || order.screening.id !== event.operationId) {
      return anomaly(
        order,
        'screening_unknown',
        `a screening ${event.operationId} was answered that this order did not ask for`,
      );
    }
    if (isDone(order.screening)) return duplicate;
    const screening = {
      ...settled(order.screening, 'succeeded', at, { reference: event.reference }),
      outcome: event.outcome,
      reasons: event.reasons,
    };
    const screened = { ...order, screening };
    if (event.outcome === 'allow' || hasTag(order.axes.status, 'ended'))
      return applied(startPayment(screened, at));
    if (event.outcome === 'reject') return applied(screened);
    const held = placeHold(screened, 'risk', event.reasons.join(', ') || 'review', 'system', at);
    return applied(held, says('order.review_required'));
  },

  'review.approve': (order, event) => {
    const at = event.meta.receivedAt;
    const { meta, note } = event;
    const released = releaseHolds(order, isReview, { outcome: 'approved', by: meta.actor, at, note });
    const screening = decided(order, 'allow', { meta, note, code: null });
    return applied(startPayment({ ...released, screening }, at), says('order.hold_released'));
  },

  'review.reject': (order, event) => {
    const { meta, note, reason: code } = event;
    const by = meta.actor;
    const at = meta.receivedAt;
    const released = releaseHolds(order, isReview, { outcome: 'rejected', by, at, code, note });
    const screening = decided(order, 'reject', { meta, note, code });
    return applied({ ...released, screening }, says('order.hold_released'));
  },

  'hold.place': (order, event) =>
    applied(
      placeHold(order, 'manual', event.reason, event.meta.actor, event.meta.receivedAt),
      says('order.hold_placed'),
    ),

  'hold.release': (order, event) =>
    applied(
      releaseHolds(order, (hold) => hold.id === event.holdId, {
        outcome: 'released',
        by: event.meta.actor,
        at: event.meta.receivedAt,
        note: event.note,
      }),
      says('order.hold_released'),
    ),
};

/** Whether a screening is one of the order's that a later one has taken the place of. */
function isSuperseded(order: Order, operationId: string): boolean {
  const prefix = `${order.id}:screening:`;
  const number = operationId.startsWith(prefix) ? Number(operationId.slice(prefix.length)) : Number.NaN;
  return order.screening?.id !== operationId && number >= 1 && number <= order.entries;
}

/** Settles the screening as withdrawn or unknown, if it is under way. */
export function settleScreening(
  order: Order,
  operationId: string,
  state: 'withdrawn' | 'unknown',
  at: Timestamp,
): Order | undefined {
  const { screening } = order;
  if (
    screening?.id !== operationId ||
    !inFlight(screening) ||
    screening.state === state ||
    isFailed(screening)
  )
    return undefined;
  return { ...order, screening: settled(screening, state, at) };
}
