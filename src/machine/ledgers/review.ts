import { type AxisState, hasTag } from '../axes.ts';
import type { Hold, Order, Timestamp } from '../order.ts';
import { inFlight, isDone, isFailed, nextEntry, requested, settled } from './entry.ts';
import { anomaly, applied, duplicate, says, type Writers } from './taken.ts';

/** Holds that nobody has released. */
export function openHolds(order: Order): readonly Hold[] {
  return order.holds.filter((hold) => hold.releasedAt === null);
}

/** The hold that waits for a decision on risk. */
export function riskHold(order: Order): Hold | undefined {
  return openHolds(order).find((hold) => hold.kind === 'risk');
}

/** Whether money may move: screened and allowed, or not to be screened. A manual hold stops goods, not money. */
export function reviewIsClear(order: Order): boolean {
  if (!order.terms.riskScreening) return true;
  return order.screening?.outcome === 'allow';
}

/** Whether the order was turned down. */
export function isRejected(order: Order): boolean {
  return order.screening?.outcome === 'reject';
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
  if (order.axes.status === 'draft') return 'not_started';
  const over = hasTag(order.axes.status, 'ended') || !order.terms.riskScreening;
  return order.timestamps.placedAt === null || over ? 'not_required' : 'not_started';
}

/** Enters the screening that is due. */
export function beginScreening(order: Order, at: Timestamp): { readonly order: Order; readonly id: string } {
  const { order: numbered, id } = nextEntry(order, 'screening');
  return { order: { ...numbered, screening: { ...requested(id, at), outcome: null, reasons: [] } }, id };
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
  const hold: Hold = { id, kind, reason, placedAt: at, placedBy: by, releasedAt: null, releasedBy: null };
  return { ...numbered, holds: [...order.holds, hold] };
}

/** An order that has ended is held no more: nobody has to clear what will not go on. */
export function endHolds(order: Order, at: Timestamp): Order {
  return openHolds(order).length === 0 ? order : releaseHolds(order, () => true, 'system', at);
}

/** Releases the holds that are meant. */
export function releaseHolds(
  order: Order,
  which: (hold: Hold) => boolean,
  by: string | null,
  at: Timestamp,
): Order {
  const holds = order.holds.map((hold) =>
    hold.releasedAt === null && which(hold) ? { ...hold, releasedAt: at, releasedBy: by } : hold,
  );
  return { ...order, holds };
}

/** From now on payment is possible: the time to pay starts. */
function startPayment(order: Order, at: Timestamp): Order {
  return order.timestamps.payableFrom === null
    ? { ...order, timestamps: { ...order.timestamps, payableFrom: at } }
    : order;
}

type ReviewEvents = 'review.approve' | 'review.reject' | 'hold.place' | 'hold.release' | 'risk.assessed';

/** What the review ledger makes of its events. */
export const reviewWriters: Writers<ReviewEvents> = {
  'risk.assessed': (order, event) => {
    const at = event.meta.receivedAt;
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
    const released = releaseHolds(order, (hold) => hold.kind === 'risk', event.meta.actor, at);
    const screening = order.screening && { ...order.screening, outcome: 'allow' as const };
    return applied(startPayment({ ...released, screening }, at), says('order.hold_released'));
  },

  'review.reject': (order, event) => {
    const released = releaseHolds(
      order,
      (hold) => hold.kind === 'risk',
      event.meta.actor,
      event.meta.receivedAt,
    );
    const screening = order.screening && {
      ...order.screening,
      outcome: 'reject' as const,
      code: event.reason,
    };
    return applied({ ...released, screening }, says('order.hold_released'));
  },

  'hold.place': (order, event) =>
    applied(
      placeHold(order, 'manual', event.reason, event.meta.actor, event.meta.receivedAt),
      says('order.hold_placed'),
    ),

  'hold.release': (order, event) =>
    applied(
      releaseHolds(order, (hold) => hold.id === event.holdId, event.meta.actor, event.meta.receivedAt),
      says('order.hold_released'),
    ),
};

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
