import { hasTag } from '../axes.ts';
import type { Cancellation, Order, Timestamp } from '../order.ts';
import { nextEntry } from './entry.ts';

/** Whether the order has ended, or is being stopped: nothing is to be sent any more, and what succeeded is undone. */
export function isCalledOff(order: Order): boolean {
  return order.cancellation?.state === 'requested' || hasTag(order.axes.status, 'ended');
}

/** Enters the wish to cancel the whole order. */
export function requestCancellation(
  order: Order,
  wish: Pick<Cancellation, 'reason' | 'note' | 'actor' | 'notify'>,
  at: Timestamp,
): Order {
  const { order: numbered, id } = nextEntry(order, 'cancellation');
  return { ...numbered, cancellation: { id, state: 'requested', ...wish, requestedAt: at } };
}
