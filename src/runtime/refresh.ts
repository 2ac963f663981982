import * as z from 'zod';
import { OrderError } from '../errors/index.ts';
import { type FactInput, type Order, parseAs, type Shipment } from '../machine/index.ts';
import {
  fulfillmentStatus,
  ownVocabulary,
  type RatesRequest,
  type ShippingRate,
  scanFact,
  shippingRate,
  tracking,
} from '../ports/index.ts';
import { attempt, orderOf } from './attempt.ts';
import { ask } from './call.ts';
import type { Context } from './context.ts';
import type { CreateInput } from './create-input.ts';
import { fulfillmentFact } from './inbound/fulfillment-status.ts';
import { loadStored } from './load.ts';
import { callerOf, stamp } from './meta.ts';
import { defaultTimeoutMs } from './options.ts';
import { planEvent } from './plan.ts';
import { checkAddresses, isWrittenOut } from './prepare/addresses.ts';
import { askCustomer } from './prepare/customer.ts';
import { refuseProblems } from './prepare/refuse-problems.ts';
import { createReads } from './reads.ts';
import type { SendOptions } from './requests.ts';

const call = (signal: AbortSignal) => ({ signal, traceparent: null });

/** The methods that ask warehouse and carrier how far they are, and what they would ask. */
export function createRefresh(context: Context) {
  const { shipping, fulfillment } = context.ports;
  const reads = createReads(context);
  const sendFact = async (
    orderId: string,
    fact: FactInput,
    eventId: string | null,
    options: SendOptions,
  ): Promise<Order> => {
    const { meta, ...payload } = fact;
    const caller = eventId === null ? options : { ...options, eventId };
    const event = context.order.parseEvent(payload, stamp(context, callerOf(meta, caller)));
    return orderOf(await attempt(context, orderId, planEvent(event), { named: eventId !== null }));
  };

  return {
    async shippingRates(of: string | CreateInput): Promise<readonly ShippingRate[]> {
      const rates = shipping.rates?.bind(shipping);
      if (rates === undefined) throw missing('shippingRates', 'shipping', 'rates');
      const request = typeof of === 'string' ? ofOrder(await reads.get(of)) : await ofInput(context, of);
      if (request.lines.length === 0) return [];
      const offers = await ask(context.clock, {
        what: 'shipping.rates',
        timeoutMs: shipping.timeoutMs ?? defaultTimeoutMs,
        run: async (signal) => z.array(shippingRate).parse(await rates(request, call(signal))),
      });
      return offers.filter(({ currency }) => currency === request.currency);
    },

    async refreshTracking(orderId: string, options: SendOptions = {}): Promise<Order> {
      const track = shipping.track?.bind(shipping);
      if (track === undefined) throw missing('refreshTracking', 'shipping', 'track');
      let order = await reads.get(orderId);
      const known = new Set(
        (await reads.tracking(orderId)).map(({ shipmentId, id }) => `${shipmentId} ${id}`),
      );
      for (const shipment of order.shipments.filter(isFollowed)) {
        const { id: shipmentId, carrier, trackingNumber, reference } = shipment;
        const answer = await ask(context.clock, {
          what: 'shipping.track',
          timeoutMs: shipping.timeoutMs ?? defaultTimeoutMs,
          run: async (signal) =>
            tracking
              .nullable()
              .parse(await track({ orderId, shipmentId, carrier, trackingNumber, reference }, call(signal))),
        });
        const scans = [...(answer?.scans ?? [])].sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
        for (const scan of scans) {
          const { estimatedDeliveryAt = null } = answer ?? {};
          const fact = scanFact(shipping.vocabulary ?? ownVocabulary, {
            ...scan,
            shipmentId,
            estimatedDeliveryAt,
          });
          const key = `${shipmentId} ${fact.scan.id}`;
          if (known.has(key)) continue;
          order = await sendFact(orderId, fact, await context.options.sha256(`scan ${key}`), options);
        }
      }
      return order;
    },

    async refreshFulfillment(orderId: string, options: SendOptions = {}): Promise<Order> {
      const get = fulfillment.get?.bind(fulfillment);
      if (get === undefined) throw missing('refreshFulfillment', 'fulfillment', 'get');
      let { order } = await loadStored(context.store, (await reads.get(orderId)).id, context.order);
      for (const { id: fulfillmentId, warehouseId, reference, stage } of order.fulfillments) {
        if (['cancelled', 'completed'].includes(stage)) continue;
        const answer = await ask(context.clock, {
          what: 'fulfillment.get',
          timeoutMs: fulfillment.timeoutMs ?? defaultTimeoutMs,
          run: async (signal) =>
            fulfillmentStatus
              .nullable()
              .parse(await get({ orderId, fulfillmentId, warehouseId, reference }, call(signal))),
        });
        const fact = answer && fulfillmentFact(fulfillmentId, answer.status, answer.reason);
        if (!fact) continue;
        const occurredAt = answer.at === null ? {} : { meta: { occurredAt: answer.at } };
        order = await sendFact(orderId, { ...fact, ...occurredAt } as FactInput, null, options);
      }
      return order;
    },
  };
}

/** Whether a carrier may still have news of a parcel. */
function isFollowed({ stage, settlement, trackingNumber, reference }: Shipment): boolean {
  const over = ['planned', 'requested', 'delivered', 'cancelled', 'failed', 'received_back'].includes(stage);
  return !over && settlement !== 'written_off' && (trackingNumber !== null || reference !== null);
}

function ofOrder(order: Order): RatesRequest {
  return {
    orderId: order.id,
    currency: order.currency,
    lines: order.lines
      .filter(({ kind }) => kind === 'physical')
      .map(({ id, sku, quantity }) => ({ lineId: id, sku, quantity })),
    address: order.addresses.shipping && { ...order.addresses.shipping },
  };
}

/** What an order to be is asked for as; an address that is only named is looked up. */
async function ofInput(context: Context, input: CreateInput): Promise<RatesRequest> {
  const draft = parseAs(context.createInput, input, 'the order');
  const { id = null, currency, lines } = draft;
  const customer = await askCustomer(context, draft.customer);
  const { given, problems } = await checkAddresses(context, customer, {
    shippingAddress: draft.shippingAddress,
  });
  refuseProblems('no rates can be asked for', problems);
  const { shippingAddress } = given;
  return {
    orderId: id,
    currency,
    lines: lines
      .filter(({ kind }) => kind === 'physical')
      .map(({ id: lineId, sku, quantity }) => ({ lineId, sku, quantity })),
    address: isWrittenOut(shippingAddress) ? shippingAddress : null,
  };
}

function missing(method: string, port: string, capability: string): OrderError {
  return new OrderError(
    'NOT_ALLOWED',
    `orders.${method} needs the method \`${capability}\` of the ${port} port, and the one that was given does not have it. Add it, or do without.`,
    { retry: 'afterFix', details: { port, method: capability } },
  );
}
