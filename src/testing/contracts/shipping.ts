import assert from 'node:assert/strict';
import * as z from 'zod';
import {
  type CancelShipmentRequest,
  type CreateShipmentRequest,
  type PortCall,
  type ShippingPort,
  shippingAnswer,
  shippingRate,
  tracking,
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

/** A shipping adapter under test. */
export interface ShippingUnderTest extends KeyedPortUnderTest<ShippingPort> {
  /** Where a parcel can be sent. @defaultValue nowhere in particular: `null` */
  readonly address?: CreateShipmentRequest['address'];
  /** The parcels that the carrier has labels for, of an order. */
  readonly book?: (orderId: string) => readonly JobRow[] | Promise<readonly JobRow[]>;
}

/** What a shipping adapter may claim besides what all may: the optional methods of the port. */
export type ShippingCapability = KeyedCapability | 'rates' | 'track';

/** What {@link shippingContract} needs. */
export interface ShippingContractOptions extends PortContractOptions<ShippingUnderTest> {
  readonly claims: Claims<ShippingCapability>;
}

type Answer = z.output<typeof shippingAnswer>;
const lines = [{ lineId: 'line-1', sku: 'GOODS', quantity: 1 }];

/**
 * The contract of a `ShippingPort` as tests, for any runner with `describe` and `it`. Each test gets an adapter of its own from
 * `createPort`; no parcel may be collected while a test runs.
 */
export function shippingContract(options: ShippingContractOptions): void {
  const scenario = portScenario(options);
  const { describe, claims } = options;
  describe('keys', () =>
    keyedContract({
      ...options,
      effects: jobEffects<ShippingUnderTest>('createShipment', 'cancelShipment', sampleShipment),
      async find({ port }, key) {
        const found = await port.find(key, callOf(newKey('find')));
        return found === null ? null : answerOf(shippingAnswer, found);
      },
    }));
  describe('parcels', () => {
    scenario('makes two labels of two keys, and cancels the one that is named', async (world) => {
      const [one, other] = [sampleShipment(world), sampleShipment(world)];
      const first = await one.create(callOf(newKey('shipment-create')));
      const second = await other.create(callOf(newKey('shipment-create')));
      assert.ok(first.status === 'created' && second.status === 'created', JSON.stringify([first, second]));
      assert.ok(
        first.trackingNumber === null || first.trackingNumber !== second.trackingNumber,
        'one tracking number for two',
      );
      assert.equal((await one.cancel(callOf(newKey('shipment-cancel')))).status, 'cancelled');
      if (claims.book === true)
        assert.deepEqual(
          [await one.jobs(), await other.jobs()],
          [[{ isCancelled: true }], [{ isCancelled: false }]],
          'the parcels of both by the book of the carrier',
        );
    });
  });
  describe('questions', () => {
    notClaimed(scenario, '`rates`', claims.rates, ({ port }) => port.rates !== undefined);
    if (claims.rates === true)
      scenario('says what it costs, in the currency that was asked for', async ({ port, address = null }) => {
        assert.ok(port.rates !== undefined, '`rates` is claimed');
        const offers = await port.rates({ orderId: null, currency: 'EUR', lines, address }, callOf(''));
        const rates = answerOf(z.array(shippingRate), offers);
        assert.ok(rates.length > 0, 'there is no offer');
        assert.deepEqual([...new Set(rates.map(({ currency }) => currency))], ['EUR']);
        assert.equal(new Set(rates.map(({ id }) => id)).size, rates.length, 'two offers have one id');
      });

    notClaimed(scenario, '`track`', claims.track, ({ port }) => port.track !== undefined);
    if (claims.track === true)
      scenario('says what is known of a parcel, and `null` of one that is not known', async (world) => {
        assert.ok(world.port.track !== undefined, '`track` is claimed');
        const shipment = sampleShipment(world);
        const unlabelled = { ...shipment.asked, carrier: null, trackingNumber: null, reference: null };
        assert.equal(await world.port.track(unlabelled, callOf('')), null);
        const answer = await shipment.create(callOf(newKey('shipment-create')));
        assert.ok(answer.status === 'created', `the answer was ${JSON.stringify(answer)}`);
        const { carrier, trackingNumber, reference } = answer;
        const known = await world.port.track(
          { ...shipment.asked, carrier, trackingNumber, reference },
          callOf(''),
        );
        assert.ok(known, '`track` does not know a parcel that has a label');
        answerOf(tracking, known);
      });
  });
}

function sampleShipment({ port, address = null, book }: ShippingUnderTest) {
  const orderId = newId();
  const asked = { orderId, shipmentId: `${orderId}:shipment:1` };
  let reference: string | null = null;
  const read = async (ask: () => Promise<unknown>): Promise<Answer> => answerOf(shippingAnswer, await ask());
  const creating = (quantity: number): CreateShipmentRequest => ({
    ...asked,
    orderNumber: null,
    fulfillmentId: null,
    lines: lines.map((line) => ({ ...line, quantity })),
    address,
    shippingMethod: null,
    collect: null,
  });
  const stopping = (dispatched: boolean): CancelShipmentRequest => ({ ...asked, reference, dispatched });
  return {
    asked,
    jobs: async () => (await book?.(orderId)) ?? [],
    async create(call: PortCall): Promise<Answer> {
      const answer = await read(() => port.createShipment(creating(1), call));
      if (answer.status === 'created') reference = answer.reference;
      return answer;
    },
    createOther: (call: PortCall) => read(() => port.createShipment(creating(2), call)),
    cancel: (call: PortCall) => read(() => port.cancelShipment(stopping(false), call)),
    cancelOther: (call: PortCall) => read(() => port.cancelShipment(stopping(true), call)),
  };
}
