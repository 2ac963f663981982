import { createOrders } from 'statecart';
import { createMemoryClock, createMemoryStore, createMemoryWorld } from 'statecart/adapters/memory';

const clock = createMemoryClock();
const stock = [{ warehouseId: 'berlin', sku: 'TEA-250', onHand: 12 }];
const { ports } = createMemoryWorld({ clock, stock, deliver: (fact) => orders.receive(fact) });
const orders = createOrders({ store: createMemoryStore(), ports, clock });

const { id } = await orders.create({
  currency: 'EUR',
  customer: { kind: 'guest', email: 'ada@example.com' },
  shippingAddress: { name: 'Ada Lovelace', line1: 'Torstraße 1', city: 'Berlin', country: 'DE' },
  lines: [{ productId: 'tea', sku: 'TEA-250', name: 'Green tea', quantity: 2, unitPriceMinor: 1290 }],
  payments: [{ method: 'card', token: 'tok_visa' }],
});
await orders.start();
await clock.advance(60_000);
for (const { from, to, event } of (await orders.history(id)).history)
  console.log(`${from ?? 'new'} → ${to}  (${event})`);
await orders.stop();
