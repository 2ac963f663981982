import type { OrderChange, OrderWrite } from '../../../ports/index.ts';

/** A write that changes its order, or makes it. */
export type ChangeWrite = OrderWrite & { readonly change: OrderChange };

/** Whether a write changes its order, or makes it. */
export const isChange = (write: OrderWrite): write is ChangeWrite => write.change !== null;

/** Whether a write makes its order. */
export const isCreation = (write: OrderWrite): write is ChangeWrite => write.change?.before === 0;
