import { createOrders, isOrderError, type OrdersOptions } from 'statecart';
import {
  type AnyExtension,
  baseOrder,
  type ComposedOrder,
  extendOrder,
  type OrderEvent,
} from 'statecart/machine';
import { archetypes, beginWalk, draftOf, walkMeta, walkStart } from 'statecart/testing';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { pickupOrder } from '../../../examples/extending/pickup.ts';
import { openShop } from '../../runtime/setup.ts';

const empty = z.strictObject({});
const [archetype] = archetypes;

/** What is wrong with an extension, in words. Given as JavaScript would: the compiler finds most of it before. */
function problemsOf(extension: object, base: unknown = baseOrder): readonly string[] {
  try {
    extendOrder(base as ComposedOrder, { name: 'gift', ...extension } as never);
    return [];
  } catch (error) {
    if (!isOrderError(error, 'OPTIONS_INVALID')) throw error;
    return error.problems.map(({ path, message }) => `${path} ${message}`);
  }
}

describe('an extension is refused when the order is composed', () => {
  it('for a name that the base has: of an event, a command, a deadline, a published event, a rule', () => {
    const rule = { id: 'payment.capture.review', about: '', codes: [], state: () => null };
    const due = { due: () => null, reached: () => null };
    expect(
      problemsOf({
        facts: { 'payment.captured': empty },
        requests: { 'order.cancel': empty },
        commands: { 'stock.reserve': empty },
        deadlines: { 'draft.expires': due },
        published: { 'order.placed': () => ({}) },
        take: { 'payment.captured': () => null, 'order.cancel': () => null },
        fill: { 'stock.reserve': () => ({}) },
        rules: { 'order.submit': [rule] },
      }),
    ).toEqual([
      'gift.requests["order.cancel"] is a name that the base has for an event already; take another',
      'gift.facts["payment.captured"] is a name that the base has for an event already; take another',
      'gift.commands["stock.reserve"] is a name that the base has for a command already; take another',
      'gift.deadlines["draft.expires"] is a name that the base has for a deadline already; take another',
      'gift.published["order.placed"] is a name that the base has for a published event already; take another',
      'gift.rules["order.submit"][0].id is a name that the base has for a rule already; take another',
    ]);
  });

  it('for a name that another extension has, of a field and a state, too', () => {
    const state = { about: 'it waits', when: () => false };
    expect(
      problemsOf(
        {
          fields: { pickup: z.string().default('') },
          states: { 'status.shipped.on_hold_for_pickup': state },
          facts: { 'pickup.arrived': empty },
          take: { 'pickup.arrived': () => null },
        },
        pickupOrder,
      ),
    ).toEqual([
      'gift.fields["pickup"] is a name that the extension "pickup" has for a field already; take another',
      'gift.facts["pickup.arrived"] is a name that the extension "pickup" has for an event already; take another',
      'gift.states["status.shipped.on_hold_for_pickup"] is a name that the extension "pickup" has for a state already; take another',
    ]);
    expect(problemsOf({ name: 'pickup' }, pickupOrder)).toContain(
      'pickup is the name of two extensions; give each its own',
    );
  });

  it('for a state that stands nowhere, a field that old orders lack, and what is missing or belongs to nothing', () => {
    expect(
      problemsOf({
        fields: { wrapped: z.boolean() },
        facts: { 'gift.wrapped': z.strictObject({ type: z.string() }), 'xstate.stop ': empty },
        commands: { 'gift.wrap': empty },
        states: {
          'status.waiting.somewhere': { about: '', when: () => true },
          'status.shipped.otherwise': { about: '', when: () => true },
        },
        take: { 'gift.lost': () => null },
        within: { 'gift.open': ['shipped'] },
        rules: { 'payment.captured': [] },
      }),
    ).toEqual([
      expect.stringContaining('gift.facts["xstate.stop "] is no name of an event'),
      expect.stringContaining('gift.fields["wrapped"] has no default'),
      expect.stringContaining('gift.take["gift.wrapped"] is missing'),
      expect.stringContaining('gift.take["xstate.stop "] is missing'),
      'gift.take["gift.lost"] is no event of this extension',
      'gift.the payload of "gift.wrapped" has a field "type", which every event has already',
      expect.stringContaining('gift.fill["gift.wrap"] is missing'),
      expect.stringContaining(
        'gift.states["status.waiting.somewhere"] is not an axis, a state of the base on it',
      ),
      expect.stringContaining('gift.states["status.shipped.otherwise"] is called otherwise'),
      'gift.within["gift.open"] is no request of this extension',
      'gift.rules["payment.captured"] is neither a request of this extension nor of the base',
    ]);
  });

  it('by createOrders, when nobody performs its commands', () => {
    const shop = openShop();
    const order = pickupOrder as unknown as NonNullable<OrdersOptions['order']>;
    expect(() => shop.another({ order })).toThrow(
      'ports.commands.pickup.announce: is missing: an extension of the order asks for this command',
    );
    const commands = { 'pickup.announce': { perform: async () => {} } };
    expect(() =>
      createOrders({ ...optionsOf(), ports: { ...optionsOf().ports, commands } as OrdersOptions['ports'] }),
    ).toThrow('ports.commands.pickup.announce: is no command of an extension of the order');
  });
});

