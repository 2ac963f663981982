import type { LineQuantity, Timestamp } from '../../../machine/index.ts';
import type { Rule } from '../simulation/script.ts';
import type { Telling } from '../simulation/telling.ts';

/** How far the pickers are. `asked`: they have not said yet whether they do it. */
export type PickingStage = 'asked' | 'accepted' | 'picking' | 'packing' | 'packed' | 'cancelled' | 'failed';

/** One fulfilment in the pickers' book. */
export type FulfillmentRow = {
  readonly fulfillmentId: string;
  readonly orderId: string;
  readonly warehouseId: string;
  readonly reference: string;
  readonly stage: PickingStage;
  /** What goes into each parcel. */
  readonly parcels: readonly (readonly LineQuantity[])[];
  /** How many of them are packed. */
  readonly packed: number;
  readonly refusesCancel: boolean;
  /** What becomes of it instead of being packed: a rule of the script. */
  readonly ends: Rule | null;
  readonly telling: Telling;
  readonly at: Timestamp;
  readonly updatedAt: Timestamp;
};

/**
 * Spreads units over parcels as evenly as whole units go. A parcel that would be empty is left out.
 */
export function splitIntoParcels(
  lines: readonly LineQuantity[],
  count: number,
): readonly (readonly LineQuantity[])[] {
  const parcels: LineQuantity[][] = Array.from({ length: count }, () => []);
  let next = 0;
  for (const { lineId, quantity } of lines) {
    const shares = parcels.map(() => Math.floor(quantity / count));
    for (let rest = quantity % count; rest > 0; rest -= 1) {
      shares[next % count] = (shares[next % count] ?? 0) + 1;
      next += 1;
    }
    parcels.forEach((parcel, index) => {
      const share = shares[index] ?? 0;
      if (share > 0) parcel.push({ lineId, quantity: share });
    });
  }
  return parcels.filter((parcel) => parcel.length > 0);
}
