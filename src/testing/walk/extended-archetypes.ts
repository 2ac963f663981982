import type { ComposedOrder, EventInput, OrderTypes } from '../../machine/index.ts';
import type { Archetype } from './archetypes.ts';
import type { Walked } from './walked.ts';

/**
 * Archetypes whose orders are extended: every walk, path and exploration that begins with them takes the extended step.
 * `candidates`: the events of the extensions that could come to an order next, also such as are to be refused. Those of
 * the base, and all deadlines, are found without it.
 *
 * @example
 * import { baseOrder, extendOrder } from 'statecart/machine';
 * import { archetypes, extendedArchetypes, generatePaths } from 'statecart/testing';
 * import * as z from 'zod';
 *
 * const seen = extendOrder(baseOrder, {
 *   name: 'seen',
 *   fields: { seen: z.boolean().default(false) },
 *   facts: { 'order.seen': z.strictObject({}) },
 *   take: { 'order.seen': ({ extension }) => (extension.seen ? null : { fields: { seen: true } }) },
 * });
 * const walked = extendedArchetypes(seen, archetypes, () => [{ type: 'order.seen' }]);
 * const { violations } = generatePaths({ archetypes: walked, strolls: 2, expansions: 20, rounds: 0 });
 */
export function extendedArchetypes<X extends OrderTypes>(
  order: ComposedOrder<X>,
  archetypes: readonly Archetype[],
  candidates: (order: X['order']) => readonly X['event'][],
): readonly Archetype[] {
  const walked: Walked = {
    order: order as unknown as ComposedOrder,
    candidates: (at) =>
      candidates(at as X['order']).map((event) => ({
        name: `${event.type}/own`,
        event: event as EventInput,
      })),
  };
  return archetypes.map((archetype) => ({ ...archetype, walked }));
}
