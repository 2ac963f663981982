import { describe, expect, it } from 'vitest';
import { errorOf } from './errors.ts';
import { download, mugs, openShop } from './setup.ts';

describe('createDraft', () => {
  it('makes a draft without number that may lack customer, address and payment', async () => {
    const { orders } = openShop();
    const draft = await orders.createDraft({ currency: 'EUR', sessionId: 's-1', lines: mugs().lines });
    expect(draft).toMatchObject({ number: null, version: 1, customer: null, sessionId: 's-1' });
    expect(draft.axes.status).toBe('draft');
    expect(draft.lines.map((line) => line.id)).toEqual(['1']);
    expect(await orders.get(draft.id)).toEqual(draft);
  });

  it('takes its terms from the option, which may look at the order', async () => {
    const { orders } = openShop({
      options: { terms: ({ input }) => ({ draftTtlMs: input.currency === 'EUR' ? 60_000 : 120_000 }) },
    });
    const euros = await orders.createDraft(mugs());
    const dollars = await orders.createDraft(mugs({ currency: 'USD' }));
    expect([euros.terms.draftTtlMs, dollars.terms.draftTtlMs]).toEqual([60_000, 120_000]);
  });

  it('runs out at its deadline, and lives on when it is touched', async () => {
    const { orders, clock } = openShop({ options: { terms: { draftTtlMs: 60_000 } } });
    const left = await orders.createDraft(mugs());
    const kept = await orders.createDraft(mugs());
    await clock.advance(40_000);
    await orders.touch(kept.id);
    await clock.advance(30_000);
    const report = await orders.drain();
    expect(report.deadlines).toBe(1);
    expect((await orders.get(left.id)).axes.status).toBe('cancelled');
    expect((await orders.get(kept.id)).axes.status).toBe('draft');
  });

  it('says every problem of an invalid input with its path', async () => {
    const { orders } = openShop();
    const error = await errorOf(
      orders.createDraft({
        ...mugs(),
        currency: 'euro',
        lines: [{ ...mugs().lines[0], quantity: 0 }],
      } as never),
    );
    expect(error.code).toBe('VALIDATION_FAILED');
    expect(error.problems.map((problem) => problem.path).toSorted()).toEqual([
      'currency',
      'lines[0].quantity',
    ]);
  });
});

describe('create', () => {
  it('makes a pending order with a number, its lines allocated, in one commit', async () => {
    const { orders, observer } = openShop();
    const order = await orders.create(mugs());
    expect(order.number).toBe('SC-2026-000001');
    expect(order.axes.status).toBe('pending');
    expect(order.lines[0]?.allocations).toEqual([{ warehouseId: 'berlin', quantity: 2 }]);
    expect(observer.of('committed')).toHaveLength(1);
    expect(observer.of('stepped').map((seen) => seen.type)).toEqual(['order.create', 'order.submit']);
  });

  it('gives twenty callers with one key, at the same moment, one order', async () => {
    const shop = openShop();
    const elsewhere = shop.another();
    const created = await Promise.all(
      Array.from({ length: 20 }, (_, call) =>
        (call % 2 === 0 ? shop.orders : elsewhere).create(mugs(), { idempotencyKey: 'cart-7' }),
      ),
    );
    expect(new Set(created.map((order) => order.id)).size).toBe(1);
    expect(await shop.orders.list()).toHaveLength(1);
  });

  it('asks no port and burns no number for a key that is known', async () => {
    const shop = openShop();
    await shop.orders.create(mugs(), { idempotencyKey: 'cart-7' });
    const { payments: payment, fulfillment, shipping, warehouse } = shop.world;
    const available = () => Promise.reject(new Error('nobody should ask'));
    const orders = shop.another({
      ports: { payment, fulfillment, shipping, warehouse: { ...warehouse, available } },
    });
    await orders.create(mugs(), { idempotencyKey: 'cart-7' });
    expect((await shop.orders.create(mugs())).number).toBe('SC-2026-000002');
  });

  it('gives the order as it stands now when the key comes again later', async () => {
    const { orders } = openShop();
    const first = await orders.create(mugs(), { idempotencyKey: 'cart-7' });
    await orders.cancel(first.id, { reason: 'changed_mind' });
    const again = await orders.create(mugs(), { idempotencyKey: 'cart-7' });
    expect(again.id).toBe(first.id);
    expect(again.version).toBeGreaterThan(first.version);
  });

  it('refuses a key with another input, and writes nothing', async () => {
    const { orders } = openShop();
    const first = await orders.create(mugs(), { idempotencyKey: 'cart-7' });
    const error = await errorOf(orders.create(mugs({ notes: 'gift' }), { idempotencyKey: 'cart-7' }));
    expect(error.code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(error.details).toEqual({ key: 'cart-7', orderId: first.id });
    expect(await orders.list()).toHaveLength(1);
  });

  it('does not take a draft for an order under the same key', async () => {
    const { orders } = openShop();
    await orders.createDraft(mugs(), { idempotencyKey: 'cart-7' });
    expect((await errorOf(orders.create(mugs(), { idempotencyKey: 'cart-7' }))).code).toBe(
      'IDEMPOTENCY_KEY_REUSED',
    );
  });

  it('does not remember an input that was refused', async () => {
    const { orders } = openShop();
    const { shippingAddress: _, payments: __, ...incomplete } = mugs();
    const error = await errorOf(orders.create(incomplete, { idempotencyKey: 'cart-7' }));
    expect(error.code).toBe('NOT_ALLOWED');
    expect(error.message).toContain('no shipping address');
    expect(error.message).toContain('no way of paying');
    expect(await orders.list()).toEqual([]);
    expect((await orders.create(mugs(), { idempotencyKey: 'cart-7' })).axes.status).toBe('pending');
  });

  it('makes an order a call without a key', async () => {
    const { orders } = openShop();
    await orders.create(mugs());
    await orders.create(mugs());
    expect((await orders.list()).map((order) => order.number)).toEqual(['SC-2026-000001', 'SC-2026-000002']);
  });

  it('refuses an id that an order has already', async () => {
    const { orders } = openShop();
    const { id } = await orders.create(mugs());
    const error = await errorOf(orders.create(mugs({ id })));
    expect(error.code).toBe('VERSION_CONFLICT');
    expect(error.retry).toBe('afterFix');
  });

  it('numbers orders as the option says', async () => {
    const { orders } = openShop({ options: { numberFormat: (sequence) => `A${sequence}` } });
    const order = await orders.create(download());
    expect(order.number).toBe('A1');
    expect((await orders.getByNumber('A1')).id).toBe(order.id);
  });

  it('of lines in another currency is refused with the line, both currencies and the way out', async () => {
    const { orders } = openShop();
    const lineIn = (currency: string) => mugs().lines.map((line) => ({ ...line, currency }));
    await expect(orders.create(mugs({ lines: [...mugs().lines, ...lineIn('USD')] }))).rejects.toThrow(
      'lines[1].currency: is "USD", but the order is in "EUR": one order has one currency; make two orders.',
    );
    expect((await orders.create(mugs({ lines: lineIn('EUR') }))).lines).toHaveLength(1);
  });
});
