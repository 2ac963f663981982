import type { OrderUpgrade } from '../upgrade.ts';

/** What version 2 knows of cancellation, for an order of version 1. */
export const cancellation: OrderUpgrade = (order) => order;
