import { createOrders } from 'statecart';
import { createMemoryClock, createMemoryStore, createMemoryWorld } from 'statecart/adapters/memory';

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

const { id } = await orders.create({
  currency: 'EUR',
  customer: { kind: 'guest', email: 'ada@example.com' },
  shippingAddress: { name: 'Ada Lovelace', line1: 'Torstraße 1', city: 'Berlin', country: 'DE' },
  lines: [{ productId: 'tea', sku: 'TEA-250', name: 'Green tea', quantity: 2, unitPriceMinor: 1290 }],
  payments: [{ method: 'card', token: 'tok_visa' }],
});
await orders.start();
await clock.advance(7 * 86_400_000);
console.log((await orders.history(id)).history.map(({ to }) => to).join(' '));
await orders.stop();
