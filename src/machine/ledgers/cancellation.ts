import type { Cancellation, Order, Timestamp } from '../order.ts';
import { nextEntry } from './entry.ts';

/** Enters the wish to cancel the whole order. */
export function requestCancellation(
  order: Order,
  wish: Pick<Cancellation, 'reason' | 'note' | 'actor' | 'notify'>,
  at: Timestamp,
): Order {
  const { order: numbered, id } = nextEntry(order, 'cancellation');
  return { ...numbered, cancellation: { id, state: 'requested', ...wish, requestedAt: at } };
}
