import type * as z from 'zod';
import { type PortCall, type WarehousePort, warehouseAnswer } from '../../../ports/index.ts';
import { answerOf, callOf, newId, newKey } from '../port/harness.ts';
import type { KeyedCalls, KeyedEffect, KeyedPortUnderTest } from '../port/keyed.ts';

/** Goods that a warehouse has: ten units at least. */
export interface Goods {
  readonly warehouseId: string;
  readonly sku: string;
  readonly onHand: number;
}

/** What a warehouse has written down of a SKU. */
export interface StockBook {
  readonly onHand: number;
  /** Of `onHand`: what is set aside. */
  readonly reserved: number;
}

/** A warehouse adapter under test. */
export interface WarehouseUnderTest extends KeyedPortUnderTest<WarehousePort> {
  /** Goods of two SKUs in one warehouse. */
  readonly goods: readonly [Goods, Goods];
  /** What the warehouse has written down of a SKU. */
  readonly book?: (warehouseId: string, sku: string) => StockBook | Promise<StockBook>;
}

type Answer = z.output<typeof warehouseAnswer>;

/** A reservation, and how it is asked for: so many units of each of its goods. */
export interface SampleReservation {
  reserve(call: PortCall, quantities: readonly number[], partial?: boolean): Promise<Answer>;
  release(call: PortCall, quantities: readonly number[], restock?: boolean): Promise<Answer>;
  confirm(call: PortCall, quantities: readonly number[]): Promise<Answer>;
  return(call: PortCall, quantities: readonly number[]): Promise<Answer>;
}

/** A new reservation of goods of one warehouse. */
export function sampleReservation(
  port: WarehousePort,
  ...goods: readonly [Goods, ...Goods[]]
): SampleReservation {
  const orderId = newId();
  const { warehouseId } = goods[0];
  const head = { orderId, reservationId: `${orderId}:reservation:1`, warehouseId };
  let reference: string | null = null;
  const lines = (quantities: readonly number[]) =>
    goods.slice(0, quantities.length).map(({ sku }, index) => ({
      lineId: `line-${index + 1}`,
      sku,
      quantity: quantities[index] as number,
    }));
  const read = async (ask: () => Promise<unknown>) => answerOf(warehouseAnswer, await ask());
  return {
    async reserve(call, quantities, partial = false) {
      const request = { ...head, lines: lines(quantities), ttlMs: 1_800_000, partial };
      const answer = await read(() => port.reserve(request, call));
      if (answer.status === 'done') reference = answer.reference;
      return answer;
    },
    release: (call, quantities, restock = true) =>
      read(() => port.release({ ...head, reference, lines: lines(quantities), restock }, call)),
    confirm: (call, quantities) =>
      read(() => port.confirm({ ...head, reference, lines: lines(quantities) }, call)),
    return: (call, quantities) =>
      read(() => port.return({ ...head, reference, lines: lines(quantities) }, call)),
  };
}

/** A reservation of so many units of each of the goods. */
export async function reserved(
  port: WarehousePort,
  goods: readonly [Goods, ...Goods[]],
  quantities: readonly number[],
): Promise<SampleReservation> {
  const reservation = sampleReservation(port, ...goods);
  const answer = await reservation.reserve(callOf(newKey('reserve')), quantities);
  if (answer.status !== 'done')
    throw new Error(`there have to be at least ten units of each: the answer was ${JSON.stringify(answer)}`);
  return reservation;
}

/** The methods that move stock, each on a reservation of its own. */
export const warehouseEffects: readonly KeyedEffect<WarehouseUnderTest>[] = [
  effect(
    'reserve',
    async (port, goods) => sampleReservation(port, goods),
    (before, now) => now.reserved - before.reserved,
  ),
  effect('release', held, (before, now) => before.reserved - now.reserved),
  effect('confirm', held, (before, now) => before.onHand - now.onHand),
  effect(
    'return',
    async (port, goods) => {
      const reservation = await held(port, goods);
      await reservation.confirm(callOf(newKey('confirm')), [4]);
      return reservation;
    },
    (before, now) => now.onHand - before.onHand,
  ),
];

/** Four units that are set aside. */
function held(port: WarehousePort, goods: Goods): Promise<SampleReservation> {
  return reserved(port, [goods], [4]);
}

/** Two units are asked for, once; by another request, one. */
function effect(
  method: keyof SampleReservation,
  prepare: (port: WarehousePort, goods: Goods) => Promise<SampleReservation>,
  moved: (before: StockBook, now: StockBook) => number,
): KeyedEffect<WarehouseUnderTest> {
  return {
    method,
    async prepare({ port, goods: [goods], book }): Promise<KeyedCalls> {
      const reservation = await prepare(port, goods);
      const look = async () =>
        (await book?.(goods.warehouseId, goods.sku)) ?? { onHand: Number.NaN, reserved: Number.NaN };
      const before = await look();
      return {
        ask: (call) => reservation[method](call, [2]),
        askOther: (call) => reservation[method](call, [1]),
        happened: async () => moved(before, await look()) / 2,
      };
    },
  };
}
