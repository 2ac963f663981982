import { readFile } from 'node:fs/promises';
import type { EventInput } from 'statecart';
import { createMemoryClock, createMemoryStore } from 'statecart/adapters/memory';
import { diagram, rulesDiagram, statusDiagram, toMermaid } from 'statecart/diagram';
import {
  type Archetype,
  archetypes,
  beginWalk,
  brokenInvariants,
  brokenStepInvariants,
  chartEdges,
  coverPaths,
  edgesOf,
  extendedArchetypes,
  generatePaths,
  nextEvents,
  type Position,
  takeEvent,
  type WalkStep,
} from 'statecart/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { transition } from 'xstate';
import { pickupCandidates } from '../../examples/extending/candidates.ts';
import { pickupOrder } from '../../examples/extending/pickup.ts';
import { openPickupShop, sendMugs } from '../../examples/extending/shop.ts';
import { pgliteStore } from '../stores/pglite-store.ts';
import { runExample } from '../support/run-program.ts';

const dayMs = 86_400_000;
const embedded = pgliteStore();

describe.each([
  { name: 'memory', open: () => createMemoryStore() },
  { name: 'PGlite', open: () => embedded.store() },
])('an order that is picked up, in $name', ({ open }) => {
  const begin = async () => {
    const clock = createMemoryClock();
    const shop = openPickupShop<never>(open() as never, clock);
    const id = await sendMugs(shop);
    return { ...shop, clock, id };
  };

  it('waits at the counter in a status of its own, and the customer is told once', async () => {
    const { orders, told, id } = await begin();
    const before = await orders.get(id);
    expect(before.axes.status).toBe('shipped');
    expect(before.extension).toEqual({ pickup: null });
    await orders.send(id, { type: 'pickup.arrived', storeId: 'mitte', shelf: '4' });
    await orders.send(id, { type: 'pickup.arrived', storeId: 'mitte', shelf: '4' });
    await orders.drain();
    const waiting = await orders.get(id);
    expect(waiting.axes).toEqual({
      ...before.axes,
      status: 'shipped.on_hold_for_pickup',
      stock: 'confirmed',
    });
    expect(waiting.extension.pickup).toMatchObject({ storeId: 'mitte', shelf: '4', endedAt: null });
    expect(told).toEqual(['your order waits at mitte, on shelf 4']);
    expect((await orders.list({ status: 'shipped.on_hold_for_pickup' })).map((order) => order.id)).toContain(
      id,
    );
    expect((await orders.list({ status: 'shipped' })).map((order) => order.id)).toContain(id);
  });

  it('is delivered when it is collected, and its history has every edge', async () => {
    const { orders, id } = await begin();
    await orders.send(id, { type: 'pickup.arrived', storeId: 'mitte', shelf: '4' });
    const collected = await orders.send(id, { type: 'pickup.collected', collectedBy: 'Ada' });
    expect(collected.axes).toMatchObject({ status: 'delivered', fulfillment: 'delivered' });
    const { history, journal } = await orders.history(id);
    expect(history.map(({ from, to }) => `${from ?? ''}>${to}`)).toEqual([
      '>draft',
      'draft>pending',
      'pending>confirmed',
      'confirmed>processing',
      'processing>shipped',
      'shipped>shipped.on_hold_for_pickup',
      'shipped.on_hold_for_pickup>delivered',
    ]);
    expect(journal.find(({ type }) => type === 'pickup.collected')?.data).toEqual({
      fields: ['collectedBy'],
    });
    expect(journal.find(({ type }) => type === 'pickup.arrived')?.data).toEqual({
      storeId: 'mitte',
      shelf: '4',
    });
  });

  it('may wait longer while it is there, but not for ever: a rule says so, with its limit', async () => {
    const { orders, id } = await begin();
    const early = await orders.trySend(id, { type: 'pickup.extend', days: 1 });
    const ask = orders.updateStatus(id, 'shipped.on_hold_for_pickup');
    await expect(ask).rejects.toThrow('an order stands there by itself: it waits at the counter');
    expect(early).toMatchObject({
      ok: false,
      refusals: [{ rule: 'pickup.extend.within', value: 'shipped' }],
    });
    await orders.send(id, { type: 'pickup.arrived', storeId: 'mitte', shelf: '4' });
    expect(await orders.allowedEvents(id)).toContain('pickup.extend');
    const longer = await orders.send(id, { type: 'pickup.extend', days: 10 });
    expect(longer.deadlines.map(({ name }) => name)).toContain('pickup.expires');
    const asked = { type: 'pickup.extend', days: 5 } as const;
    expect(await orders.explain(id, asked)).toMatchObject({
      allowed: false,
      refusals: [{ rule: 'pickup.extend.limit', code: 'waits_too_long', value: 15, limit: 14 }],
    });
    await expect(orders.send(id, asked)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    await expect(orders.send(id, { ...asked, days: 99 })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  });

  it('turns back when nobody comes: its deadline is reached', async () => {
    const { orders, clock, id } = await begin();
    await orders.send(id, { type: 'pickup.arrived', storeId: 'mitte', shelf: '4' });
    await clock.advance(7 * dayMs + 1);
    await orders.drain();
    const back = await orders.get(id);
    expect(back.axes.status).toBe('shipped');
    expect(back.shipments.map(({ stage }) => stage)).toEqual(['returned_to_sender']);
    expect(back.extension.pickup?.endedAt).not.toBeNull();
  });

  it('takes its facts as messages, too, and records what does not fit for people to see', async () => {
    const { orders, id } = await begin();
    const message = { specversion: '1.0', source: 'counter', subject: id } as const;
    await orders.receive({ ...message, id: 'c-1', type: 'pickup.collected', data: {} });
    const { journal } = await orders.history(id);
    expect(journal.at(-1)).toMatchObject({ outcome: 'anomaly', anomaly: { code: 'not_at_the_counter' } });
    await orders.receive({
      ...message,
      id: 'c-2',
      type: 'pickup.arrived',
      data: { storeId: 'mitte', shelf: '4' },
    });
    expect((await orders.get(id)).axes.status).toBe('shipped.on_hold_for_pickup');
  });

  it('refuses a field that no extension has, when an order is created', async () => {
    const { orders } = await begin();
    const input = { currency: 'EUR', lines: [], extension: { parcel: 1 } };
    await expect(orders.createDraft(input as never)).rejects.toThrow('extension: Unrecognized key: "parcel"');
  });
});

describe('the state graph with pick-up', () => {
  const [archetype] = extendedArchetypes(
    pickupOrder,
    archetypes.filter(({ name }) => name === 'paid at once'),
    pickupCandidates,
  );
  const seen: WalkStep[] = [];
  const broken: string[] = [];
  beforeAll(() => {
    if (archetype) lookAround(shippedOf(archetype), seen, broken);
  });

  it('breaks no invariant around the own status, whatever comes', () => {
    expect(broken).toEqual([]);
    expect(seen.length).toBeGreaterThan(500);
  });

  it('takes each event of the base and of the extension in the own status', () => {
    const there = seen.filter(({ before }) => String(before.axes.status) === own);
    const came = new Set<string>(there.map(({ event }) => event.type));
    const answers = (type: string) =>
      [...new Set(there.filter(({ event }) => event.type === type).map(({ outcome }) => outcome))].sort();
    expect([...came]).toEqual(
      expect.arrayContaining(['order.cancel', 'shipment.delivered', 'deadline.reached']),
    );
    expect(answers('pickup.arrived')).toEqual(['duplicate']);
    expect(answers('pickup.collected')).toEqual(['applied']);
    expect(answers('pickup.extend')).toEqual(['applied', 'refused']);
  });

  it('enters and leaves the own status by every edge of its statechart', () => {
    const taken = new Set(seen.flatMap(edgesOf).map(({ axis, from, to }) => `${axis}: ${from}>${to}`));
    const declared = chartEdges(archetype?.walked?.order)
      .filter(({ axis, from, to }) => axis === 'status' && [from, to].includes(own))
      .map(({ axis, from, to }) => `${axis}: ${from}>${to}`);
    expect(declared).toEqual([`status: shipped>${own}`, `status: ${own}>shipped`]);
    expect([...taken]).toEqual(expect.arrayContaining(declared));
  });

  it("comes to the states that XState's own machine with its nested states comes to", () => {
    let compared = 0;
    for (const { before, event, outcome, position } of seen) {
      if (event.type === 'deadline.reached' || (outcome !== 'applied' && outcome !== 'anomaly')) continue;
      const [next] = transition(pickupOrder.machine, pickupOrder.snapshotOf(before), event);
      expect(next.value).toEqual(pickupOrder.snapshotOf(position.order).value);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(50);
  });

  it('is explored by the generator of paths like that of the base', () => {
    const walked = archetype ? [archetype] : [];
    const { paths, violations } = generatePaths({ archetypes: walked, strolls: 0, expansions: 1, rounds: 0 });
    expect(violations).toEqual([]);
    expect(coverPaths(walked, paths).steps).toBeGreaterThan(10);
  });
});

const own = 'shipped.on_hold_for_pickup';

/** An order of the archetype whose parcel has left. */
function shippedOf(archetype: Archetype): Position {
  let at = beginWalk(archetype, 'order-1');
  const come = (event: EventInput) => {
    at = takeEvent(at, { name: event.type, event, type: event.type }).position;
  };
  const allocations = at.order.lines.map(({ id, quantity }) => ({
    lineId: id,
    quantity,
    warehouseId: 'berlin',
  }));
  come({ type: 'order.submit', number: 'SC-1', allocations });
  for (const { id } of at.order.reservations) come({ type: 'stock.reserved', reservationId: id });
  const amountMinor = at.order.totals.totalMinor;
  for (const { id } of at.order.payments) come({ type: 'payment.captured', paymentId: id, amountMinor });
  for (const { id } of at.order.fulfillments) come({ type: 'fulfillment.shipped', fulfillmentId: id });
  return at;
}

/** Takes every event that could come, from each kind of order that three events lead to. */
function lookAround(from: Position, seen: WalkStep[], broken: string[]): void {
  const kinds = new Set<string>();
  let ring = [from];
  for (let depth = 0; depth < 3; depth += 1) {
    const next: Position[] = [];
    for (const position of ring)
      for (const event of nextEvents(position.order, position.walked)) {
        const step = takeEvent(position, event);
        seen.push(step);
        const { order } = step.position;
        const ofStep =
          step.result === null ? [] : brokenStepInvariants(step.before, step.result, step.event, pickupOrder);
        broken.push(...brokenInvariants(order, pickupOrder), ...ofStep);
        const { axes, extension } = order;
        const more = (extension['pickup'] as { readonly moreDays?: number } | null)?.moreDays;
        const kind = JSON.stringify([axes.status, axes.fulfillment, extension['pickup'] === null, more]);
        if (kinds.has(kind)) continue;
        kinds.add(kind);
        next.push(step.position);
      }
    ring = next;
  }
}

it('is drawn: the own status stands in the one of the base that it is part of', async () => {
  const { machine, rules } = pickupOrder;
  const drawn = statusDiagram({ machine });
  expect(drawn.groups.map(({ id }) => id)).toEqual(['shipped']);
  expect(drawn.nodes.map(({ id }) => id)).toContain('shipped.on_hold_for_pickup');
  const clock = createMemoryClock();
  const shop = openPickupShop(createMemoryStore(), clock);
  const id = await sendMugs(shop);
  await shop.orders.send(id, { type: 'pickup.arrived', storeId: 'mitte', shelf: '4' });
  const { history, journal } = await shop.orders.history(id);
  const order = await shop.orders.get(id);
  const own = diagram(order, { machine, history, journal });
  expect(own.nodes.filter(({ mark }) => mark === 'current').map((node) => node.id)).toEqual([
    'shipped.on_hold_for_pickup',
  ]);
  expect(toMermaid(own)).toContain('on_hold_for_pickup');
  const taken = own.edges.filter((way) => way.taken).map(({ from, to }) => `${from}>${to}`);
  expect(taken).toContain('processing>shipped');
  expect(taken).toContain('shipped.otherwise>shipped.on_hold_for_pickup');
  const collected = await shop.orders.send(id, { type: 'pickup.collected' });
  const whole = diagram(collected, { machine, ...(await shop.orders.history(id)) });
  expect(whole.edges.filter((way) => way.taken).map(({ from, to }) => `${from}>${to}`)).toContain(
    'shipped>delivered',
  );
  const plain = await sendMugs(shop);
  const shipped = diagram(await shop.orders.get(plain), { machine });
  expect(shipped.nodes.filter(({ mark }) => mark === 'current').map((node) => node.id)).toEqual([
    'shipped.otherwise',
  ]);
  const asked = rulesDiagram({ machine, rules: rules.rules });
  expect(asked.nodes.map((node) => node.id)).toContain('pickup.extend');
});

it('is a program that prints what its README says', async () => {
  const readme = await readFile('examples/extending/README.md', 'utf8');
  const output = /```text\n([\s\S]*?)```/.exec(readme)?.[1];
  const ended = await runExample('examples/extending/main.ts');
  expect(ended).toEqual({ code: 0, out: output, err: '' });
});
