import { createOrders, isOrderError, type OrderError } from 'statecart';
import { createMemoryClock, createMemoryStore, createMemoryWorld } from 'statecart/adapters/memory';
import { describe, expect, it } from 'vitest';
import { resolveOptions } from '../../src/runtime/options.ts';
import { openShop } from './setup.ts';

function thrownBy(work: () => unknown): OrderError {
  try {
    work();
  } catch (error) {
    if (isOrderError(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

function ports() {
  const {
    payments: payment,
    warehouse,
    fulfillment,
    shipping,
  } = createMemoryWorld({ clock: createMemoryClock() });
  return { payment, warehouse, fulfillment, shipping };
}

describe('options', () => {
  it('are refused with every problem at once, each with its path', () => {
    const error = thrownBy(() =>
      createOrders({
        store: { load: () => {} } as never,
        ports: { ...ports(), payment: {} as never },
        source: '',
        worker: { concurrency: 0, leaseMs: 1.5, backoff: { baseMs: 10, maxMs: 5 } },
        surprise: true,
      } as never),
    );
    expect(error.code).toBe('OPTIONS_INVALID');
    expect(error.retry).toBe('afterFix');
    const paths = error.problems.map((problem) => problem.path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'store.commit',
        'ports.payment.authorize',
        'source',
        'worker.concurrency',
        'worker.leaseMs',
        'worker.backoff',
      ]),
    );
    expect(error.message).toContain('surprise');
  });

  it('may leave out everything but the store and four ports', () => {
    expect(createOrders({ store: createMemoryStore(), ports: ports() })).toHaveProperty('create');
  });

  it('are complete, checked and frozen once resolved', () => {
    const { clock, store, world } = openShop();
    const { payments: payment, warehouse, fulfillment, shipping } = world;
    const resolved = resolveOptions({
      store,
      clock,
      ports: { payment, warehouse, fulfillment, shipping },
      ids: { next: () => 'id' },
      random: { next: () => 0 },
      sha256: (text) => text,
      worker: { backoff: { maxMs: 60_000 } },
    });
    expect(resolved.worker).toEqual({
      concurrency: 8,
      batchSize: 16,
      leaseMs: 30_000,
      pollMs: 1_000,
      maxAttempts: 20,
      backoff: { baseMs: 500, maxMs: 60_000 },
      publishTimeoutMs: 5_000,
      stopGraceMs: 10_000,
    });
    expect(Object.isFrozen(resolved)).toBe(true);
    expect(Object.isFrozen(resolved.worker)).toBe(true);
  });

  it('lengthen the lease beyond the time in which a port may not see its own effect', () => {
    const { clock, store, world } = openShop({ world: { payments: { settleMs: 60_000, timeoutMs: 5_000 } } });
    const { payments: payment, warehouse, fulfillment, shipping } = world;
    const resolved = resolveOptions({
      store,
      clock,
      ports: { payment, warehouse, fulfillment, shipping },
      ids: { next: () => 'id' },
      random: { next: () => 0 },
      sha256: (text) => text,
    });
    expect(resolved.worker.leaseMs).toBe(70_000);
  });

  it('connect to nothing and call nothing until a method is called', () => {
    let touched = 0;
    const store = new Proxy(createMemoryStore(), {
      get: (target, name) => {
        const method = Reflect.get(target, name) as (...given: unknown[]) => unknown;
        return typeof method === 'function'
          ? (...given: unknown[]) => {
              touched += 1;
              return method.apply(target, given);
            }
          : method;
      },
    });
    createOrders({ store, ports: ports() });
    expect(touched).toBe(0);
  });
});

describe('ready', () => {
  it('checks the store once, and again only after a failure', async () => {
    let checks = 0;
    let failing = true;
    const store = createMemoryStore();
    const { orders } = openShop({
      options: {
        store: {
          ...store,
          async check() {
            checks += 1;
            if (failing) throw new Error('no database');
          },
        },
      },
    });
    await expect(orders.ready()).rejects.toThrow('no database');
    failing = false;
    await orders.ready();
    await orders.ready();
    await orders.list();
    expect(checks).toBe(2);
  });
});
