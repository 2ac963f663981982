import type { CommandRef, PublishedRef } from '../commands.ts';
import type { EventOf } from '../events/index.ts';
import type { LineCancellation, LineCancellationState, Order, Shortfall, Timestamp } from '../order.ts';
import { isCalledOff, requestCancellation } from './cancellation.ts';
import { nextEntry, patch } from './entry.ts';
import { giveUp, withdrawCreation } from './fulfillments.ts';
import {
  fitsIn,
  freeUnits,
  fulfillmentsToStop,
  overtakenLineCancellations,
  waitingLineCancellations,
  wasRefused,
} from './line-cancellation-book.ts';
import { minus, tally, unitsOf, wanted } from './lines.ts';
import { isBeingFilled } from './shortfall-book.ts';
import { applied, says, type Taken, type Writers } from './taken.ts';

/** Enters the wish to cancel units. What their warehouses have not been told yet, they are not told. */
function request(order: Order, event: EventOf<'order.cancel_lines'>): Taken {
  const { lines, reason, note, notify, restock, override, meta } = event;
  const { order: numbered, id } = nextEntry(order, 'line-cancellation');
  const wish: LineCancellation = {
    id,
    lines,
    state: 'requested',
    reason,
    note,
    actor: meta.actor,
    notify,
    restock,
    overrideReason: override?.reason ?? null,
    requestedAt: meta.receivedAt,
    settledAt: null,
  };
  const wished: Order = { ...numbered, lineCancellations: [...order.lineCancellations, wish] };
  const stopped = fulfillmentsToStop(wished).reduce(
    (next, entry) => withdrawCreation(next, entry, meta.untried, meta.receivedAt),
    wished,
  );
  return applied(stopped, says('order.line_cancellation_requested', id));
}

/** What the ledger of cancelled lines makes of its events. */
export const lineCancellationWriters: Writers<'order.cancel_lines'> = { 'order.cancel_lines': request };

/** The order, and what is told of it. */
interface Told {
  readonly order: Order;
  readonly published: readonly PublishedRef[];
  readonly commands: readonly CommandRef[];
}

/**
 * Decides about cancellations of lines that wait, after anything has happened: refused when their units have left or a
 * warehouse would not stop, effective when no warehouse has them any more. Facts win.
 */
export function settleLineCancellations(order: Order, at: Timestamp): Told {
  let told: Told = { order, published: [], commands: [] };
  if (waitingLineCancellations(order).length === 0) return told;
  for (const entry of overtakenLineCancellations(order)) told = refuse(told, entry, at);
  // What failed does nothing any more: what remains of it is planned again without waiting for a person.
  for (const entry of fulfillmentsToStop(told.order))
    if (entry.stage === 'failed') told = { ...told, order: giveUp(told.order, entry.id) };
  let free = freeUnits(told.order);
  for (const entry of waitingLineCancellations(told.order)) {
    const units = unitsOf([entry.lines]);
    if (!fitsIn(units, free)) continue;
    free = minus(free, units);
    told = takeEffect(told, entry, at);
  }
  for (const entry of waitingLineCancellations(told.order))
    if (wasRefused(told.order, entry)) told = refuse(told, entry, at);
  return told;
}

function refuse(told: Told, entry: LineCancellation, at: Timestamp): Told {
  return {
    order: settle(told.order, entry, 'refused', at),
    published: [...told.published, ...says('order.line_cancellation_refused', entry.id)],
    commands: entry.notify ? withMessage(told.commands, 'line_cancellation_refused') : told.commands,
  };
}

/** Units are cancelled. Those of which nothing is left take the whole order with them. */
function takeEffect(told: Told, entry: LineCancellation, at: Timestamp): Told {
  const counted = tally(settle(told.order, entry, 'effective', at));
  const cancelled = tally(trimShortfalls(counted, entry, at));
  const published = [...told.published, ...says('order.line_cancelled', entry.id)];
  const nothingLeft = cancelled.lines.every((line) => line.counts.cancelled === line.quantity);
  if (nothingLeft && !isCalledOff(cancelled)) {
    const { reason, note, actor, notify, restock, overrideReason } = entry;
    const wish = { reason, note, actor, notify, restock, overrideReason };
    return { order: requestCancellation(cancelled, wish, at), published, commands: told.commands };
  }
  const commands = entry.notify ? withMessage(told.commands, 'order_lines_cancelled') : told.commands;
  return { order: cancelled, published, commands };
}

/** A message is sent once, however many cancellations it is about. */
function withMessage(
  commands: readonly CommandRef[],
  ref: 'order_lines_cancelled' | 'line_cancellation_refused',
): readonly CommandRef[] {
  return commands.some((command) => command.ref === ref)
    ? commands
    : [...commands, { type: 'notification.send', ref }];
}

function settle(order: Order, { id }: LineCancellation, state: LineCancellationState, at: Timestamp): Order {
  const lineCancellations = patch(order.lineCancellations, id, (old) => ({ ...old, state, settledAt: at }));
  return { ...order, lineCancellations };
}

/** Units that were cancelled are no longer waited for. What a warehouse is being asked for is left to its answer. */
function trimShortfalls(order: Order, { lines, actor }: LineCancellation, at: Timestamp): Order {
  const isUndone = ({ state }: Shortfall) => state === 'waiting' || state === 'open';
  const touched = new Set(lines.map(({ lineId }) => lineId));
  const trimmed = order.shortfalls.filter(
    (entry) =>
      isUndone(entry) && !isBeingFilled(order, entry) && entry.lines.some((line) => touched.has(line.lineId)),
  );
  if (trimmed.length === 0) return order;
  const lacking = new Map(
    order.lines.map((line) => [line.id, wanted(line) - line.counts.reserved - line.counts.shipped]),
  );
  const trim = (entry: Shortfall): Shortfall => {
    const rest = entry.lines.map((line) => {
      const left = Math.max(0, Math.min(line.quantity - line.filled, lacking.get(line.lineId) ?? 0));
      lacking.set(line.lineId, (lacking.get(line.lineId) ?? 0) - left);
      return { ...line, quantity: line.filled + left, arrived: Math.min(line.arrived, left) };
    });
    if (rest.some((line) => line.quantity > line.filled))
      return { ...entry, lines: rest.filter((line) => line.quantity > 0) };
    const filled = rest.filter((line) => line.quantity > 0);
    return filled.length > 0
      ? { ...entry, lines: filled, state: 'filled', until: null }
      : { ...entry, state: 'ended', until: null, decidedAt: at, decidedBy: actor };
  };
  const shortfalls = order.shortfalls.map((entry) => (trimmed.includes(entry) ? trim(entry) : entry));
  return { ...order, shortfalls };
}
