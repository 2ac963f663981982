import type { OrderUpgrade } from '../upgrade.ts';

/** What version 2 knows of stock, for an order of version 1. */
export const stock: OrderUpgrade = (order) => order;
