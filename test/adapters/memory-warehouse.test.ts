import {
  createMemoryClock,
  createMemoryWarehouse,
  createSeededRandom,
  type WarehouseOptions,
} from 'statecart/adapters/memory';
import type { CloudEvent, ReserveRequest, StockChangeRequest } from 'statecart/ports';
import { describe, expect, it } from 'vitest';
import { call, errorOf } from './calls.ts';

const stock = [
  { warehouseId: 'berlin', sku: 'MUG', onHand: 10 },
  { warehouseId: 'paris', sku: 'MUG', onHand: 5 },
  { warehouseId: 'berlin', sku: 'SPOON', onHand: 7 },
];

function world(options: WarehouseOptions = {}) {
  const clock = createMemoryClock({ now: 1_000_000 });
  const facts: CloudEvent[] = [];
  const warehouse = createMemoryWarehouse({
    clock,
    stock,
    deliver: (event) => void facts.push(event),
    ...options,
  });
  return { clock, facts, warehouse };
}

const reserving = (n: number, quantity: number, more: Partial<ReserveRequest> = {}): ReserveRequest => ({
  orderId: `order-${n}`,
  reservationId: `reservation-${n}`,
  warehouseId: 'berlin',
  ttlMs: 60_000,
  partial: false,
  lines: [{ lineId: 'line-1', sku: 'MUG', quantity }],
  ...more,
});
const changing = (
  n: number,
  quantity: number,
  more: Partial<StockChangeRequest> = {},
): StockChangeRequest => ({
  orderId: `order-${n}`,
  reservationId: `reservation-${n}`,
  warehouseId: 'berlin',
  reference: null,
  lines: [{ lineId: 'line-1', sku: 'MUG', quantity }],
  ...more,
});
const releasing = (n: number, quantity: number, restock = true) => ({ ...changing(n, quantity), restock });
const bystanders = (warehouse: ReturnType<typeof world>['warehouse']) => [
  warehouse.level('paris', 'MUG'),
  warehouse.level('berlin', 'SPOON'),
];

