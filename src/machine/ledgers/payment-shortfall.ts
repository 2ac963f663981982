import type { CommandRef } from '../commands.ts';
import type { Order } from '../order.ts';
import { isCalledOff } from './cancellation.ts';
import { busy, isFresh, isOnDelivery, outstandingMinor, toleranceMinor } from './payment-book.ts';

/**
 * The customer is told what is still open when money came that is too little, and nothing is left that could bring the
 * rest by itself. A shortfall within the tolerance is not theirs to know.
 */
export function tellWhatIsOpen(order: Order): readonly CommandRef[] {
  if (order.axes.status !== 'pending' || isCalledOff(order) || order.failure !== null) return [];
  if (outstandingMinor(order) <= toleranceMinor(order)) return [];
  const other = order.payments.some(
    (payment) => busy(payment) || (isFresh(payment) && !isOnDelivery(order, payment)),
  );
  return other ? [] : [{ type: 'notification.send', ref: 'payment_incomplete' }];
}
