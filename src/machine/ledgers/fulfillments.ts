import { hasTag } from '../axes.ts';
import type { CommandRef, PublishedRef } from '../commands.ts';
import type {
  Fulfillment,
  FulfillmentOperation,
  FulfillmentStage,
  LineQuantity,
  Order,
  Shipment,
  Timestamp,
} from '../order.ts';
import { isCalledOff, requestCancellation } from './cancellation.ts';
import { inFlight, isDone, isFailed, nextEntry, patch, requested, settled, settleKind } from './entry.ts';
import {
  fitting,
  hasLeft,
  isActive,
  isBeingStopped,
  unpacked,
  unsent,
  vainAttempts,
} from './fulfillment-book.ts';
import type { DueFulfillment, DueStop } from './fulfillment-plan.ts';
import { fulfillmentsToStop } from './line-cancellation-book.ts';
import { atMost, listUnits, tally, unitsOf } from './lines.ts';
import { closeExceptions } from './parcel-exceptions.ts';
import { isCarried, newShipment } from './parcels.ts';
import { placeHold } from './review.ts';
import { anomaly, applied, duplicate, says, type Taken, type Writers } from './taken.ts';

const stages: readonly FulfillmentStage[] = [
  'requested',
  'accepted',
  'planning',
  'picking',
  'packing',
  'shipped',
  'completed',
];

/** Enters a fulfilment that is due. */
export function beginFulfillment(
  order: Order,
  due: DueFulfillment,
  at: Timestamp,
): { readonly order: Order; readonly id: string } {
  const { order: numbered, id } = nextEntry(order, 'fulfillment-create');
  const next = nextEntry(numbered, 'fulfillment');
  const create: FulfillmentOperation = { ...requested(id, at), kind: 'create', causeId: null };
  const fulfillment: Fulfillment = {
    id: next.id,
    warehouseId: due.warehouseId,
    lines: due.lines,
    stage: 'requested',
    reference: null,
    stop: null,
    operations: [create],
  };
  return { order: { ...next.order, fulfillments: [...order.fulfillments, fulfillment] }, id };
}

/** Enters a try to stop a fulfilment. */
export function beginFulfillmentCancel(
  order: Order,
  { fulfillmentId, causeId }: DueStop,
  at: Timestamp,
): { readonly order: Order; readonly id: string } {
  const { order: numbered, id } = nextEntry(order, 'fulfillment-cancel');
  const cancel: FulfillmentOperation = { ...requested(id, at), kind: 'cancel', causeId };
  return {
    order: update(numbered, fulfillmentId, (entry) => ({
      ...entry,
      operations: [...entry.operations, cancel],
    })),
    id,
  };
}

function update(order: Order, id: string, by: (entry: Fulfillment) => Fulfillment): Order {
  return { ...order, fulfillments: patch(order.fulfillments, id, by) };
}

function find(order: Order, idOrReference: string): Fulfillment | undefined {
  return order.fulfillments.find((entry) => entry.id === idOrReference || entry.reference === idOrReference);
}

const unknownFulfillment = (order: Order, id: string) =>
  anomaly(order, 'fulfillment_unknown', `fulfillment ${id} is not of this order`);

/** All of a fulfilment has left, whatever its warehouse says now: it was made, and a try to stop it came too late. */
function settleAsGone(order: Order, entry: Fulfillment, at: Timestamp): Order {
  return update(order, entry.id, (old) =>
    settleKind(settleKind(old, 'create', 'succeeded', at), 'cancel', 'failed', at, 'already_left'),
  );
}

/** Moves a fulfilment forward; whatever it reports implies that it was accepted. */
function advance(
  order: Order,
  entry: Fulfillment,
  stage: FulfillmentStage,
  at: Timestamp,
  reference: string | null = null,
): Order | undefined {
  const forward = stages.indexOf(stage) > stages.indexOf(entry.stage);
  const reopened = entry.stage === 'failed';
  if (!(forward || reopened) || entry.stage === 'cancelled') return undefined;
  return update(order, entry.id, (old) => ({
    ...settleKind(old, 'create', 'succeeded', at),
    stage,
    reference: reference ?? old.reference,
  }));
}

/** Enters a parcel of a fulfilment. */
function box(
  order: Order,
  fulfillmentId: string,
  lines: readonly LineQuantity[],
  more: Partial<Shipment>,
): Order {
  const { order: numbered, id } = nextEntry(order, 'shipment');
  const shipment = newShipment({ id, fulfillmentId, lines, ...more });
  return { ...numbered, shipments: [...order.shipments, shipment] };
}

