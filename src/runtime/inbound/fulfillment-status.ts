import { assertNever } from '../../errors/index.ts';
import type { FactInput } from '../../machine/index.ts';

/** How far a fulfilment is, in the words that warehouses use. */
export type FulfillmentWord =
  | 'pending'
  | 'planning'
  | 'picking'
  | 'packing'
  | 'shipped'
  | 'completed'
  | 'cancelled';

/** What a warehouse's word means for the order; `null`: nothing yet. */
export function fulfillmentFact(
  fulfillmentId: string,
  status: FulfillmentWord,
  reason: string | null,
): FactInput | null {
  switch (status) {
    case 'pending':
      return null;
    case 'planning':
    case 'picking':
    case 'packing':
      return { type: 'fulfillment.progressed', fulfillmentId, stage: status };
    case 'shipped':
      return { type: 'fulfillment.shipped', fulfillmentId };
    case 'completed':
      return { type: 'fulfillment.completed', fulfillmentId };
    case 'cancelled':
      return { type: 'fulfillment.cancelled', fulfillmentId, reason };
    default:
      return assertNever(status, 'status of a fulfilment');
  }
}
