import type { OrderUpgrade } from '../upgrade.ts';

/** What version 2 knows of payments, for an order of version 1. */
export const payments: OrderUpgrade = (order) => order;