type FulfillmentEvents =
  | 'fulfillment.cancel'
  | 'fulfillment.retry'
  | 'fulfillment.accepted'
  | 'fulfillment.progressed'
  | 'fulfillment.packed'
  | 'fulfillment.shipped'
  | 'fulfillment.completed'
  | 'fulfillment.cancelled'
  | 'fulfillment.cancel_rejected'
  | 'fulfillment.failed';

/** What the fulfilment ledger makes of its events. */
export const fulfillmentWriters: Writers<FulfillmentEvents> = {
  'fulfillment.cancel': (order, event) => {
    const { fulfillmentId, afterwards, reason, meta } = event;
    const { order: numbered, id } = nextEntry(order, 'stop');
    const stop = { id, afterwards, reason, actor: meta.actor, requestedAt: meta.receivedAt };
    const wished = update(numbered, fulfillmentId, (entry) => ({ ...entry, stop }));
    const entry = find(wished, fulfillmentId);
    if (!entry) return unknownFulfillment(order, fulfillmentId);
    const stopped = withdrawCreation(wished, entry, meta.untried, meta.receivedAt);
    return stopped === wished ? applied(wished) : asWished(stopped, entry, meta.receivedAt);
  },

  'fulfillment.retry': (order, event) => applied(giveUp(order, event.fulfillmentId)),

  'fulfillment.accepted': (order, event) => {
    const entry = find(order, event.fulfillmentId);
    if (!entry) return unknownFulfillment(order, event.fulfillmentId);
    if (isOver(order, entry) && entry.stage !== 'cancelled') return afterTheEnd(order, entry, event.type);
    const written = advance(order, entry, 'accepted', event.meta.receivedAt, event.reference);
    return written ? applied(written) : duplicate;
  },

  'fulfillment.progressed': (order, event) => {
    const entry = find(order, event.fulfillmentId);
    if (!entry) return unknownFulfillment(order, event.fulfillmentId);
    if (isOver(order, entry)) return afterTheEnd(order, entry, event.type);
    const written = advance(order, entry, event.stage, event.meta.receivedAt);
    return written ? applied(written) : duplicate;
  },

  'fulfillment.packed': (order, event) => {
    const entry = find(order, event.fulfillmentId);
    if (!entry) return unknownFulfillment(order, event.fulfillmentId);
    if (isOver(order, entry)) return afterTheEnd(order, entry, event.type);
    const open = unpacked(order, entry);
    const told = event.lines === null ? listUnits(open) : listUnits(atMost(unitsOf([event.lines]), open));
    if (told.length === 0) return duplicate;
    const lines = fitting(order, told);
    if (lines.length === 0)
      return anomaly(
        order,
        'nothing_to_ship',
        `fulfillment ${entry.id} packed goods that have left, or are in a parcel, already`,
      );
    const packing = advance(order, entry, 'packing', event.meta.receivedAt) ?? order;
    return applied(box(packing, entry.id, lines, {}));
  },

  'fulfillment.shipped': (order, event) => {
    const entry = find(order, event.fulfillmentId);
    if (!entry) return unknownFulfillment(order, event.fulfillmentId);
    if (isOver(order, entry)) return afterTheEnd(order, entry, event.type);
    const written = advance(order, entry, 'shipped', event.meta.receivedAt);
    if (!written) return duplicate;
    const sent = sendAll(written, entry, event.meta.occurredAt);
    const departed = afterDeparture(sent, says('order.shipment_dispatched', entry.id), false);
    if (departed.outcome !== 'applied') return departed;
    return { ...departed, commands: [...departed.commands, ...parcelNotices(order, sent)] };
  },

  'fulfillment.completed': (order, event) => {
    const entry = find(order, event.fulfillmentId);
    if (!entry) return unknownFulfillment(order, event.fulfillmentId);
    if (isOver(order, entry)) return afterTheEnd(order, entry, event.type);
    const at = event.meta.occurredAt;
    const written = advance(order, entry, 'completed', event.meta.receivedAt);
    if (!written) return duplicate;
    const sent = sendAll(written, entry, at);
    const shipments = sent.shipments.map((shipment) =>
      shipment.fulfillmentId === entry.id && mayHaveArrived(shipment)
        ? {
            ...closeExceptions(shipment, 'arrived', null, event.meta.receivedAt),
            stage: 'delivered' as const,
            deliveredAt: shipment.deliveredAt ?? at,
          }
        : shipment,
    );
    return afterDeparture({ ...sent, shipments }, says('order.shipment_delivered', entry.id), true);
  },

  'fulfillment.cancelled': (order, event) => {
    const entry = find(order, event.fulfillmentId);
    if (!entry) return unknownFulfillment(order, event.fulfillmentId);
    if (entry.stage === 'cancelled') return duplicate;
    const at = event.meta.receivedAt;
    if (listUnits(unsent(order, entry)).length === 0)
      return anomaly(
        settleAsGone(order, entry, at),
        'late_cancellation',
        `fulfillment ${entry.id} was cancelled after all of it had left`,
      );
    const asked =
      isBeingStopped(entry) ||
      fulfillmentsToStop(order).includes(entry) ||
      entry.operations.some((operation) => operation.kind === 'cancel');
    const told = update(order, entry.id, (old) =>
      settleKind(settleKind(old, 'cancel', 'succeeded', at), 'create', 'succeeded', at),
    );
    const ended = afterStop(giveUp(told, entry.id), entry, asked, event.reason, at);
    return isBeingStopped(entry) ? asWished(ended, entry, at) : applied(ended);
  },

  'fulfillment.cancel_rejected': (order, event) => {
    const entry = find(order, event.fulfillmentId);
    if (!entry) return unknownFulfillment(order, event.fulfillmentId);
    const cancel = entry.operations.find((operation) => operation.kind === 'cancel' && inFlight(operation));
    if (!cancel) return duplicate;
    const refused = update(order, entry.id, (old) =>
      settleKind(old, 'cancel', 'failed', event.meta.receivedAt, event.code),
    );
    const told = refuseCancellation(refused);
    if (told.outcome !== 'applied' || cancel.causeId === null || cancel.causeId !== entry.stop?.id)
      return told;
    const published = [...told.published, ...says('order.fulfillment_stop_refused', entry.id)];
    return { ...told, published };
  },

  'fulfillment.failed': (order, event) => {
    const entry = find(order, event.fulfillmentId);
    if (!entry) return unknownFulfillment(order, event.fulfillmentId);
    if (entry.stage === 'failed' || entry.stage === 'cancelled') return duplicate;
    if (hasLeft(order) && listUnits(unsent(order, entry)).length === 0)
      return anomaly(
        settleAsGone(order, entry, event.meta.receivedAt),
        'late_failure',
        `fulfillment ${entry.id} failed after all of it had left (${event.code})`,
      );
    const at = event.meta.receivedAt;
    const told = update(order, entry.id, (old) =>
      settleKind(settleKind(old, 'create', 'failed', at, event.code), 'cancel', 'succeeded', at),
    );
    if (isBeingStopped(entry)) return asWished(giveUp(told, entry.id), entry, at);
    // While the order is being called off, a warehouse that can't do its part has stopped: nobody tries again.
    return applied(
      isCalledOff(order)
        ? giveUp(told, entry.id)
        : update(told, entry.id, (old) => ({ ...old, stage: 'failed' })),
    );
  },
};

