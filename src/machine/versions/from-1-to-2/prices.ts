import type { OrderUpgrade } from '../upgrade.ts';

/** What version 2 knows of prices, for an order of version 1. */
export const prices: OrderUpgrade = (order) => order;
