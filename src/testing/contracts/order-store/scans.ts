import assert from 'node:assert/strict';
import { type ScanRecord, scansOf } from '../../../machine/index.ts';
import type { OrderStore } from '../../../ports/index.ts';
import { sampleId } from '../../sample-orders.ts';
import type { Scenario } from './harness.ts';
import { commit, entry, next, place, write } from './writes.ts';

/** Scans of parcels are kept with the journal, each once, and read apart from order and journal. */
export function scansContract(scenario: Scenario): void {
  scenario(
    'gives the scans of an order, each once, in the order in which they happened',
    async ({ store }) => {
      const bystander = await place(store, { seed: 'bystander' });
      const order = await place(store, {}, () => ({ journal: [scan(1, 'b', 2_000)] }));
      const journal = [scan(2, 'a', 1_000), entry(2), scan(2, 'c', 3_000), scan(2, 'b', 2_000)];
      await commit(store, write(next(order), { before: 1, journal }));
      const found = await read(store, order.id);
      assert.deepEqual(
        found.map(({ id, version, occurredAt }) => [id, version, occurredAt]),
        [
          ['a', 2, 1_000],
          ['b', 1, 2_000],
          ['c', 2, 3_000],
        ],
      );
      assert.deepEqual(found[0], {
        id: 'a',
        status: 'in_transit',
        code: 'delayed',
        vocabulary: 'easypost',
        carrierStatus: 'in_transit',
        carrierDetail: null,
        message: 'Grüße ☕',
        location: { city: 'Köln', region: null, postalCode: null, country: 'DE' },
        shipmentId: 'parcel-1',
        version: 2,
        estimatedDeliveryAt: 9_000,
        occurredAt: 1_000,
        receivedAt: 5_000,
      } satisfies ScanRecord);
      assert.deepEqual(await read(store, bystander.id), []);
    },
  );

  scenario('has no scans of an order that does not exist', async ({ store }) => {
    assert.deepEqual(await read(store, sampleId('nobody')), []);
    assert.deepEqual(await read(store, 'not-a-uuid'), []);
  });
}

/** As the runtime reads them: a store without `scans` has them in its journal. */
async function read(store: OrderStore, orderId: string): Promise<readonly ScanRecord[]> {
  if (store.scans !== undefined) return store.scans(orderId);
  const [stored] = await store.load([orderId]);
  return stored ? scansOf(stored.order, (await store.history(orderId)).journal) : [];
}

function scan(version: number, id: string, occurredAt: number) {
  const plain = entry(version, {
    type: 'shipment.tracking_updated',
    data: {
      shipmentId: 'parcel-1',
      scan: {
        id,
        status: 'in_transit',
        code: 'delayed',
        vocabulary: 'easypost',
        carrierStatus: 'in_transit',
        carrierDetail: null,
        message: 'Grüße ☕',
        location: { city: 'Köln', region: null, postalCode: null, country: 'DE' },
      },
      estimatedDeliveryAt: 9_000,
    },
  });
  return { ...plain, meta: { ...plain.meta, id: `scan-${version}-${id}`, occurredAt, receivedAt: 5_000 } };
}
