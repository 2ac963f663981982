import type { EventInput, Order } from '../../machine/index.ts';
import { inFlight, success } from '../answers.ts';
import { type Position, takeEvent } from './walker.ts';

/** More events than any order has needed. */
const eventLimit = 500;

/**
 * Goes on from a position until nothing more happens by itself: everything that is under way succeeds, what a warehouse
 * has is packed, what is packed is sent, what is sent arrives. The same position always comes to the same end: so it says
 * whether two versions of the statechart finish an order alike.
 *
 * @throws RangeError when the order does not come to rest.
 *
 * @example
 * import { archetypes, beginWalk, finishWalk } from 'statecart/testing';
 * const [archetype] = archetypes;
 * if (archetype) console.log(finishWalk(beginWalk(archetype, crypto.randomUUID())).order.axes);
 */
export function finishWalk(from: Position): Position {
  let at: Position = { ...from, untried: [] };
  const idle = new Set<string>();
  for (let count = 0; count < eventLimit; count += 1) {
    const next = onward(at.order).find((event) => !idle.has(JSON.stringify(event)));
    if (next === undefined) return at;
    const { outcome, position } = takeEvent(at, { name: 'onward', event: next, type: next.type });
    if (outcome === 'applied') idle.clear();
    else idle.add(JSON.stringify(next));
    at = { ...position, untried: [] };
  }
  throw new RangeError(`order ${from.order.id} did not come to rest in ${eventLimit} events`);
}

/** What leads on from here, what comes first first. */
function onward(order: Order): readonly EventInput[] {
  const waiting = inFlight(order).map(success);
  const packed = order.fulfillments
    .filter(({ stage }) => ['accepted', 'planning', 'picking', 'packing'].includes(stage))
    .map(({ id }): EventInput => ({ type: 'fulfillment.packed', fulfillmentId: id }));
  const sent = order.shipments
    .filter(({ stage }) => stage === 'created')
    .map(({ id }): EventInput => ({ type: 'shipment.dispatched', shipmentId: id }));
  const arrived = order.shipments
    .filter(
      ({ stage, settlement }) =>
        settlement === null &&
        ['dispatched', 'in_transit', 'out_for_delivery', 'available_for_pickup'].includes(stage),
    )
    .map(({ id }): EventInput => ({ type: 'shipment.delivered', shipmentId: id }));
  return [...waiting, ...packed, ...sent, ...arrived, ...comeIn(order)];
}

/** Goods that are waited for come in, and release dates come. */
function comeIn(order: Order): readonly EventInput[] {
  const waiting = order.shortfalls.some(({ state }) => state === 'waiting' || state === 'open');
  return [
    ...(waiting ? [{ type: 'stock.replenished' } as const] : []),
    ...order.deadlines
      .filter(({ name }) => name === 'preorder.release')
      .map(
        ({ name, ref, at }): EventInput => ({
          type: 'deadline.reached',
          name,
          ref,
          at,
          meta: { receivedAt: at, occurredAt: at },
        }),
      ),
  ];
}
