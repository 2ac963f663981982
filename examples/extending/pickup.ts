import { baseOrder, extendOrder, type Order } from 'statecart/machine';
import * as z from 'zod';

const dayMs = 86_400_000;
/** How long a parcel waits at the counter, and how much longer a customer may ask for, over all. */
const holdDays = 7;
const maxMoreDays = 14;

/** Where the order waits, and until when; `null`: it does not, or does not yet. */
const pickup = z
  .strictObject({
    storeId: z.string().min(1),
    shelf: z.string().min(1),
    arrivedAt: z.number().int(),
    until: z.number().int(),
    moreDays: z.number().int(),
    endedAt: z.number().int().nullable(),
  })
  .nullable()
  .default(null);

/** Parcels that have neither arrived at the customer nor turned back. */
function underWay(order: Pick<Order, 'shipments'>) {
  return order.shipments.filter(({ stage }) =>
    ['dispatched', 'in_transit', 'available_for_pickup'].includes(stage),
  );
}

/**
 * Orders that are picked up at a counter: `shipped` until the customer comes, and meanwhile `shipped.on_hold_for_pickup`.
 * The counter reports that parcels arrived and were collected; customers may ask for more time; when the time is over the
 * parcels go back to the sender, and the base takes over from there.
 */
export const pickupOrder = extendOrder(baseOrder, {
  name: 'pickup',

  fields: { pickup },
  facts: {
    /** The parcels of the order stand on a shelf. */
    'pickup.arrived': z.strictObject({ storeId: z.string().min(1), shelf: z.string().min(1) }),
    /** The customer was there, with the code. */
    'pickup.collected': z.strictObject({ collectedBy: z.string().nullable().default(null) }),
  },
  requests: {
    /** The customer needs more time. */
    'pickup.extend': z.strictObject({ days: z.number().int().min(1).max(maxMoreDays) }),
  },
  commands: {
    /** The counter tells the customer that their order is there. */
    'pickup.announce': z.strictObject({
      orderId: z.string(),
      storeId: z.string(),
      shelf: z.string(),
      until: z.number(),
    }),
  },
  personal: ['pickup.collected'],
  within: { 'pickup.extend': ['shipped.on_hold_for_pickup'] },

  states: {
    'status.shipped.on_hold_for_pickup': {
      about: 'it waits at the counter',
      when: ({ extension }) => extension.pickup !== null && extension.pickup.endedAt === null,
      enter: (order) => ({
        commands: [{ type: 'pickup.announce', ref: order.id }],
        published: [{ type: 'order.pickup_ready', ref: null }],
      }),
    },
  },
  published: {
    'order.pickup_ready': ({ extension }) => ({
      storeId: extension.pickup?.storeId ?? null,
      until: extension.pickup?.until ?? null,
    }),
  },
  deadlines: {
    'pickup.expires': {
      due: ({ extension, axes }) =>
        axes.status === 'shipped' && extension.pickup !== null && extension.pickup.endedAt === null
          ? { at: extension.pickup.until }
          : null,
      reached: (order, { meta }) => {
        const { pickup: waiting } = order.extension;
        if (waiting === null || waiting.endedAt !== null) return null;
        return {
          fields: { pickup: { ...waiting, endedAt: meta.receivedAt } },
          facts: underWay(order).map(({ id }) => ({ type: 'shipment.returned_to_sender', shipmentId: id })),
        };
      },
    },
  },

  take: {
    'pickup.arrived': (order, { storeId, shelf, meta }) => {
      if (order.extension.pickup !== null) return null;
      const parcels = underWay(order);
      if (parcels.length === 0)
        return {
          anomaly: {
            code: 'nothing_to_pick_up',
            message: `no parcel of the order is on its way to ${storeId}`,
          },
        };
      const arrivedAt = meta.receivedAt;
      const until = arrivedAt + holdDays * dayMs;
      return {
        fields: { pickup: { storeId, shelf, arrivedAt, until, moreDays: 0, endedAt: null } },
        facts: parcels.map(({ id }) => ({ type: 'shipment.available_for_pickup', shipmentId: id })),
      };
    },
    'pickup.collected': (order, { meta }) => {
      const { pickup: waiting } = order.extension;
      if (waiting === null)
        return { anomaly: { code: 'not_at_the_counter', message: 'the order did not wait at a counter' } };
      if (waiting.endedAt !== null) return null;
      return {
        fields: { pickup: { ...waiting, endedAt: meta.receivedAt } },
        facts: underWay(order).map(({ id }) => ({ type: 'shipment.delivered', shipmentId: id })),
      };
    },
    'pickup.extend': ({ extension }, { days }) =>
      extension.pickup === null
        ? null
        : {
            fields: {
              pickup: {
                ...extension.pickup,
                until: extension.pickup.until + days * dayMs,
                moreDays: extension.pickup.moreDays + days,
              },
            },
          },
  },
  fill: {
    'pickup.announce': ({ id, extension }) => ({
      orderId: id,
      storeId: extension.pickup?.storeId ?? '',
      shelf: extension.pickup?.shelf ?? '',
      until: extension.pickup?.until ?? 0,
    }),
  },
  rules: {
    'pickup.extend': [
      {
        id: 'pickup.extend.limit',
        about: `A parcel waits at most ${maxMoreDays} days longer, over all.`,
        codes: ['waits_too_long'],
        payload: ({ extension }, { days }) => {
          const asked = (extension.pickup?.moreDays ?? 0) + days;
          return asked <= maxMoreDays
            ? null
            : {
                code: 'waits_too_long',
                reason: `it would wait ${asked} days longer`,
                value: asked,
                limit: maxMoreDays,
              };
        },
      },
    ],
  },
});
