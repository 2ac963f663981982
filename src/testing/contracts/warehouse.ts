import assert from 'node:assert/strict';
import * as z from 'zod';
import { stockLevel, type WarehousePort, warehouseAnswer } from '../../ports/index.ts';
import {
  answerOf,
  type Claims,
  callOf,
  failureSoon,
  newId,
  newKey,
  type PortContractOptions,
  type PortScenario,
  portScenario,
} from './port/harness.ts';
import { type KeyedCapability, keyedContract } from './port/keyed.ts';
import {
  type Goods,
  reserved,
  sampleReservation,
  type WarehouseUnderTest,
  warehouseEffects,
} from './warehouse/calls.ts';

export type { Goods, StockBook, WarehouseUnderTest } from './warehouse/calls.ts';

/** What a warehouse adapter may claim besides what all may. `partial`: it sets a part aside where that is asked for. */
export type WarehouseCapability = KeyedCapability | 'partial';

/** What {@link warehouseContract} needs. */
export interface WarehouseContractOptions extends PortContractOptions<WarehouseUnderTest> {
  readonly claims: Claims<WarehouseCapability>;
}

/**
 * The contract of a `WarehousePort` as tests, for any runner with `describe` and `it`. Each test gets an adapter of its own
 * from `createPort`, whose warehouse has the goods that it names, and nobody else who reserves them.
 *
 * @example
 * import { createMemoryClock, createMemoryWarehouse } from 'statecart/adapters/memory';
 * import { type WarehouseContractOptions, warehouseContract } from 'statecart/testing';
 * import { describe, it } from 'vitest';
 * const goods = [
 *   { warehouseId: 'berlin', sku: 'MUG', onHand: 20 },
 *   { warehouseId: 'berlin', sku: 'CUP', onHand: 20 },
 * ] as const;
 * const claims: WarehouseContractOptions['claims'] = {
 *   book: { absent: 'nobody looks' },
 *   decline: { absent: 'nobody declines' },
 *   hang: { absent: 'it is quick' },
 *   loseAnswer: { absent: 'no wire' },
 *   failBefore: { absent: 'no wire' },
 *   garble: { absent: 'no wire' },
 *   refusesReuse: true,
 *   partial: true,
 * };
 * const createPort = async () => ({ port: createMemoryWarehouse({ clock: createMemoryClock(), stock: goods }), goods });
 * warehouseContract({ describe, it, claims, createPort });
 */
export function warehouseContract(options: WarehouseContractOptions): void {
  const scenario = portScenario(options);
  const { describe } = options;
  describe('keys', () =>
    keyedContract({
      ...options,
      effects: warehouseEffects,
      async find({ port }, key) {
        const found = await port.find(key, callOf(newKey('find')));
        return found === null ? null : answerOf(warehouseAnswer, found);
      },
    }));
  describe('stock', () => {
    levelContract(scenario);
    stockContract(scenario);
    partContract(scenario, options);
  });
}

const availableOf = async (port: WarehousePort, { warehouseId, sku }: Goods): Promise<number> => {
  const levels = answerOf(z.array(stockLevel), await port.available([sku], callOf('')));
  return levels.find((level) => level.sku === sku && level.warehouseId === warehouseId)?.available ?? 0;
};

function levelContract(scenario: PortScenario<WarehouseUnderTest>): void {
  scenario(
    'says how many units there are, of what was asked for alone',
    async ({ port, goods: [one, other] }) => {
      const levels = answerOf(z.array(stockLevel), await port.available([one.sku], callOf('')));
      assert.deepEqual([...new Set(levels.map(({ sku }) => sku))], [one.sku]);
      assert.equal(await availableOf(port, one), one.onHand);
      assert.equal(await availableOf(port, other), other.onHand);
      assert.equal(await availableOf(port, { ...one, sku: newId() }), 0);
    },
  );

  scenario('says nothing when it was called off beforehand', async ({ port, goods: [{ sku }] }) => {
    await failureSoon(port.available([sku], callOf('', AbortSignal.abort())));
  });
}

