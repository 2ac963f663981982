import {
  easypost,
  easypostDetails,
  easypostStatuses,
  meaningOf,
  ownVocabulary,
  scanFact,
  type Vocabulary,
} from 'statecart/ports';
import { describe, expect, test } from 'vitest';
import { day, given, goods, hour, type Life, start } from '../../support/given.ts';

const bystander = goods('plate', { warehouseId: 'tokyo' });
/** Two parcels that have left: the first is followed, the second is looked at by nobody. */
const underWay = (terms = {}) =>
  given({ lines: [goods('mug'), bystander], terms })
    .submit()
    .settle()
    .pack(undefined, 0)
    .pack(undefined, 1)
    .settle()
    .parcel('dispatched')
    .parcel('dispatched', 1)
    .settle();

let scans = 0;
/** A scan of the first parcel, `ms` after the orders of these tests are created; by default now. */
const scan = (life: Life, status: string, more: { id?: string; at?: number; detail?: string } = {}) => {
  scans += 1;
  const fact = scanFact(easypost, {
    shipmentId: life.order.shipments[0]?.trackingNumber ?? '',
    id: more.id ?? `scan-${scans}`,
    status,
    detail: more.detail ?? null,
    at: more.at ?? life.now + 1_000,
  });
  return life.when(fact);
};
const first = (life: Life) => life.order.shipments[0];

describe("EasyPost's words", () => {
  // The lists: https://docs.easypost.com/docs/trackers, `status` and `status_detail` of the tracker object.
  test('are ten statuses and 28 details, and each pair of them means something', () => {
    expect([easypostStatuses.length, easypostDetails.length]).toEqual([10, 28]);
    for (const status of easypostStatuses)
      for (const detail of [null, ...easypostDetails]) {
        const meaning = meaningOf(easypost, status, detail);
        const silent = ['unknown', 'error'].includes(status);
        expect(meaning.status === 'unknown', `${status}/${detail}`).toBe(silent);
      }
  });

  // The statuses that EasyPost's test tracking codes EZ1000000001 … EZ7000000007 have, in this order:
  // https://docs.easypost.com/guides/tracking-guide
  test.each([
    ['pre_transit', 'pre_transit'],
    ['in_transit', 'in_transit'],
    ['out_for_delivery', 'out_for_delivery'],
    ['delivered', 'delivered'],
    ['return_to_sender', 'returned_to_sender'],
    ['failure', 'delivery_failed'],
    ['unknown', 'unknown'],
  ])('%s is %s', (status, meaning) => {
    expect(meaningOf(easypost, status).status).toBe(meaning);
  });

  test.each([
    ['available_for_pickup', 'arrived_at_pickup_location', 'available_for_pickup', null],
    ['cancelled', 'cancelled', 'cancelled', null],
    ['error', 'unknown', 'unknown', 'tracker_error'],
    ['failure', 'lost', 'lost', 'lost'],
    ['failure', 'damaged', 'damaged', 'damaged'],
    ['failure', 'return', 'returned_to_sender', 'return'],
    ['failure', 'refused', 'delivery_failed', 'refused'],
    ['failure', 'address_correction', 'delivery_failed', 'address_correction'],
    ['in_transit', 'lost', 'lost', 'lost'],
    ['in_transit', 'weather_delay', 'in_transit', 'weather_delay'],
    ['in_transit', 'departed_facility', 'in_transit', null],
    ['delivered', 'damaged', 'delivered', null],
    ['delivered', 'arrived_at_destination', 'delivered', null],
  ])('%s, %s is %s', (status, detail, meant, code) => {
    const { status: found, code: why = null } = meaningOf(easypost, status, detail);
    expect([found, why]).toEqual([meant, code]);
  });
});

describe('a vocabulary', () => {
  const bikes: Vocabulary = {
    name: 'bikes',
    statuses: { ON_BIKE: { status: 'out_for_delivery' } },
    details: { 'ON_BIKE/FLAT_TYRE': { status: 'out_for_delivery', code: 'delayed' } },
  };

  test("of the user's own says what its words mean, in whatever case", () => {
    expect(meaningOf(bikes, 'on_bike')).toEqual({ status: 'out_for_delivery' });
    expect(meaningOf(bikes, 'On_Bike', 'flat_tyre')).toEqual({ status: 'out_for_delivery', code: 'delayed' });
  });

  test('keeps a word that it does not have as it came, as unknown: nothing is refused', () => {
    const { scan: made } = scanFact(bikes, {
      shipmentId: 'T1',
      status: 'Übergeben\0',
      detail: 'am Zaun',
      message: 'x'.repeat(5_000),
    });
    expect(made).toMatchObject({
      status: 'unknown',
      vocabulary: 'bikes',
      carrierStatus: 'Übergeben',
      carrierDetail: 'am Zaun',
    });
    expect(made.message).toHaveLength(2_000);
    expect(meaningOf(bikes, '__proto__', 'constructor')).toEqual({ status: 'unknown' });
  });

  test('without ids of scans has one for what is said of a moment', () => {
    const at = (moment: number) =>
      scanFact(ownVocabulary, { shipmentId: 'T1', status: 'in_transit', at: moment }).scan.id;
    expect(at(1)).toBe(at(1));
    expect(at(1)).not.toBe(at(2));
  });
});

