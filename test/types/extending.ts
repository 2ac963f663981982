import { createOrders, extendOrder, type OrderStatus, type OrdersOptions } from 'statecart';
import { baseOrder } from 'statecart/machine';
import { expectTypeOf } from 'vitest';
import * as z from 'zod';
import { pickupOrder } from '../../examples/extending/pickup.ts';

/** Checked by the compiler alone (`npm run typecheck`), never run: what an extended order may be sent, and what it has. */
declare const store: OrdersOptions['store'];
declare const ports: OrdersOptions['ports'];
const announce = { perform: async () => {} };
const id = 'an order';

const orders = createOrders({
  order: pickupOrder,
  store,
  ports: { ...ports, commands: { 'pickup.announce': announce } },
});

await orders.send(id, { type: 'pickup.arrived', storeId: 'berlin', shelf: '4' });
await orders.send(id, { type: 'pickup.collected' });
await orders.send(id, { type: 'order.cancel', reason: 'customer_request' });
// @ts-expect-error A shelf is text.
await orders.send(id, { type: 'pickup.arrived', storeId: 'berlin', shelf: 4 });
// @ts-expect-error It arrives on a shelf.
await orders.send(id, { type: 'pickup.arrived', storeId: 'berlin' });
// @ts-expect-error There is no such event, in the base or the extension.
await orders.send(id, { type: 'pickup.vanished' });
// @ts-expect-error The base's events keep their payloads.
await orders.send(id, { type: 'order.cancel' });

const order = await orders.get(id);
expectTypeOf(order.extension.pickup).toExtend<{ shelf: string } | null>();
expectTypeOf(order.axes.status).toEqualTypeOf<OrderStatus | 'shipped.on_hold_for_pickup'>();
expectTypeOf(order.totals.totalMinor).toEqualTypeOf<number>();
// @ts-expect-error There is no such field.
void order.extension.parcel;
const cancelled = await orders.cancel(id, { reason: 'customer_request' });
expectTypeOf(cancelled.extension).toEqualTypeOf(order.extension);
await orders.waitFor(id, ({ axes }) => axes.status === 'shipped.on_hold_for_pickup');
await orders.list({ status: 'shipped.on_hold_for_pickup' });
// @ts-expect-error There is no such status.
await orders.list({ status: 'shipped.on_holiday' });

// Only requests can be explained.
await orders.explain(id, 'pickup.extend');
await orders.explain(id, { type: 'pickup.extend', days: 3 });
// @ts-expect-error A fact.
await orders.explain(id, 'pickup.arrived');
const answer = await orders.trySend(id, { type: 'pickup.extend', days: 3 });
if (answer.ok) expectTypeOf(answer.order.extension).toEqualTypeOf(order.extension);

// @ts-expect-error Somebody has to perform its commands.
createOrders({ order: pickupOrder, store, ports });
createOrders({
  order: pickupOrder,
  store,
  ports: {
    ...ports,
    commands: {
      'pickup.announce': {
        async perform({ data }) {
          expectTypeOf(data.shelf).toEqualTypeOf<string>();
          return [{ type: 'pickup.collected' }];
        },
      },
    },
  },
});

// The plain order has none of it.
const plain = createOrders({ store, ports });
// @ts-expect-error
await plain.send(id, { type: 'pickup.collected' });

// An extension may extend another, and the types add up.
const both = extendOrder(pickupOrder, {
  name: 'gift',
  fields: { wrapped: z.boolean().default(false) },
  facts: { 'gift.wrapped': z.strictObject({ by: z.string() }) },
  states: {
    'status.processing.gift_wrapped': { about: 'it is wrapped', when: ({ extension }) => extension.wrapped },
  },
  take: {
    'gift.wrapped': ({ extension }, { by }) => {
      expectTypeOf(by).toEqualTypeOf<string>();
      expectTypeOf(extension.pickup).toExtend<{ shelf: string } | null>();
      return extension.wrapped ? null : { fields: { wrapped: true } };
    },
  },
});
const more = createOrders({
  order: both,
  store,
  ports: { ...ports, commands: { 'pickup.announce': announce } },
});
expectTypeOf((await more.get(id)).extension.wrapped).toEqualTypeOf<boolean>();
expectTypeOf((await more.get(id)).axes.status).toEqualTypeOf<
  OrderStatus | 'shipped.on_hold_for_pickup' | 'processing.gift_wrapped'
>();
await more.send(id, { type: 'gift.wrapped', by: 'ada' });
await more.send(id, { type: 'pickup.collected' });

extendOrder(baseOrder, {
  name: 'nowhere',
  // @ts-expect-error The base has no status of this name.
  states: { 'status.waiting.somewhere': { about: 'nowhere', when: () => true } },
});
extendOrder(baseOrder, {
  name: 'mute',
  facts: { 'mute.heard': z.strictObject({}) },
  // @ts-expect-error Each of its events needs something that is made of it.
  take: {},
});
