import type { OrderUpgrade } from '../upgrade.ts';
import { cancellation } from './cancellation.ts';
import { checks } from './checks.ts';
import { parcels } from './parcels.ts';
import { payments } from './payments.ts';
import { prices } from './prices.ts';
import { stock } from './stock.ts';

/** An order of version 1 as version 2 would have written it. */
export const from1to2: OrderUpgrade = (order) =>
  [prices, checks, stock, payments, cancellation, parcels].reduce((next, upgrade) => upgrade(next), order);
