import { machineVersion } from '../machine-version.ts';
import type { Order } from '../order.ts';
import { from1to2 } from './from-1-to-2/index.ts';
import type { OrderUpgrade } from './upgrade.ts';

/** The upgrade to version n + 1 stands at n − 1. */
const upgrades: readonly OrderUpgrade[] = [from1to2];

/** The versions of the statechart whose orders this one goes on with. */
export const knownVersions: readonly number[] = Array.from(
  { length: machineVersion },
  (_, index) => index + 1,
);

/**
 * An order that an earlier version of the statechart wrote, as this version would have written it: the next event finds
 * it so, and is written with it. Nothing else changes: not its version, nor where it stands. One of this version, or of
 * one that is newer, is given back as it is.
 *
 * @example
 * import { type Order, upgradeOrder } from 'statecart/machine';
 * const kept = '{ "machineVersion": 1 }'; // an order as `JSON.stringify` wrote it
 * const current = upgradeOrder(JSON.parse(kept) as Order);
 */
export function upgradeOrder(order: Order): Order {
  if (order.machineVersion >= machineVersion) return order;
  let next = order;
  for (let version = order.machineVersion; version < machineVersion; version += 1) {
    const upgrade = upgrades[version - 1];
    if (upgrade === undefined) return order;
    next = { ...upgrade(next), machineVersion: version + 1 };
  }
  return next;
}
