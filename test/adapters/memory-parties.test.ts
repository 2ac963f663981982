import {
  createMemoryCatalog,
  createMemoryCheckout,
  createMemoryClock,
  createMemoryCustomers,
  createMemoryFulfillment,
  createMemoryNotifications,
  createMemoryRisk,
  createMemoryShipping,
} from 'statecart/adapters/memory';
import type {
  CloudEvent,
  CreateFulfillmentRequest,
  CreateShipmentRequest,
  RiskRequest,
} from 'statecart/ports';
import { describe, expect, it } from 'vitest';
import { call, errorOf } from './calls.ts';

const creating: CreateFulfillmentRequest = {
  orderId: 'order-1',
  orderNumber: 'SC-1',
  fulfillmentId: 'fulfillment-1',
  warehouseId: 'berlin',
  address: null,
  shippingMethod: null,
  lines: [
    { lineId: 'line-1', sku: 'MUG', name: 'Mug', quantity: 3 },
    { lineId: 'line-2', sku: 'SPOON', name: 'Spoon', quantity: 2 },
  ],
};
const stopping = {
  orderId: 'order-1',
  fulfillmentId: 'fulfillment-1',
  warehouseId: 'berlin',
  reference: null,
  reason: 'test',
};
const parcel: CreateShipmentRequest = {
  orderId: 'order-1',
  orderNumber: 'SC-1',
  shipmentId: 'shipment-1',
  fulfillmentId: 'fulfillment-1',
  address: null,
  shippingMethod: null,
  collect: null,
  lines: [{ lineId: 'line-1', sku: 'MUG', quantity: 3 }],
};
const recalling = { orderId: 'order-1', shipmentId: 'shipment-1', reference: null, dispatched: false };

function outside() {
  const clock = createMemoryClock({ now: 1_000_000 });
  const facts: CloudEvent[] = [];
  return { clock, facts, options: { clock, deliver: (event: CloudEvent) => void facts.push(event) } };
}
const types = (facts: readonly CloudEvent[]) => facts.map((fact) => fact.type);

