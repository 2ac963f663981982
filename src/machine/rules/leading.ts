import { assertNever } from '../../errors/index.ts';
import type { OrderStatus } from '../axes.ts';
import type { Order } from '../order.ts';

/** How an order gets to a status: by a request, or only by facts, as the reason says. */
export type Leading = { readonly event: 'order.submit' | 'order.cancel' } | { readonly reason: string };

/** Which request leads to a status. Nothing writes a status: most are reached by what happens outside. */
export function eventLeadingTo(_order: Order, status: OrderStatus): Leading {
  switch (status) {
    case 'draft':
      return { reason: 'an order is a draft only when it is created' };
    case 'pending':
      return { event: 'order.submit' };
    case 'confirmed':
      return {
        reason:
          'an order is confirmed when its stock is reserved, its review is clear and its payment is secured; report what you know as a fact, such as payment.captured',
      };
    case 'processing':
      return {
        reason:
          'an order is processing when a warehouse begins; report what you know as a fact, such as fulfillment.progressed',
      };
    case 'shipped':
      return {
        reason:
          'an order is shipped when all its goods have left; report what you know as a fact, such as shipment.dispatched',
      };
    case 'delivered':
      return {
        reason:
          'an order is delivered when all its goods have arrived; report what you know as a fact, such as shipment.delivered',
      };
    case 'cancelled':
      return { event: 'order.cancel' };
    case 'refunded':
      return {
        reason:
          'an order is refunded when all its goods and all its money are back; ask for a return, or for the order to be cancelled',
      };
    case 'failed':
      return {
        reason:
          'an order fails when its payment or its stock can not be had; ask for it to be cancelled instead',
      };
    default:
      return assertNever(status, 'status');
  }
}
