import type { OrderUpgrade } from '../upgrade.ts';

/** What version 2 knows of checks, for an order of version 1. */
export const checks: OrderUpgrade = (order) => order;
