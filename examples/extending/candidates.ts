import type { ComposedOrder } from 'statecart';
import type { pickupOrder } from './pickup.ts';

type TypesOf<Of> = Of extends ComposedOrder<infer Types> ? Types : never;
type Pickup = TypesOf<typeof pickupOrder>;

/** The extension's events that could come next, in season and out of it: walks of the state graph choose from them. */
export function pickupCandidates(_order: Pickup['order']): readonly Pickup['event'][] {
  return [
    { type: 'pickup.arrived', storeId: 'berlin-mitte', shelf: '4' },
    { type: 'pickup.collected', collectedBy: 'Ada' },
    { type: 'pickup.extend', days: 3 },
    { type: 'pickup.extend', days: 14 },
  ];
}