describe('the warehouses in memory', () => {
  it('never sell a unit twice to a hundred buyers who come at once', async () => {
    const { clock, warehouse } = world({ latencyMs: 3 });
    const random = createSeededRandom(7);
    const before = bystanders(warehouse);
    const buyers = Array.from({ length: 100 }, (_, n) => ({
      n,
      quantity: 1 + Math.floor(random.next() * 3),
    }));
    const pending = Promise.all(
      buyers.map(({ n, quantity }) => warehouse.reserve(reserving(n, quantity), call(`key-${n}`))),
    );
    await clock.runUntilIdle();
    const answers = await pending;
    const sold = buyers.reduce(
      (total, { quantity }, n) => total + (answers[n]?.status === 'done' ? quantity : 0),
      0,
    );
    expect(sold).toBeLessThanOrEqual(10);
    expect(sold).toBeGreaterThan(7);
    expect(warehouse.level('berlin', 'MUG')).toMatchObject({ onHand: 10, reserved: sold, shipped: 0 });
    expect(answers.filter((answer) => answer.status === 'rejected')[0]).toMatchObject({
      code: 'out_of_stock',
    });
    expect(bystanders(warehouse)).toEqual(before);
  });

  it('reserve once for a key, however many calls come at the same time', async () => {
    const { warehouse } = world();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => warehouse.reserve(reserving(1, 4), call('key'))),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(warehouse.level('berlin', 'MUG').reserved).toBe(4);
    expect(warehouse.book().calls.key?.calls).toBe(20);
  });

  it('set aside all of a request or nothing, and sum a SKU that stands on two lines', async () => {
    const { warehouse } = world();
    const lines = [
      { lineId: 'line-1', sku: 'SPOON', quantity: 2 },
      { lineId: 'line-2', sku: 'MUG', quantity: 6 },
      { lineId: 'line-3', sku: 'MUG', quantity: 5 },
    ];
    expect(await warehouse.reserve(reserving(1, 0, { lines }), call('k1'))).toMatchObject({
      code: 'out_of_stock',
    });
    expect(warehouse.level('berlin', 'SPOON').reserved).toBe(0);
    expect(warehouse.level('berlin', 'MUG').reserved).toBe(0);
  });

  it('say what can be reserved of a SKU in each warehouse', async () => {
    const { warehouse } = world();
    await warehouse.reserve(reserving(1, 4), call('k1'));
    expect(await warehouse.available(['MUG', 'GONE'], call(''))).toEqual([
      { sku: 'MUG', warehouseId: 'berlin', available: 6 },
      { sku: 'MUG', warehouseId: 'paris', available: 5 },
    ]);
  });

  it('release what is held and no more: after a confirmation nothing, twice nothing, of the unknown nothing', async () => {
    const { warehouse } = world();
    const before = bystanders(warehouse);
    await warehouse.reserve(reserving(1, 4), call('k1'));
    expect(await warehouse.confirm(changing(1, 3), call('k2'))).toMatchObject({ status: 'done' });
    expect(await warehouse.release(releasing(1, 4), call('k3'))).toMatchObject({ status: 'done' });
    expect(warehouse.level('berlin', 'MUG')).toMatchObject({ onHand: 7, reserved: 0, shipped: 3 });
    expect(await warehouse.release(releasing(1, 4), call('k4'))).toMatchObject({ status: 'done' });
    expect(await warehouse.release(releasing(9, 4), call('k5'))).toMatchObject({ status: 'done' });
    expect(warehouse.level('berlin', 'MUG')).toMatchObject({ onHand: 7, reserved: 0, shipped: 3 });
    expect(bystanders(warehouse)).toEqual(before);
  });

  it('take what is not to be sold again off what is on hand, and tell nobody that it came in', async () => {
    const { warehouse } = world();
    const before = bystanders(warehouse);
    await warehouse.reserve(reserving(1, 4), call('k1'));
    expect(await warehouse.release(releasing(1, 1, false), call('k2'))).toMatchObject({ status: 'done' });
    expect(warehouse.level('berlin', 'MUG')).toMatchObject({ onHand: 9, reserved: 3 });
    await warehouse.release(releasing(1, 3), call('k3'));
    expect(warehouse.level('berlin', 'MUG')).toMatchObject({ onHand: 9, reserved: 0 });
    expect(bystanders(warehouse)).toEqual(before);
  });

  it('book out only what is held, and back in only what has left', async () => {
    const { warehouse } = world();
    await warehouse.reserve(reserving(1, 4), call('k1'));
    expect(await warehouse.confirm(changing(1, 5), call('k2'))).toMatchObject({ code: 'not_reserved' });
    expect(await warehouse.return(changing(1, 1), call('k3'))).toMatchObject({ code: 'not_confirmed' });
    expect(await warehouse.confirm(changing(9, 1), call('k4'))).toMatchObject({
      code: 'reservation_not_found',
    });
    await warehouse.confirm(changing(1, 4), call('k5'));
    await warehouse.confirm(changing(1, 4), call('k5'));
    expect(warehouse.level('berlin', 'MUG')).toMatchObject({ onHand: 6, reserved: 0, shipped: 4 });
    await warehouse.return(changing(1, 3), call('k6'));
    expect(await warehouse.return(changing(1, 2), call('k7'))).toMatchObject({ code: 'not_confirmed' });
    expect(warehouse.level('berlin', 'MUG')).toMatchObject({ onHand: 9, shipped: 4, returned: 3 });
  });

  it('find a reservation whose answer was lost', async () => {
    const { warehouse } = world();
    warehouse.script.next('lose_answer');
    expect(await errorOf(warehouse.reserve(reserving(1, 2), call('key')))).toMatchObject({
      outcome: 'unknown',
    });
    expect(await warehouse.find('key', call('find'))).toMatchObject({ status: 'done' });
    expect(warehouse.level('berlin', 'MUG').reserved).toBe(2);
  });

  it('hold until they are told, unless their own time limit is enforced', async () => {
    const { clock, facts, warehouse } = world();
    expect(await warehouse.reserve(reserving(1, 2), call('k1'))).toMatchObject({
      status: 'done',
      expiresAt: null,
    });
    warehouse.script.next('expire');
    expect(await warehouse.reserve(reserving(2, 3), call('k2'))).toMatchObject({ expiresAt: 1_060_000 });
    await clock.runUntilIdle();
    expect(facts).toMatchObject([
      { type: 'stock.expired', subject: 'order-2', data: { reservationId: 'reservation-2' } },
    ]);
    expect(warehouse.level('berlin', 'MUG').reserved).toBe(2);
    expect(await warehouse.confirm(changing(2, 3), call('k3'))).toMatchObject({
      code: 'reservation_expired',
    });
    expect(await warehouse.release(releasing(2, 3), call('k4'))).toMatchObject({ status: 'done' });
    expect(warehouse.level('berlin', 'MUG').reserved).toBe(2);
  });

  it('do not give up what has left when the time limit comes', async () => {
    const { clock, facts, warehouse } = world({ enforceTtl: true });
    await warehouse.reserve(reserving(1, 2), call('k1'));
    await warehouse.confirm(changing(1, 2), call('k2'));
    await clock.runUntilIdle();
    expect(facts).toEqual([]);
    expect(warehouse.level('berlin', 'MUG')).toMatchObject({ onHand: 8, reserved: 0, shipped: 2 });
  });

  it('reject as the script says, and sell what came in', async () => {
    const { warehouse } = world();
    warehouse.script.always('reject', {
      method: 'reserve',
      where: { lines: [{ sku: 'SPOON' }] },
      code: 'damaged',
    });
    const lines = [{ lineId: 'line-1', sku: 'SPOON', quantity: 1 }];
    expect(await warehouse.reserve(reserving(1, 0, { lines }), call('k1'))).toMatchObject({
      code: 'damaged',
    });
    expect(await warehouse.reserve(reserving(2, 11), call('k2'))).toMatchObject({ code: 'out_of_stock' });
    await warehouse.restock({ warehouseId: 'berlin', sku: 'MUG', quantity: 1 });
    expect(await warehouse.reserve(reserving(3, 11), call('k3'))).toMatchObject({ status: 'done' });
  });
});