describe('a composed order', () => {
  const order = archetype ? beginWalk(archetype, 'order-1').order : null;
  const meta = walkMeta(1, walkStart + 1_000);

  it('leaves the base as it was: no event of an extension, and the same answers', () => {
    expect(() => baseOrder.parseEvent({ type: 'pickup.arrived' }, meta)).toThrow(
      'is not an event of an order',
    );
    const touch = pickupOrder.parseEvent({ type: 'draft.touch' }, meta);
    const both = [baseOrder, pickupOrder].map(({ step }) => order && step(order, touch));
    expect(both[1]).toEqual({
      ...both[0],
      order: { ...both[0]?.order, extension: { pickup: null, ...both[0]?.order.extension } },
    });
  });

  it('completes orders that were there before the extension, and they go on', () => {
    const old = order && { ...order, extension: { note: 'kept' } };
    const upgraded = old && pickupOrder.upgrade(old);
    expect(upgraded?.extension).toEqual({ pickup: null, note: 'kept' });
    expect(upgraded && pickupOrder.upgrade(upgraded)).toBe(upgraded);
  });

  it('refuses an order in a state that none of its extensions has, and says which those are', () => {
    const strange = order && { ...order, axes: { ...order.axes, status: 'draft.on_paper' } };
    const take = () =>
      pickupOrder.step(strange as never, pickupOrder.parseEvent({ type: 'draft.touch' }, meta));
    expect(take).toThrow(
      '`draft.on_paper` on the axis status, a state that the composed order does not have: its extensions are pickup',
    );
  });

  it('writes nothing when an extension leaves a field that its schema does not take', () => {
    const faulty = extendOrder(baseOrder, {
      name: 'faulty',
      fields: { size: z.number().max(3).default(0) },
      facts: { 'size.measured': empty },
      take: { 'size.measured': () => ({ fields: { size: 9 } }) },
    });
    const heard = faulty.parseEvent({ type: 'size.measured' }, meta);
    expect(() => order && faulty.step(order, heard)).toThrow(
      'with fields that their schemas do not take: extension.size',
    );
  });

  it('may begin in a state of an extension, and go through states on several axes', () => {
    const twofold = extendOrder(baseOrder, {
      name: 'twofold',
      fields: { deep: z.boolean().default(false) },
      facts: { 'look.deeper': empty },
      axis: 'review',
      states: {
        'status.draft.quoted': { about: 'it is an offer', when: ({ extension }) => !extension.deep },
        'review.not_started.deep': {
          about: 'it is looked at twice',
          when: ({ extension }) => extension.deep,
        },
      },
      take: { 'look.deeper': ({ extension }) => (extension.deep ? null : { fields: { deep: true } }) },
    });
    const draft = archetype && twofold.draftSchema.parse(draftOf(archetype, 'order-1'));
    const created = draft && twofold.createOrder(draft, walkMeta(0, walkStart));
    expect(created?.order.axes).toMatchObject({ status: 'draft.quoted', review: 'not_started' });
    expect(created?.history.map(({ from, to }) => [from, to])).toEqual([
      [null, 'draft'],
      ['draft', 'draft.quoted'],
    ]);
    expect(created?.events.map(({ type, sequence }) => [type, sequence])).toEqual([
      ['order.created', 1],
      ['order.status_changed', 2],
    ]);
    const deeper: OrderEvent = twofold.parseEvent({ type: 'look.deeper' }, meta);
    const looked = created && twofold.step(created.order, deeper);
    expect(looked?.order.axes).toMatchObject({ status: 'draft', review: 'not_started.deep' });
    expect(looked?.history.map(({ from, to }) => [from, to])).toEqual([['draft.quoted', 'draft']]);
    expect(looked?.journal[0]?.changes).toEqual([
      'status: draft.quoted>draft',
      'review: not_started>not_started.deep',
    ]);
    expect(looked && twofold.step(looked.order, deeper).outcome).toBe('duplicate');
  });

  it('names its extensions, so that others can see what it is made of', () => {
    const names = (of: { readonly extensions: readonly AnyExtension[] }) =>
      of.extensions.map(({ name }) => name);
    expect(names(extendOrder(pickupOrder, { name: 'more' }))).toEqual(['pickup', 'more']);
    expect(names(baseOrder)).toEqual([]);
  });
});

function optionsOf(): OrdersOptions {
  const { store, world } = openShop();
  const { payments: payment, warehouse, fulfillment, shipping } = world;
  return { store: store as never, ports: { payment, warehouse, fulfillment, shipping } };
}
