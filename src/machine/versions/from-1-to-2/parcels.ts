import type { OrderUpgrade } from '../upgrade.ts';

/** What version 2 knows of parcels, for an order of version 1. */
export const parcels: OrderUpgrade = (order) => order;