describe('the pickers in memory', () => {
  it('accept once for a key, and pick and pack by themselves, step by step', async () => {
    const { clock, facts, options } = outside();
    const fulfillment = createMemoryFulfillment(options);
    const answers = await Promise.all([1, 2, 3].map(() => fulfillment.create(creating, call('key'))));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    await clock.runUntilIdle();
    expect(facts.map(({ type, data, time }) => [type, data?.stage ?? data?.lines, time])).toEqual([
      ['fulfillment.progressed', 'picking', new Date(1_001_000).toISOString()],
      ['fulfillment.progressed', 'packing', new Date(1_002_000).toISOString()],
      [
        'fulfillment.packed',
        [
          { lineId: 'line-1', quantity: 3 },
          { lineId: 'line-2', quantity: 2 },
        ],
        new Date(1_003_000).toISOString(),
      ],
    ]);
    expect(fulfillment.book().calls.key?.calls).toBe(3);
  });

  it('split into parcels that hold every unit once', async () => {
    const { clock, facts, options } = outside();
    const fulfillment = createMemoryFulfillment(options);
    fulfillment.script.next('split', { parcels: 2 });
    await fulfillment.create(creating, call('key'));
    await clock.runUntilIdle();
    const packed = facts.filter((fact) => fact.type === 'fulfillment.packed').map((fact) => fact.data?.lines);
    expect(packed).toEqual([
      [
        { lineId: 'line-1', quantity: 2 },
        { lineId: 'line-2', quantity: 1 },
      ],
      [
        { lineId: 'line-1', quantity: 1 },
        { lineId: 'line-2', quantity: 1 },
      ],
    ]);
    fulfillment.script.next('split', { parcels: 9 });
    await fulfillment.create({ ...creating, fulfillmentId: 'fulfillment-2' }, call('key-2'));
    expect(fulfillment.book().fulfillments['fulfillment-2']?.parcels).toHaveLength(5);
  });

  it('can be stopped until something is packed, and report nothing more of what is stopped', async () => {
    const { clock, facts, options } = outside();
    const fulfillment = createMemoryFulfillment(options);
    await fulfillment.create(creating, call('create-1'));
    await fulfillment.create({ ...creating, fulfillmentId: 'bystander' }, call('create-2'));
    await clock.advance(2_500);
    expect(await fulfillment.cancel(stopping, call('cancel-1'))).toEqual({ status: 'cancelled' });
    await clock.runUntilIdle();
    expect(facts.filter((fact) => fact.data?.fulfillmentId === 'fulfillment-1')).toHaveLength(2);
    expect(facts.filter((fact) => fact.data?.fulfillmentId === 'bystander')).toHaveLength(3);
    const late = { ...stopping, fulfillmentId: 'bystander' };
    expect(await fulfillment.cancel(late, call('cancel-2'))).toMatchObject({
      status: 'rejected',
      code: 'already_packed',
    });
    const nobody = { ...stopping, fulfillmentId: 'nobody' };
    expect(await fulfillment.cancel(nobody, call('cancel-3'))).toMatchObject({
      status: 'rejected',
      code: 'not_found',
    });
  });

  it('refuse a cancellation, fail, or cancel by themselves, as the script says', async () => {
    const { clock, facts, options } = outside();
    const fulfillment = createMemoryFulfillment(options);
    fulfillment.script.next('refuse_cancel', { method: 'cancel', code: 'too_busy' });
    fulfillment.script.next('cancel_itself', { where: { fulfillmentId: 'fulfillment-1' }, reason: 'flood' });
    fulfillment.script.next('fail', { where: { fulfillmentId: 'fulfillment-2' }, code: 'broken' });
    await fulfillment.create(creating, call('1'));
    expect(await fulfillment.cancel(stopping, call('2'))).toMatchObject({
      status: 'rejected',
      code: 'too_busy',
    });
    await fulfillment.create({ ...creating, fulfillmentId: 'fulfillment-2' }, call('3'));
    await clock.runUntilIdle();
    expect(facts.slice(-2)).toMatchObject([
      { type: 'fulfillment.cancelled', data: { fulfillmentId: 'fulfillment-1', reason: 'flood' } },
      { type: 'fulfillment.failed', data: { fulfillmentId: 'fulfillment-2', code: 'broken' } },
    ]);
  });

  it('leave a creation or a cancellation open, and report what came of it', async () => {
    const { clock, facts, options } = outside();
    const fulfillment = createMemoryFulfillment({ ...options, autopilot: false });
    fulfillment.script.next('pending', { method: 'create' });
    fulfillment.script.next('pending', {
      method: 'create',
      where: { fulfillmentId: 'refused' },
      outcome: 'decline',
      code: 'closed',
    });
    expect(await fulfillment.create(creating, call('1'))).toMatchObject({ status: 'pending' });
    expect(await fulfillment.create({ ...creating, fulfillmentId: 'refused' }, call('2'))).toMatchObject({
      status: 'pending',
    });
    await clock.runUntilIdle();
    expect(types(facts)).toEqual(['fulfillment.accepted', 'fulfillment.failed']);
    expect(await fulfillment.find('2', call(''))).toMatchObject({ status: 'rejected', code: 'closed' });

    fulfillment.script.next('pending', { method: 'cancel', outcome: 'decline' });
    expect(await fulfillment.cancel(stopping, call('3'))).toMatchObject({ status: 'pending' });
    await clock.runUntilIdle();
    fulfillment.script.next('pending', { method: 'cancel' });
    await fulfillment.cancel(stopping, call('4'));
    await clock.runUntilIdle();
    expect(types(facts).slice(2)).toEqual(['fulfillment.cancel_rejected', 'fulfillment.cancelled']);
    expect(await fulfillment.find('4', call(''))).toEqual({ status: 'cancelled' });
  });
});

