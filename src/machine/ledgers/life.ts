import type { EventOf } from '../events/index.ts';
import type { Order } from '../order.ts';
import { requestCancellation } from './cancellation.ts';
import { remindOfEvidence } from './chargebacks.ts';
import { kindOf } from './entry.ts';
import { settleFulfillment } from './fulfillments.ts';
import { parcelIsSilent, parcelIsUndecided } from './parcel-deadlines.ts';
import { expireAttempt } from './payment-attempts.ts';
import { expireCollection } from './payment-collection.ts';
import { expireAuthorization, settleTransaction } from './payment-entries.ts';
import { allocated, changeAddresses, editDraft, releasedBy } from './placement.ts';
import { holdDuplicate, placeHold, screenAnew, settleScreening, startPayment } from './review.ts';
import { settleShipment } from './shipments.ts';
import { endOpen, endWait } from './shortfalls.ts';
import { expireReservation, settleStock } from './stock.ts';
import { applied, duplicate, says, type Taken, type Writers } from './taken.ts';

type LifeEvents = 'draft.edit' | 'draft.touch' | 'address.change' | 'order.submit' | 'order.cancel';

/** What the order itself makes of its events. */
export const lifeWriters: Writers<LifeEvents> = {
  'draft.edit': (order, event) =>
    applied(touched(editDraft(order, event, event.meta.receivedAt), event), says('order.edited')),
  'draft.touch': (order, event) => applied(touched(order, event)),

  'address.change': (order, event) =>
    applied(screenAnew(changeAddresses(order, event), event.meta.receivedAt), says('order.address_changed')),

  'order.submit': (order, event) => {
    const at = event.meta.receivedAt;
    const submitted: Order = {
      ...order,
      number: event.number,
      lines: releasedBy(allocated(order.lines, event.allocations), at),
      contentHash: event.contentHash,
      timestamps: { ...order.timestamps, placedAt: at, expiresAt: null },
    };
    const held = holdDuplicate(submitted, event.others?.duplicate ?? null, at);
    const placed = startPayment(held, at);
    const review = held === submitted ? [] : says('order.review_required');
    const clear =
      order.sessionId === null && order.cartId === null
        ? []
        : [{ type: 'checkout.clear', ref: 'session' } as const];
    return applied(
      placed,
      [...says('order.placed'), ...review],
      [...clear, { type: 'notification.send', ref: 'order_placed' }],
    );
  },

  'order.cancel': (order, event) => {
    const { reason, note, notify, restock, override, meta } = event;
    const cancelling = requestCancellation(
      order,
      { reason, note, notify, restock, overrideReason: override?.reason ?? null, actor: meta.actor },
      meta.receivedAt,
    );
    return applied(withdrawUntried(cancelling, meta), says('order.cancellation_requested'));
  },
};

function touched(order: Order, event: { readonly meta: { readonly receivedAt: number } }): Order {
  return {
    ...order,
    timestamps: { ...order.timestamps, expiresAt: event.meta.receivedAt + order.terms.draftTtlMs },
  };
}

/** What leads forward, and is pointless once the order is called off. What undoes is not taken back. */
const forward = new Set([
  'authorization',
  'capture',
  'reserve',
  'fulfillment-create',
  'shipment-create',
  'screening',
]);

/** Takes back what has been asked for and nobody has attempted yet. */
function withdrawUntried(order: Order, meta: EventOf<'order.cancel'>['meta']): Order {
  let next = order;
  const ids = meta.untried.filter((id) => forward.has(kindOf(id)));
  for (const id of ids) next = settleOperation(next, id, 'withdrawn', meta.receivedAt) ?? next;
  return next;
}

/** Settles the operation with this id, of whatever ledger, as withdrawn or unknown. `undefined`: it is not under way. */
function settleOperation(
  order: Order,
  id: string,
  state: 'withdrawn' | 'unknown',
  at: number,
): Order | undefined {
  return (
    settleTransaction(order, id, state, at) ??
    settleStock(order, id, state, at) ??
    settleFulfillment(order, id, state, at) ??
    settleShipment(order, id, state, at) ??
    settleScreening(order, id, state, at)
  );
}

/** Nobody knows whether an operation happened. */
export function unknownOutcome(order: Order, event: EventOf<'operation.unknown'>): Taken {
  const written = settleOperation(order, event.operationId, 'unknown', event.meta.receivedAt);
  return written ? applied(written) : duplicate;
}

/** What the ledgers make of a deadline. One that belongs to nothing any more is a duplicate. */
export function deadlineReached(order: Order, event: EventOf<'deadline.reached'>): Taken {
  const at = event.meta.receivedAt;
  switch (event.name) {
    case 'draft.expires':
      return order.axes.status === 'draft' ? applied(expire(order, 'draft_expired', at)) : duplicate;
    case 'payment.expires':
      return order.axes.status === 'pending' ? applied({ ...order, failure: 'payment_expired' }) : duplicate;
    case 'reservation.expires': {
      const written = expireReservation(order, event.ref);
      return written ? applied(written) : duplicate;
    }
    case 'authorization.expires': {
      const written = expireAuthorization(order, event.ref);
      if (!written) return duplicate;
      const hold = order.terms.expiredAuthorization === 'hold' && order.axes.status !== 'pending';
      return applied(
        hold
          ? placeHold(written, 'authorization', 'the authorization ran out before its capture', 'system', at)
          : written,
        hold ? says('order.hold_placed') : [],
      );
    }
    case 'payment.attempt_expires':
      return expireAttempt(order, event.ref, at);
    case 'payment.collection_due':
      return expireCollection(order, at);
    case 'chargeback.evidence_due':
      return remindOfEvidence(order, event.ref, at);
    case 'review.expires':
      return order.axes.status === 'pending' ? applied(expire(order, 'review_expired', at)) : duplicate;
    case 'feedback.due':
      return order.timestamps.feedbackAt === null
        ? applied(
            { ...order, timestamps: { ...order.timestamps, feedbackAt: at } },
            [],
            [{ type: 'notification.send', ref: 'feedback_request' }],
          )
        : duplicate;
    case 'parcel.silent':
      return parcelIsSilent(order, event.ref, at);
    case 'parcel.undecided':
      return parcelIsUndecided(order, event.ref, at);
    case 'backorder.expires':
      return endWait(order, event.ref, at);
    case 'shortfall.expires':
      return endOpen(order, event.ref, at);
    case 'preorder.release':
      return applied({ ...order, lines: releasedBy(order.lines, event.at) });
  }
}

function expire(order: Order, reason: string, at: number): Order {
  const notify = order.axes.status !== 'draft';
  return requestCancellation(order, { reason, note: null, actor: 'system', notify }, at);
}