function stockContract(scenario: PortScenario<WarehouseUnderTest>): void {
  scenario(
    'sets all units aside or none, and answers `out_of_stock`',
    async ({ port, goods: [one, other] }) => {
      const reservation = sampleReservation(port, one, other);
      const answer = await reservation.reserve(callOf(newKey('reserve')), [1, other.onHand + 1]);
      assert.ok(answer.status === 'rejected', `the answer was ${JSON.stringify(answer)}`);
      assert.equal(answer.code, 'out_of_stock');
      assert.equal(await availableOf(port, one), one.onHand);
      assert.equal(await availableOf(port, other), other.onHand);
    },
  );

  scenario('promises a unit once, however many ask at a time', async ({ port, goods: [one] }) => {
    const each = Math.max(1, Math.floor(one.onHand / 4));
    const possible = Math.floor(one.onHand / each);
    const answers = await Promise.all(
      Array.from({ length: possible + 4 }, () =>
        sampleReservation(port, one).reserve(callOf(newKey('reserve')), [each]),
      ),
    );
    assert.equal(answers.filter(({ status }) => status === 'done').length, possible);
    assert.equal(await availableOf(port, one), one.onHand - possible * each);
  });

  scenario(
    'gives a part of a reservation back to sale, and then the rest',
    async ({ port, goods: [one, other] }) => {
      const reservation = await reserved(port, [one, other], [4, 1]);
      assert.equal((await reservation.release(callOf(newKey('release')), [1])).status, 'done');
      assert.equal(await availableOf(port, one), one.onHand - 3);
      assert.equal((await reservation.release(callOf(newKey('release')), [3])).status, 'done');
      assert.equal(await availableOf(port, one), one.onHand);
      assert.equal(await availableOf(port, other), other.onHand - 1);
    },
  );

  scenario(
    'has nothing against releasing what is over or unknown, and gives nothing twice',
    async ({ port, goods: [one] }) => {
      const reservation = await reserved(port, [one], [2]);
      for (const time of ['once', 'again']) {
        const { status } = await reservation.release(callOf(newKey('release')), [2]);
        assert.equal(status, 'done', `the answer to a release, ${time}`);
      }
      const unknown = sampleReservation(port, one);
      assert.equal((await unknown.release(callOf(newKey('release')), [1])).status, 'done');
      assert.equal(await availableOf(port, one), one.onHand);
    },
  );

  scenario(
    'takes units that are not to be sold again out of what there is',
    async ({ port, goods: [one] }) => {
      const reservation = await reserved(port, [one], [2]);
      await reservation.release(callOf(newKey('release')), [2], false);
      assert.equal(await availableOf(port, one), one.onHand - 2);
    },
  );

  scenario(
    'books out what is held, and back in what was booked out, and no more',
    async ({ port, goods: [one] }) => {
      const reservation = await reserved(port, [one], [2]);
      assert.equal((await reservation.return(callOf(newKey('return')), [1])).status, 'rejected');
      assert.equal((await reservation.confirm(callOf(newKey('confirm')), [2])).status, 'done');
      assert.equal(await availableOf(port, one), one.onHand - 2);
      assert.equal((await reservation.confirm(callOf(newKey('confirm')), [1])).status, 'rejected');
      assert.equal((await reservation.return(callOf(newKey('return')), [2])).status, 'done');
      assert.equal(await availableOf(port, one), one.onHand);
    },
  );
}

function partContract(
  scenario: PortScenario<WarehouseUnderTest>,
  { claims }: WarehouseContractOptions,
): void {
  const askForMore = async ({ port, goods: [one] }: WarehouseUnderTest) => {
    const reservation = sampleReservation(port, one);
    return await reservation.reserve(callOf(newKey('reserve')), [one.onHand + 1], true);
  };
  if (claims.partial !== true)
    scenario(`not claimed: sets a part aside, because ${claims.partial.absent}`, async (world) => {
      assert.equal((await askForMore(world)).status, 'rejected');
      assert.equal(await availableOf(world.port, world.goods[0]), world.goods[0].onHand);
    });
  else
    scenario('sets what there is aside where a part may be, and says what', async (world) => {
      const answer = await askForMore(world);
      assert.ok(answer.status === 'done', `the answer was ${JSON.stringify(answer)}`);
      assert.deepEqual(
        answer.lines?.map(({ quantity }) => quantity),
        [world.goods[0].onHand],
      );
      assert.equal(await availableOf(world.port, world.goods[0]), 0);
    });
}
