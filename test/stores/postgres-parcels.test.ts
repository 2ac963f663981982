import { PGlite } from '@electric-sql/pglite';
import { createPostgresStore, migrate } from 'statecart/adapters/postgres';
import { type Order, scansOf } from 'statecart/machine';
import { describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../src/machine/index.ts';
import { write } from '../../src/testing/contracts/order-store/writes.ts';
import { given, goods, type Life } from '../support/given.ts';
import { pgliteStore } from './pglite-store.ts';

const { database, store, loaded } = pgliteStore();
const journalOf = (life: Life): JournalEntry[] => life.results.flatMap(({ journal }) => journal);
let count = 0;

/** A parcel that is sent again, one that came back, and one that is followed. */
function followed(): Life {
  count += 1;
  const life = given({
    id: `0198f0aa-0000-7000-8000-0000000001${String(count).padStart(2, '0')}`,
    shippingMethod: { carrier: 'dhl', service: 'Paket', label: 'DHL “Paket” ☕', rateId: 'rate_1' },
    lines: [goods('mug', { quantity: 3 })],
    terms: { onLostParcel: 'reship', parcelSilentMs: 86_400_000, parcelDecisionMs: 3_600_000 },
  })
    .submit()
    .settle();
  life.pack({ mug: 1 }).pack({ mug: 1 }).pack().settle();
  for (const index of [0, 1, 2]) life.parcel('dispatched', index).settle();
  life.parcel('lost', 0).settle();
  life.when({
    type: 'shipment.received_back',
    shipmentId: life.order.shipments[1]?.id ?? '',
    sellable: [{ lineId: 'mug', quantity: 1 }],
  });
  return life;
}

const scan = (life: Life, id: string, status: 'in_transit' | 'out_for_delivery') =>
  life.when({
    type: 'shipment.tracking_updated',
    shipmentId: life.order.shipments[2]?.trackingNumber ?? '',
    scan: { id, status, location: { city: 'Köln' }, message: 'O’Hara \\ "Q"' },
    estimatedDeliveryAt: 1_772_600_000_123,
  });

describe('the tables of parcels', () => {
  it('give back what was written: the way of sending, troubles, decisions, what came back', async () => {
    const { order } = scan(followed(), 'a', 'in_transit');
    expect(order.shipments.map(({ settlement }) => settlement)).toContain('replaced');
    expect(order.shipments[1]?.sellable).toHaveLength(1);
    await store().commit([write(order)]);
    expect(await loaded(order.id)).toEqual(order);
  });

  it('refuse a settlement that there is not', async () => {
    const { order } = followed();
    const wrong = {
      ...order,
      number: 'SC-wrong',
      shipments: order.shipments.map((shipment) => ({ ...shipment, settlement: 'sold' })),
    } as unknown as Order;
    const [answer] = await store().commit([write(wrong)]);
    expect(answer).toMatchObject({ status: 'failed' });
  });
});

describe('the journal of scans', () => {
  it('keeps each scan once, in the order in which they happened, apart from the order', async () => {
    const life = followed();
    scan(life, 'late', 'out_for_delivery');
    const moved = { ...life.results.at(-1)!.journal[0]! };
    const early = {
      ...moved,
      version: moved.version + 1,
      meta: { ...moved.meta, occurredAt: moved.meta.occurredAt - 5_000 },
      data: { ...moved.data, scan: { ...(moved.data['scan'] as object), id: 'early' } },
    } as JournalEntry;
    const order = { ...life.order, number: `SC-scans-${count}` };
    const journal = [moved, early, moved];
    await store().commit([write(order, { journal })]);
    const found = await store().scans(order.id);
    expect(found.map(({ id }) => id)).toEqual(['early', 'late']);
    expect(found).toEqual(scansOf(order, journal));
    expect(found[1]).toMatchObject({
      shipmentId: order.shipments[2]?.id,
      status: 'out_for_delivery',
      location: { city: 'Köln' },
      estimatedDeliveryAt: 1_772_600_000_123,
    });
    const again = { ...order, version: order.version + 1 };
    const [answer] = await store().commit([
      { ...write(again, { before: order.version, journal: [{ ...moved, version: again.version }] }) },
    ]);
    expect(answer).toEqual({ status: 'committed' });
    expect(await store().scans(order.id)).toHaveLength(2);
    expect(journalOf(life).length).toBeGreaterThan(5);
  });

  it('of an order that does not exist, or has none, is empty', async () => {
    expect(await store().scans('not-a-uuid')).toEqual([]);
    expect(await store().scans('0198f0aa-0000-7000-8000-00000000ffff')).toEqual([]);
  });

  it('is changed by nobody', async () => {
    const life = scan(followed(), 'kept', 'in_transit');
    const order = { ...life.order, number: `SC-kept-${count}` };
    await store().commit([write(order, { journal: life.last.journal })]);
    for (const sql of [
      "update statecart.order_shipment_scans set status = 'lost'",
      'delete from statecart.order_shipment_scans',
      'truncate statecart.order_shipment_scans',
    ])
      await expect(database().query(sql)).rejects.toThrow(/append-only/);
    expect(await store().scans(order.id)).toHaveLength(1);
  });

  it('goes with a migration down, and comes with the next one up', async () => {
    const other = await PGlite.create('memory://');
    await migrate(other);
    await migrate(other, { to: 8 });
    const left = await other.query<{ column_name: string }>(
      "select column_name from information_schema.columns where table_schema = 'statecart' and table_name = 'order_shipments'",
    );
    expect(left.rows.map(({ column_name: name }) => name)).not.toContain('settlement');
    await migrate(other);
    await createPostgresStore({ connection: other }).check();
    await other.close();
  });
});