/** Whether nothing is to come of a fulfilment any more: it was stopped, or it failed before its order ended. */
function isOver(order: Order, entry: Fulfillment): boolean {
  return entry.stage === 'cancelled' || (entry.stage === 'failed' && hasTag(order.axes.status, 'ended'));
}

/** After a warehouse has stopped because a person wanted it: its goods are planned again at once, or when the hold is released. */
function asWished(order: Order, { id, stop }: Fulfillment, at: Timestamp): Taken {
  const told = says('order.fulfillment_stopped', id);
  if (stop?.afterwards !== 'hold' || isCalledOff(order)) return applied(order, told);
  return applied(placeHold(order, 'fulfillment', stop.reason, stop.actor, at), [
    ...told,
    ...says('order.hold_placed'),
  ]);
}

/** Takes back the request for a fulfilment that nobody has attempted yet: then it has ended. */
export function withdrawCreation(
  order: Order,
  entry: Fulfillment,
  untried: readonly string[],
  at: Timestamp,
): Order {
  const create = entry.operations.find(
    (operation) =>
      operation.kind === 'create' && operation.state === 'requested' && untried.includes(operation.id),
  );
  return (create && settleFulfillment(order, create.id, 'withdrawn', at)) ?? order;
}

/** Ends a fulfilment, and its parcels that have not left: their goods are free to be planned again. */
export function giveUp(order: Order, id: string): Order {
  const ended = update(order, id, (entry) => ({ ...entry, stage: 'cancelled' }));
  const shipments = ended.shipments.map((shipment) =>
    shipment.fulfillmentId === id && !shipment.left ? { ...shipment, stage: 'cancelled' as const } : shipment,
  );
  return { ...ended, shipments };
}

function afterTheEnd(order: Order, entry: Fulfillment, type: string): Taken {
  return anomaly(
    order,
    'fulfillment_was_cancelled',
    `${type} came for fulfillment ${entry.id} after it was ${entry.stage}; check that nothing leaves`,
  );
}