describe('a parcel that is followed', () => {
  test('moves with its scans, says so, and the other parcel stays where it is', () => {
    const life = underWay();
    const other = life.order.shipments[1];
    for (const [status, stage] of [
      ['in_transit', 'in_transit'],
      ['out_for_delivery', 'out_for_delivery'],
      ['available_for_pickup', 'available_for_pickup'],
    ] as const) {
      scan(life, status);
      expect(first(life)?.stage).toBe(stage);
      expect(life.told).toEqual(['order.shipment_updated']);
      expect(life.axes).toMatchObject({ status: 'shipped', fulfillment: 'shipped' });
    }
    scan(life, 'delivered');
    expect(life.told).toEqual(['order.shipment_delivered']);
    expect(life.axes).toMatchObject({ status: 'shipped', fulfillment: 'partially_delivered' });
    expect(life.order.shipments[1]).toBe(other);
  });

  test('is delivered before it was in transit; what comes late is kept, and moves nothing back', () => {
    const life = scan(underWay(), 'delivered');
    const deliveredAt = first(life)?.deliveredAt;
    for (const late of ['in_transit', 'out_for_delivery', 'pre_transit', 'failure', 'return_to_sender']) {
      scan(life, late);
      expect([late, life.last.outcome]).toEqual([late, 'applied']);
      expect(life.last.journal[0]?.type).toBe('shipment.tracking_updated');
      expect(first(life)).toMatchObject({ stage: 'delivered', deliveredAt });
      expect(life.told).toEqual([]);
    }
  });

  test('implies by its first scan that it has left', () => {
    const life = given().submit().settle().pack().settle();
    scan(life, 'out_for_delivery');
    expect(life.axes).toMatchObject({ status: 'shipped', stock: 'confirming' });
    expect(first(life)?.dispatchedAt).toBe(life.now);
  });

  test('has no trouble that is older than the last thing heard of it', () => {
    const life = underWay();
    scan(life, 'in_transit', { at: life.now + hour });
    scan(life, 'failure', { at: life.now - hour });
    expect(first(life)).toMatchObject({ stage: 'in_transit', attempts: 0, exceptions: [] });
    scan(life, 'failure', { at: life.now + 2 * hour });
    expect(first(life)).toMatchObject({ stage: 'exception', attempts: 1 });
  });

  test('takes the same scan once, and keeps unknown words without moving', () => {
    const life = scan(underWay(), 'in_transit', { id: 'a' });
    scan(life, 'out_for_delivery', { id: 'a' });
    expect(life.last.outcome).toBe('duplicate');
    scan(life, 'teleported', { id: 'b' });
    expect(life.last.outcome).toBe('applied');
    expect(life.last.journal[0]?.data).toMatchObject({
      scan: { status: 'unknown', carrierStatus: 'teleported' },
    });
    expect(first(life)).toMatchObject({ stage: 'in_transit', scanId: 'b' });
  });

  test('keeps when it is expected, and says when that changes', () => {
    const life = underWay();
    const at = start + 3 * day;
    const expected = (id: string) =>
      life.when({
        type: 'shipment.tracking_updated',
        shipmentId: first(life)?.id ?? '',
        scan: { id, status: 'pre_transit' },
        estimatedDeliveryAt: at,
      });
    expected('e1');
    expect(life.told).toEqual(['order.shipment_updated']);
    expect(first(life)?.estimatedDeliveryAt).toBe(at);
    expected('e2');
    expect(life.told).toEqual([]);
    expect(scan(life, 'in_transit').order.shipments[0]?.estimatedDeliveryAt).toBe(at);
  });

  test('is followed on its way back and after: what happens there is not the way to the customer', () => {
    const life = scan(underWay(), 'return_to_sender');
    scan(life, 'in_transit');
    expect(first(life)?.stage).toBe('returned_to_sender');
    expect(life.axes.fulfillment).toBe('exception');
  });

  test('of which nobody knows is an anomaly, and changes nothing', () => {
    const life = underWay();
    life.when(scanFact(easypost, { shipmentId: 'stranger', status: 'delivered' }));
    expect(life.last.anomaly).toMatchObject({ code: 'shipment_unknown' });
    expect(life.changed).toEqual([]);
  });

  test('whose label its carrier cancels is planned again; one that is under way then is for people to see', () => {
    const packed = given().submit().settle().pack().settle();
    expect(scan(packed, 'cancelled').order.shipments[0]).toMatchObject({ stage: 'cancelled', left: false });
    const life = scan(underWay(), 'cancelled');
    expect(first(life)).toMatchObject({ stage: 'exception', exception: 'cancelled_by_carrier' });
    expect(life.axes.fulfillment).toBe('exception');
  });
});
