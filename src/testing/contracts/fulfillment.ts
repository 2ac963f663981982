import assert from 'node:assert/strict';
import type * as z from 'zod';
import {
  type CancelFulfillmentRequest,
  type CreateFulfillmentRequest,
  type FulfillmentPort,
  fulfillmentAnswer,
  fulfillmentStatus,
  type PortCall,
} from '../../ports/index.ts';
import {
  answerOf,
  type Claims,
  callOf,
  newId,
  newKey,
  notClaimed,
  type PortContractOptions,
  portScenario,
} from './port/harness.ts';
import { type JobRow, jobEffects } from './port/jobs.ts';
import { type KeyedCapability, type KeyedPortUnderTest, keyedContract } from './port/keyed.ts';

/** A fulfilment adapter under test. */
export interface FulfillmentUnderTest extends KeyedPortUnderTest<FulfillmentPort> {
  /** A warehouse that there is, and goods that it has. */
  readonly goods: { readonly warehouseId: string; readonly sku: string };
  /** What the warehouse has been asked to pick for an order. */
  readonly book?: (orderId: string) => readonly JobRow[] | Promise<readonly JobRow[]>;
}

/** What a fulfilment adapter may claim besides what all may. `get`: it can say how far a fulfilment is. */
export type FulfillmentCapability = KeyedCapability | 'get';

/** What {@link fulfillmentContract} needs. */
export interface FulfillmentContractOptions extends PortContractOptions<FulfillmentUnderTest> {
  readonly claims: Claims<FulfillmentCapability>;
}

type Answer = z.output<typeof fulfillmentAnswer>;

/**
 * The contract of a `FulfillmentPort` as tests, for any runner with `describe` and `it`. Each test gets an adapter of its own
 * from `createPort`; nobody may begin to pick while a test runs.
 */
export function fulfillmentContract(options: FulfillmentContractOptions): void {
  const scenario = portScenario(options);
  const { describe, claims } = options;
  describe('keys', () =>
    keyedContract({
      ...options,
      effects: jobEffects<FulfillmentUnderTest>('create', 'cancel', sampleFulfillment),
      async find({ port }, key) {
        const found = await port.find(key, callOf(newKey('find')));
        return found === null ? null : answerOf(fulfillmentAnswer, found);
      },
    }));
  describe('fulfilments', () => {
    scenario('answers a cancellation that came in time with `cancelled`', async (world) => {
      const sample = sampleFulfillment(world);
      assert.equal((await sample.create(callOf(newKey('create')))).status, 'accepted');
      assert.equal((await sample.cancel(callOf(newKey('cancel')))).status, 'cancelled');
    });

    scenario('makes two of two keys', async (world) => {
      const [one, other] = [sampleFulfillment(world), sampleFulfillment(world)];
      await one.create(callOf(newKey('create')));
      await other.create(callOf(newKey('create')));
      await one.cancel(callOf(newKey('cancel')));
      if (claims.book === true)
        assert.deepEqual(
          [await one.jobs(), await other.jobs()],
          [[{ isCancelled: true }], [{ isCancelled: false }]],
          'the jobs of both by the book of the warehouse',
        );
    });

    notClaimed(scenario, '`get`', claims.get, ({ port }) => port.get !== undefined);
    if (claims.get === true)
      scenario('says how far a fulfilment is, and `null` of one that is not known', async (world) => {
        assert.ok(world.port.get !== undefined, '`get` is claimed');
        const sample = sampleFulfillment(world);
        const { asked } = sample;
        assert.equal(await world.port.get({ ...asked, reference: null }, callOf('')), null);
        const answer = await sample.create(callOf(newKey('create')));
        const reference = answer.status === 'accepted' ? answer.reference : null;
        const standing = await world.port.get({ ...asked, reference }, callOf(''));
        assert.ok(standing, '`get` does not know a fulfilment that was accepted');
        const { status } = answerOf(fulfillmentStatus, standing);
        assert.ok(['pending', 'planning', 'picking'].includes(status), `it has only begun, and is ${status}`);
      });
  });
}

function sampleFulfillment({ port, goods: { warehouseId, sku }, book }: FulfillmentUnderTest) {
  const orderId = newId();
  const asked = { orderId, fulfillmentId: `${orderId}:fulfillment:1`, warehouseId };
  let reference: string | null = null;
  const read = async (ask: () => Promise<unknown>): Promise<Answer> =>
    answerOf(fulfillmentAnswer, await ask());
  const creating = (quantity: number): CreateFulfillmentRequest => ({
    ...asked,
    orderNumber: null,
    lines: [{ lineId: 'line-1', sku, name: 'Goods', quantity }],
    address: null,
    shippingMethod: null,
  });
  const stopping = (reason: string): CancelFulfillmentRequest => ({ ...asked, reference, reason });
  return {
    asked,
    jobs: async () => (await book?.(orderId)) ?? [],
    async create(call: PortCall): Promise<Answer> {
      const answer = await read(() => port.create(creating(1), call));
      if (answer.status === 'accepted') reference = answer.reference;
      return answer;
    },
    createOther: (call: PortCall) => read(() => port.create(creating(2), call)),
    cancel: (call: PortCall) => read(() => port.cancel(stopping('changed'), call)),
    cancelOther: (call: PortCall) => read(() => port.cancel(stopping('lost'), call)),
  };
}
