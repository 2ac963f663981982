import { hasTag } from '../axes.ts';
import type { Cancellation, Order, Timestamp } from '../order.ts';
import { nextEntry } from './entry.ts';

/** Whether the order has ended, or is being stopped: nothing is to be sent any more, and what succeeded is undone. */
export function isCalledOff(order: Order): boolean {
  return order.cancellation?.state === 'requested' || hasTag(order.axes.status, 'ended');
}

/** Enters the wish to cancel the whole order. It supersedes what was asked for single lines and is not decided. */
export function requestCancellation(
  order: Order,
  wish: Pick<Cancellation, 'reason' | 'note' | 'actor' | 'notify'> &
    Partial<Pick<Cancellation, 'restock' | 'overrideReason'>>,
  at: Timestamp,
): Order {
  const { order: numbered, id } = nextEntry(order, 'cancellation');
  const cancellation: Cancellation = {
    id,
    state: 'requested',
    restock: true,
    overrideReason: null,
    ...wish,
    requestedAt: at,
  };
  return { ...numbered, cancellation, lineCancellations: superseded(order.lineCancellations, at) };
}

function superseded(entries: Order['lineCancellations'], at: Timestamp): Order['lineCancellations'] {
  if (!entries.some(({ state }) => state === 'requested')) return entries;
  return entries.map((entry) =>
    entry.state === 'requested' ? { ...entry, state: 'superseded', settledAt: at } : entry,
  );
}
