import { type ComposedOrder, compose } from './composed-order.ts';
import type { AnyExtension, OrderExtension } from './extension.ts';
import type { Extended, Fields, None, OrderTypes, OwnPath, Payloads } from './order-types.ts';

/**
 * Adds to an order what a shop has of its own: statuses within those of the base, events, rules, commands, deadlines and
 * fields. What comes out is a value: give it to `createOrders` as `order`, and extend it again if need be.
 *
 * The nine statuses stay: one of a shop's own stands within one of them, so all that holds of an order that is `shipped`
 * holds of one that is `shipped.on_hold_for_pickup`.
 *
 * @throws OrderError `OPTIONS_INVALID` with every name that the base or another extension has already, and all else that
 * is wrong.
 *
 * @example
 * import { baseOrder, extendOrder } from 'statecart/machine';
 * import * as z from 'zod';
 *
 * const giftOrder = extendOrder(baseOrder, {
 *   name: 'gift',
 *   fields: { wrapped: z.boolean().default(false) },
 *   facts: { 'gift.wrapped': z.strictObject({}) },
 *   states: {
 *     'status.processing.gift_wrapped': { about: 'it is wrapped', when: ({ extension }) => extension.wrapped },
 *   },
 *   take: { 'gift.wrapped': ({ extension }) => (extension.wrapped ? null : { fields: { wrapped: true } }) },
 * });
 */
export function extendOrder<
  X extends OrderTypes,
  const F extends Fields = Readonly<Record<never, never>>,
  const R extends Payloads = None,
  const T extends Payloads = None,
  const C extends Payloads = None,
  D extends string = never,
  P extends string = never,
  S extends OwnPath = never,
>(
  base: ComposedOrder<X>,
  extension: OrderExtension<X, F, R, T, C, D, P, S>,
): ComposedOrder<Extended<X, F, R, T, C, S>> {
  const extensions = [...base.extensions, extension as unknown as AnyExtension];
  return compose(extensions) as unknown as ComposedOrder<Extended<X, F, R, T, C, S>>;
}
