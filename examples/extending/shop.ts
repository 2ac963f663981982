import { type Clock, createOrders, type OrderStore } from 'statecart';
import { createMemoryWorld } from 'statecart/adapters/memory';
import { pickupOrder } from './pickup.ts';

/** A shop whose orders are picked up, over any store. What its counters tell customers is in `told`. */
export function openPickupShop<Transaction>(store: OrderStore<Transaction>, clock: Clock) {
  const told: string[] = [];
  const world = createMemoryWorld({
    clock,
    autopilot: false,
    stock: [{ warehouseId: 'berlin', sku: 'MUG', onHand: 10 }],
    deliver: async () => {},
  });
  const { payments: payment, warehouse, fulfillment, shipping } = world;
  const orders = createOrders({
    order: pickupOrder,
    store,
    clock,
    ports: {
      payment,
      warehouse,
      fulfillment,
      shipping,
      commands: {
        'pickup.announce': {
          async perform({ data: { storeId, shelf } }) {
            told.push(`your order waits at ${storeId}, on shelf ${shelf}`);
          },
        },
      },
    },
  });
  return { orders, told };
}

/** Two mugs, paid by card, on their way to the counter. */
export async function sendMugs({
  orders,
}: Pick<ReturnType<typeof openPickupShop>, 'orders'>): Promise<string> {
  const order = await orders.create({
    currency: 'EUR',
    customer: { kind: 'guest', email: 'ada@example.com' },
    lines: [
      {
        productId: 'p-mug',
        sku: 'MUG',
        name: 'Mug',
        quantity: 2,
        unitPriceMinor: 1_250,
        warehouseId: 'berlin',
      },
    ],
    shippingAddress: { name: 'Ada', line1: 'Unter den Linden 1', city: 'Berlin', country: 'DE' },
    payments: [{ method: 'card', token: 'tok_good' }],
  });
  await orders.drain();
  const [asked] = (await orders.get(order.id)).fulfillments;
  await orders.send(order.id, { type: 'fulfillment.shipped', fulfillmentId: asked?.id ?? '' });
  await orders.drain();
  return order.id;
}