describe('the carrier in memory', () => {
  const stories = [
    ['deliver', undefined, ['dispatched', 'in_transit', 'delivered']],
    ['find nobody at first', 'exception', ['dispatched', 'in_transit', 'exception', 'delivered']],
    ['lose a parcel', 'lose_parcel', ['dispatched', 'in_transit', 'lost']],
    ['bring it back', 'return_to_sender', ['dispatched', 'in_transit', 'returned_to_sender']],
    ['report out of order', 'out_of_order', ['delivered', 'in_transit', 'dispatched']],
    ['report nothing', 'silent', []],
  ] as const;
  it.each(stories)('can %s', async (_, behaviour, expected) => {
    const { clock, facts, options } = outside();
    const shipping = createMemoryShipping(options);
    if (behaviour !== undefined) shipping.script.next(behaviour);
    expect(await shipping.createShipment(parcel, call('key'))).toMatchObject({
      status: 'created',
      carrier: 'memory-post',
    });
    await clock.runUntilIdle();
    expect(types(facts)).toEqual(expected.map((name) => `shipment.${name}`));
    expect(facts.every((fact) => fact.data?.shipmentId === 'shipment-1' && fact.subject === 'order-1')).toBe(
      true,
    );
  });

  it('makes one parcel for a key, even when the answer was lost', async () => {
    const { options } = outside();
    const shipping = createMemoryShipping(options);
    shipping.script.next('lose_answer');
    expect(await errorOf(shipping.createShipment(parcel, call('key')))).toMatchObject({ outcome: 'unknown' });
    const found = await shipping.find('key', call(''));
    expect(found).toMatchObject({ status: 'created' });
    expect(await shipping.createShipment(parcel, call('key'))).toEqual(found);
    expect(Object.keys(shipping.book().parcels)).toEqual(['shipment-1']);
    expect(await shipping.createShipment(parcel, call('other'))).toMatchObject({ code: 'shipment_exists' });
  });

  it('reports late, with the time at which it happened', async () => {
    const { clock, facts, options } = outside();
    const shipping = createMemoryShipping(options);
    shipping.script.next('late_fact', { ms: 60_000 });
    await shipping.createShipment(parcel, call('key'));
    await clock.advance(60_999);
    expect(facts).toEqual([]);
    await clock.runUntilIdle();
    expect(facts.map((fact) => fact.time)).toEqual(
      [1_001_000, 1_002_000, 1_003_000].map((at) => new Date(at).toISOString()),
    );
  });

  it('cancels a label, calls a parcel back that we know has left, and neither if it has arrived', async () => {
    const { clock, facts, options } = outside();
    const shipping = createMemoryShipping(options);
    const make = (shipmentId: string) =>
      shipping.createShipment({ ...parcel, shipmentId }, call(`make ${shipmentId}`));
    const cancel = (shipmentId: string, dispatched: boolean, key: string) =>
      shipping.cancelShipment({ ...recalling, shipmentId, dispatched }, call(key));
    for (const id of ['label', 'left', 'arrived']) await make(id);
    expect(await cancel('label', false, '1')).toEqual({ status: 'cancelled' });
    await clock.advance(1_500);
    expect(await cancel('left', false, '2')).toMatchObject({
      status: 'rejected',
      code: 'already_dispatched',
    });
    expect(await cancel('left', true, '3')).toEqual({ status: 'cancelled' });
    await clock.runUntilIdle();
    expect(await cancel('arrived', true, '4')).toMatchObject({
      status: 'rejected',
      code: 'already_delivered',
    });
    expect(await cancel('nothing', true, '5')).toMatchObject({ status: 'rejected', code: 'not_found' });
    const of = (id: string) => types(facts.filter((fact) => fact.data?.shipmentId === id));
    expect([of('label'), of('left'), of('arrived')]).toEqual([
      [],
      ['shipment.dispatched'],
      ['shipment.dispatched', 'shipment.in_transit', 'shipment.delivered'],
    ]);
  });

  it('leaves a label or a cancellation open, and reports what came of it', async () => {
    const { clock, facts, options } = outside();
    const shipping = createMemoryShipping({ ...options, autopilot: false });
    shipping.script.always('pending', { where: { shipmentId: 'shipment-1' } });
    shipping.script.always('pending', {
      where: { shipmentId: 'bad' },
      outcome: 'decline',
      code: 'no_such_street',
    });
    await shipping.createShipment(parcel, call('1'));
    await shipping.createShipment({ ...parcel, shipmentId: 'bad' }, call('2'));
    await clock.runUntilIdle();
    expect(facts).toMatchObject([
      {
        type: 'shipment.created',
        data: { shipmentId: 'shipment-1', fulfillmentId: 'fulfillment-1', trackingNumber: 'MP000001' },
      },
      { type: 'shipment.failed', data: { shipmentId: 'bad', code: 'no_such_street' } },
    ]);
    await shipping.cancelShipment(recalling, call('3'));
    await shipping.cancelShipment({ ...recalling, shipmentId: 'bad' }, call('4'));
    await clock.runUntilIdle();
    expect(types(facts).slice(2)).toEqual(['shipment.cancelled', 'shipment.cancel_rejected']);
  });
});