/** A cancellation that can't be had: the order goes on and says so. */
export function refuseCancellation(order: Order): Taken {
  if (order.cancellation?.state !== 'requested') return applied(order);
  const commands = order.cancellation.notify
    ? [{ type: 'notification.send', ref: 'cancellation_refused' } as const]
    : [];
  return applied(
    { ...order, cancellation: { ...order.cancellation, state: 'refused' } },
    says('order.cancellation_refused'),
    commands,
  );
}

/** After goods have left, or arrived: a cancellation that was asked for can't be had, unless the terms call parcels back. */
export function afterDeparture(order: Order, published: readonly PublishedRef[], arrived: boolean): Taken {
  if (!arrived && order.terms.cancelShipped === 'with_intercept') return applied(order, published);
  const refused = refuseCancellation(order);
  if (refused.outcome !== 'applied') return refused;
  return applied(refused.order, [...published, ...refused.published], refused.commands);
}

/**
 * After a warehouse has stopped. If nobody had asked it to: the order is cancelled if that was the last open fulfilment
 * and nothing has left; else its goods are planned again, a limited number of times, and then a person has to look.
 */
function afterStop(
  order: Order,
  entry: Fulfillment,
  asked: boolean,
  reason: string | null,
  at: Timestamp,
): Order {
  if (asked || order.cancellation?.state === 'requested' || hasTag(order.axes.status, 'ended')) return order;
  const others = order.fulfillments.some((other) => other.id !== entry.id && isActive(other));
  if (!others && !hasLeft(order)) {
    return requestCancellation(
      order,
      { reason: 'fulfillment_cancelled', note: reason, actor: null, notify: true },
      at,
    );
  }
  if (vainAttempts(order, entry.warehouseId) < order.terms.maxFulfillmentAttempts) return order;
  return placeHold(
    order,
    'fulfillment',
    `warehouse ${entry.warehouseId} has cancelled ${order.terms.maxFulfillmentAttempts} times`,
    'system',
    at,
  );
}

/** What the customer is told of parcels that have just left, if the terms say so. */
function parcelNotices(before: Order, after: Order): readonly CommandRef[] {
  if (!after.terms.notifyParcelShipped) return [];
  const gone = new Set(before.shipments.filter(({ left }) => left).map(({ id }) => id));
  return after.shipments
    .filter(({ id, left }) => left && !gone.has(id))
    .map(({ id }): CommandRef => ({ type: 'notification.send', ref: `parcel_shipped ${id}` }));
}

/** Whether a parcel is among those that a warehouse means when it says that all has arrived. */
function mayHaveArrived(shipment: Shipment): boolean {
  return isCarried(shipment) && shipment.stage !== 'lost' && shipment.stage !== 'received_back';
}

/** Everything of a fulfilment has left, though we may not have heard of each parcel. */
function sendAll(order: Order, entry: Fulfillment, at: Timestamp): Order {
  const shipments = order.shipments.map((shipment) =>
    shipment.fulfillmentId === entry.id && !shipment.left && shipment.stage !== 'cancelled'
      ? {
          ...shipment,
          stage: 'dispatched' as const,
          left: true,
          dispatchedAt: at,
          operations: shipment.operations.map((operation) =>
            operation.kind === 'create' && inFlight(operation)
              ? settled(operation, 'succeeded', at)
              : operation,
          ),
        }
      : shipment,
  );
  const sent = tally({ ...order, shipments });
  const rest = fitting(sent, listUnits(unpacked(sent, entry)));
  return rest.length === 0
    ? sent
    : box(sent, entry.id, rest, { stage: 'dispatched', left: true, dispatchedAt: at });
}

/** Settles the operation with this id as withdrawn or unknown, if it is under way. A withdrawn creation ends the fulfilment. */
export function settleFulfillment(
  order: Order,
  operationId: string,
  state: 'withdrawn' | 'unknown',
  at: Timestamp,
): Order | undefined {
  const entry = order.fulfillments.find((candidate) =>
    candidate.operations.some((operation) => operation.id === operationId),
  );
  const operation = entry?.operations.find((candidate) => candidate.id === operationId);
  if (
    !entry ||
    !operation ||
    !inFlight(operation) ||
    operation.state === state ||
    isDone(operation) ||
    isFailed(operation)
  )
    return undefined;
  const ends = state === 'withdrawn' && operation.kind === 'create';
  return update(order, entry.id, (old) => ({
    ...old,
    stage: ends ? 'cancelled' : old.stage,
    operations: patch(old.operations, operationId, (candidate) => settled(candidate, state, at)),
  }));
}
