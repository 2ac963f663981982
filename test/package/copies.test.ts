import { describe, expect, inject, it } from 'vitest';
import { runSource } from './node.ts';

const { bare } = inject('installed');

describe('The ESM and the CommonJS copy in one process', () => {
  it('recognise each other’s errors, although their classes differ', async () => {
    const found = await runSource<Record<string, unknown>>(
      bare,
      'errors-across.mjs',
      `import { createRequire } from 'node:module';
       import * as esm from 'statecart';
       import * as esmPorts from 'statecart/ports';
       const require = createRequire(import.meta.url);
       const cjs = require('statecart');
       const thrownBy = (copy) => { try { copy.createOrders({}); } catch (error) { return error; } };
       const [fromEsm, fromCjs] = [thrownBy(esm), thrownBy(cjs)];
       const port = [new esmPorts.PortError('esm'), new (require('statecart/ports').PortError)('cjs')];
       console.log(JSON.stringify({
         sameClass: esm.OrderError === cjs.OrderError,
         instanceOfOther: fromCjs instanceof esm.OrderError,
         esmKnowsCjs: esm.isOrderError(fromCjs, 'OPTIONS_INVALID'),
         cjsKnowsEsm: cjs.isOrderError(fromEsm, 'OPTIONS_INVALID'),
         portErrors: port.map((error) => [esm.isPortError(error), cjs.isPortError(error)]),
         strangers: [esm.isOrderError(port[1]), cjs.isPortError(fromEsm), esm.isOrderError(new Error('no'))],
       }));`,
    );
    expect(found).toEqual({
      sameClass: false,
      instanceOfOther: false,
      esmKnowsCjs: true,
      cjsKnowsEsm: true,
      portErrors: [
        [true, true],
        [true, true],
      ],
      strangers: [false, false, false],
    });
  });

  it('work together: adapters by require, orders by import', async () => {
    const found = await runSource<Record<string, unknown>>(
      bare,
      'adapters-across.mjs',
      `import { createRequire } from 'node:module';
       import { createOrders } from 'statecart';
       const require = createRequire(import.meta.url);
       const { createMemoryClock, createMemoryStore, createMemoryWorld } = require('statecart/adapters/memory');
       const { PortError } = require('statecart/ports');
       const clock = createMemoryClock();
       const stock = [{ warehouseId: 'berlin', sku: 'TEA', onHand: 1 }];
       const { ports } = createMemoryWorld({ clock, stock, deliver: async (fact) => void (await orders.receive(fact)) });
       let refused = 0;
       const warehouse = { ...ports.warehouse, reserve: (...call) => {
         refused += 1;
         if (refused === 1) throw new PortError('503', { retry: 'later', outcome: 'failed', code: 'unavailable' });
         return ports.warehouse.reserve(...call);
       } };
       const orders = createOrders({ store: createMemoryStore(), ports: { ...ports, warehouse }, clock, worker: { pollMs: 3_600_000 } });
       const { id } = await orders.create({
         currency: 'EUR',
         customer: { kind: 'guest', email: 'ada@example.com' },
         shippingAddress: { name: 'Ada', line1: 'Torstraße 1', city: 'Berlin', country: 'DE' },
         lines: [{ productId: 'tea', sku: 'TEA', name: 'Tea', quantity: 1, unitPriceMinor: 100 }],
         payments: [{ method: 'card', token: 'tok_visa' }],
       });
       await orders.start();
       await clock.advance(7 * 86_400_000);
       const order = await orders.get(id);
       await orders.stop();
       console.log(JSON.stringify({ status: order.axes.status, calls: refused }));`,
    );
    expect(found).toEqual({ status: 'delivered', calls: 2 });
  });
});