describe('the smaller parties in memory', () => {
  it('send a message once for a key, and none that did not get through', async () => {
    const { options } = outside();
    const notifications = createMemoryNotifications(options);
    const message = {
      orderId: 'order-1',
      template: 'order_placed',
      customerId: null,
      email: 'a@example.com',
      preferences: null,
      data: {},
    } as const;
    notifications.script.next('fail_before');
    expect(await errorOf(notifications.send(message, call('key')))).toMatchObject({ outcome: 'failed' });
    await Promise.all([1, 2, 3].map(() => notifications.send(message, call('key'))));
    await notifications.send({ ...message, template: 'order_confirmed' }, call('key-2'));
    expect(notifications.book().sent.map(({ template, key }) => [template, key])).toEqual([
      ['order_placed', 'key'],
      ['order_confirmed', 'key-2'],
    ]);
  });

  it('clear a session and a cart, and clearing them again is no error', async () => {
    const { options } = outside();
    const checkout = createMemoryCheckout(options);
    const session = { orderId: 'order-1', sessionId: 'session-1', cartId: null };
    await checkout.clear(session, call('key'));
    await checkout.clear(session, call('key'));
    expect(checkout.book()).toMatchObject({
      sessions: ['session-1'],
      carts: [],
      calls: { key: { calls: 2 } },
    });
  });

  it('let orders pass the screen unless the script says otherwise, and answer a key the same way again', async () => {
    const { options } = outside();
    const risk = createMemoryRisk(options);
    const request: RiskRequest = {
      orderId: 'order-1',
      customer: null,
      currency: 'EUR',
      totalMinor: 5,
      lines: [],
      shippingAddress: null,
      billingAddress: null,
      paymentMethods: [],
      paymentTokens: [],
      recent: null,
    };
    risk.script.always('review', { where: { totalMinor: 100_000 }, code: 'large' });
    risk.script.next('reject', { where: { totalMinor: 666 } });
    expect(await risk.screen(request, call('1'))).toMatchObject({ outcome: 'allow', reasons: [] });
    expect(await risk.screen({ ...request, totalMinor: 100_000 }, call('2'))).toMatchObject({
      outcome: 'review',
      reasons: ['large'],
    });
    const rejected = await risk.screen({ ...request, totalMinor: 666 }, call('3'));
    expect(rejected.outcome).toBe('reject');
    expect(await risk.screen({ ...request, totalMinor: 666 }, call('3'))).toEqual(rejected);
  });

  it('know customers and products, and leave out what there is not', async () => {
    const { signal } = new AbortController();
    const customers = createMemoryCustomers([{ customerId: 'c-1', email: 'ada@example.com' }]);
    expect(await customers.get('c-1', { signal })).toMatchObject({ customerId: 'c-1', addresses: [] });
    customers.remove('c-1');
    expect(await customers.get('c-1', { signal })).toBeNull();
    expect(() => customers.set({ customerId: 'c-2', email: 'nonsense' })).toThrow(/email/);

    const mug = { productId: 'p-1', sku: 'MUG', name: 'Mug', currency: 'EUR', unitPriceMinor: 1_250 };
    const catalog = createMemoryCatalog([mug, { ...mug, currency: 'JPY', unitPriceMinor: 2_000 }]);
    expect(await catalog.find(['MUG', 'MUG', 'GONE'], 'EUR', { signal })).toEqual([
      { ...mug, kind: 'physical', releaseAt: null, backorder: null },
    ]);
    expect(await catalog.find(['MUG'], 'JPY', { signal })).toMatchObject([{ unitPriceMinor: 2_000 }]);
    expect(await catalog.find(['MUG'], 'USD', { signal })).toEqual([]);
    catalog.remove('MUG');
    expect(await catalog.find(['MUG'], 'EUR', { signal })).toEqual([]);
  });
});
