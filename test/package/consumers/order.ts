import { createOrders, isOrderError, type Order, type SendResult } from 'statecart';
import { createMemoryClock, createMemoryStore, createMemoryWorld } from 'statecart/adapters/memory';

async function main(): Promise<void> {
  const clock = createMemoryClock();
  const world = createMemoryWorld({
    clock,
    stock: [{ warehouseId: 'berlin', sku: 'TEA-250', onHand: 12 }],
    deliver: async (fact) => void (await orders.receive(fact)),
  });
  const orders = createOrders({
    store: createMemoryStore(),
    ports: world.ports,
    clock,
    worker: { pollMs: 3_600_000 },
  });

  const order: Order = await orders.create({
    currency: 'EUR',
    customer: { kind: 'guest', email: 'ada@example.com' },
    shippingAddress: { name: 'Ada Lovelace', line1: 'Torstraße 1', city: 'Berlin', country: 'DE' },
    lines: [{ productId: 'tea', sku: 'TEA-250', name: 'Green tea', quantity: 2, unitPriceMinor: 1290 }],
    payments: [{ method: 'card', token: 'tok_visa' }],
  });
  // If the types were lost on the way, and all were `any`, these would not be mistakes.
  // @ts-expect-error No such event.
  const wrong: SendResult = await orders.trySend(order.id, { type: 'order.cancle' });
  if (wrong.ok || !isOrderError(wrong.error, 'UNKNOWN_EVENT')) throw new Error('a wrong event was taken');
  // @ts-expect-error No such status.
  if (order.axes.status === 'lost') throw new Error('a wrong status was found');

  await orders.start();
  await clock.advance(7 * 86_400_000);
  const statuses: readonly string[] = (await orders.history(order.id)).history.map(({ to }) => to);
  console.log(statuses.join(' '));
  await orders.stop();
}

void main();
