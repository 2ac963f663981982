import { createMemoryCatalog, createMemoryCustomers } from 'statecart/adapters/memory';
import { describe, expect, it } from 'vitest';
import { errorOf } from './errors.ts';
import { mugs, openShop, type Shop } from './setup.ts';

const mug = { productId: 'p-mug', sku: 'MUG', name: 'Mug', currency: 'EUR', unitPriceMinor: 1_250 };
const twoLines = [
  { productId: 'p-mug', sku: 'MUG', name: 'Mug', quantity: 2, unitPriceMinor: 1_000 },
  { productId: 'p-hat', sku: 'HAT', name: 'Hat', quantity: 1, unitPriceMinor: 2_000 },
];

function withPorts(more: Record<string, unknown>, options: Record<string, unknown> = {}): Shop {
  const shop = openShop();
  const { payments: payment, warehouse, fulfillment, shipping } = shop.world;
  const orders = shop.another({ ...options, ports: { payment, warehouse, fulfillment, shipping, ...more } });
  return { ...shop, orders };
}

describe('the catalog', () => {
  it('refuses changed prices, all of them at once', async () => {
    const { orders } = withPorts({
      catalog: createMemoryCatalog([mug, { ...mug, productId: 'p-hat', sku: 'HAT', unitPriceMinor: 1_900 }]),
    });
    const error = await errorOf(orders.create(mugs({ lines: twoLines })));
    expect(error.code).toBe('PRICE_CHANGED');
    expect(error.problems).toEqual([
      {
        path: 'lines[0].unitPriceMinor',
        code: 'price_changed',
        message: 'SKU MUG costs 12.50 EUR, not 10.00 EUR',
      },
      {
        path: 'lines[1].unitPriceMinor',
        code: 'price_changed',
        message: 'SKU HAT costs 19.00 EUR, not 20.00 EUR',
      },
    ]);
  });

  it('says what is missing in the same error as unknown products', async () => {
    const { orders } = withPorts({ catalog: createMemoryCatalog([mug]) });
    const { shippingAddress: _, ...incomplete } = mugs({ lines: twoLines });
    const error = await errorOf(orders.create(incomplete));
    expect(error.code).toBe('VALIDATION_FAILED');
    expect(error.problems.map((problem) => problem.code)).toEqual([
      'price_changed',
      'product_not_found',
      'shipping_address_missing',
    ]);
  });

  it('gives its price where the option says so, and the log tells it', async () => {
    const { orders, logger } = withPorts({ catalog: createMemoryCatalog([mug]) }, { prices: 'reprice' });
    const order = await orders.create(mugs({ lines: [twoLines[0]!] }));
    expect(order.lines[0]?.unitPriceMinor).toBe(1_250);
    expect(order.totals.totalMinor).toBe(2_500);
    expect(logger.lines).toContainEqual({
      level: 'info',
      message: 'lines took the prices of the catalog',
      fields: { lines: [{ lineId: '1', fromMinor: 1_000, toMinor: 1_250 }] },
    });
  });

  it('knows what is goods and what is a file: nobody gets goods past the warehouse by calling them digital', async () => {
    const { orders } = withPorts({ catalog: createMemoryCatalog([mug]) });
    const error = await errorOf(orders.create(mugs({ lines: [{ ...mugs().lines[0]!, kind: 'digital' }] })));
    expect(error.problems).toEqual([
      { path: 'lines[0].kind', code: 'kind_mismatch', message: 'SKU MUG is physical, not digital' },
    ]);
  });

  it('is asked again when a draft is submitted, whose price may have changed since', async () => {
    const catalog = createMemoryCatalog([mug]);
    const strict = withPorts({ catalog });
    const draft = await strict.orders.createDraft(mugs());
    catalog.set({ ...mug, unitPriceMinor: 1_300 });
    expect((await errorOf(strict.orders.submit(draft.id))).code).toBe('PRICE_CHANGED');

    const lenient = withPorts({ catalog: createMemoryCatalog([mug]) }, { prices: 'reprice' });
    const cheap = await lenient.orders.createDraft(mugs());
    const pricier = withPortsOver(lenient, { catalog }, { prices: 'reprice' });
    const order = await pricier.submit(cheap.id);
    expect(order.axes.status).toBe('pending');
    expect(order.totals.totalMinor).toBe(2_600);
    const { journal } = await pricier.history(order.id);
    expect(journal.map((entry) => entry.type)).toEqual(['order.create', 'draft.edit', 'order.submit']);
  });

  it('checks the lines of an edit', async () => {
    const { orders } = withPorts({ catalog: createMemoryCatalog([mug]) });
    const draft = await orders.createDraft(mugs());
    const error = await errorOf(orders.editDraft(draft.id, { lines: [{ ...twoLines[1]!, id: 'hat' }] }));
    expect(error.problems.map((problem) => problem.code)).toEqual(['product_not_found']);
    expect((await orders.get(draft.id)).version).toBe(1);
  });

  it('fails as PORT_FAILED, to be tried again later, when it does not answer in time', async () => {
    const { orders, clock } = withPorts({ catalog: { find: () => new Promise(() => {}) } });
    const creating = errorOf(orders.create(mugs()));
    await clock.advance(10_000);
    const error = await creating;
    expect([error.code, error.retry]).toEqual(['PORT_FAILED', 'later']);
    expect(error.message).toContain('catalog.find did not answer within 10000 ms');
  });
});

function withPortsOver(shop: Shop, more: Record<string, unknown>, options: Record<string, unknown>) {
  const { payments: payment, warehouse, fulfillment, shipping } = shop.world;
  return shop.another({ ...options, ports: { payment, warehouse, fulfillment, shipping, ...more } });
}

describe('the customers', () => {
  it('must have a registered customer; guests are not asked for', async () => {
    const { orders } = withPorts({ customer: createMemoryCustomers([{ customerId: 'c-1' }]) });
    const known = await orders.create(mugs({ customer: { kind: 'registered', customerId: 'c-1' } }));
    expect(known.axes.status).toBe('pending');
    expect((await orders.create(mugs())).axes.status).toBe('pending');
    const error = await errorOf(orders.create(mugs({ customer: { kind: 'registered', customerId: 'c-2' } })));
    expect(error.problems).toEqual([
      { path: 'customer.customerId', code: 'customer_not_found', message: expect.stringContaining('c-2') },
    ]);
  });
});

describe('the warehouses', () => {
  it('share a line between them when none has it all', async () => {
    const shop = openShop({
      world: {
        stock: [
          { warehouseId: 'berlin', sku: 'MUG', onHand: 3 },
          { warehouseId: 'paris', sku: 'MUG', onHand: 2 },
        ],
      },
    });
    const order = await shop.orders.create(mugs({ lines: [{ ...mugs().lines[0]!, quantity: 5 }] }));
    expect(order.lines[0]?.allocations).toEqual([
      { warehouseId: 'berlin', quantity: 3 },
      { warehouseId: 'paris', quantity: 2 },
    ]);
    await shop.orders.drain();
    expect((await shop.orders.get(order.id)).axes).toMatchObject({ status: 'confirmed', stock: 'reserved' });
  });
});
