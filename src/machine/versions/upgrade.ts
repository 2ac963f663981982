import type { Order } from '../order.ts';

/**
 * One step between two versions of the statechart: the order as the later version would have written it. Pure. What the
 * earlier version did not know is missing in what comes in, whatever its type says; what goes out is complete.
 */
export type OrderUpgrade = (order: Order) => Order;
