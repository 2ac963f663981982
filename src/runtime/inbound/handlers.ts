import * as z from 'zod';
import { type FactInput, type FactType, factTypes, parseAs } from '../../machine/index.ts';
import type { InboundEvent } from './cloud-event.ts';
import { fulfillmentFact } from './fulfillment-status.ts';

/** What a message means: a fact, for an order. */
export interface InboundFact {
  /** The order's id or number. @defaultValue the message's `subject`, or `orderId` or `orderNumber` in its data */
  readonly orderRef?: string;
  readonly fact: FactInput;
}

/**
 * Reads one type of message. `null`: it changes nothing.
 *
 * @example
 * import { createOrders, type InboundHandler } from 'statecart';
 *
 * const parcelScanned: InboundHandler = ({ data }) =>
 *   data.scan === 'handed_over'
 *     ? {
 *         orderRef: String(data.reference),
 *         fact: { type: 'shipment.delivered', shipmentId: String(data.parcel) },
 *       }
 *     : null;
 * const orders = createOrders({ store, ports, handlers: { 'carrier.scanned': parcelScanned } });
 */
export type InboundHandler = (event: InboundEvent) => InboundFact | null;
/** Handlers by CloudEvent type. */
export type InboundHandlers = Readonly<Record<string, InboundHandler>>;

/** Facts that only the runtime itself knows: nobody outside may claim that a deadline has come. */
const ownFacts: readonly FactType[] = ['deadline.reached', 'operation.unknown'];

const confirmed = z.looseObject({ status: z.enum(['captured', 'authorized']).default('captured') });
const decided = z.looseObject({ status: z.enum(['won', 'lost']) });
const failed = z.looseObject({ code: z.string().default('payment_failed') });
const progress = z.looseObject({
  status: z.enum(['pending', 'planning', 'picking', 'packing', 'shipped', 'completed', 'cancelled']),
  fulfillmentId: z.string(),
});

/**
 * How the names of the outside are read. Besides them every fact of the statechart is taken under its own name, with its
 * payload as the data.
 */
const outsideNames: InboundHandlers = {
  /** Captured, unless the body says that it was only authorized. */
  'payment.confirmed'(event) {
    const { status, ...fact } = parseAs(confirmed, payloadOf(event), 'the data of payment.confirmed');
    return status === 'authorized'
      ? asFact('payment.authorized', fact)
      : asFact('payment.captured', without(fact, 'expiresAt'));
  },
  'payment.failed': (event) =>
    asFact('payment.failed', parseAs(failed, payloadOf(event), 'the data of payment.failed')),
  'payment.processing': (event) => asFact('payment.pending', payloadOf(event)),
  'payment.requires_action': (event) => asFact('payment.action_required', payloadOf(event)),
  'dispute.opened': (event) => asFact('chargeback.opened', payloadOf(event)),
  /** Decided by a bank: the body says for whom. */
  'dispute.closed'(event) {
    const { status, ...fact } = parseAs(decided, payloadOf(event), 'the data of dispute.closed');
    return asFact(`chargeback.${status}`, fact);
  },
  'refund.completed': (event) => asFact('payment.refunded', payloadOf(event)),
  /** The parcel may be named by its tracking number. */
  'delivery.confirmed': (event) => asFact('shipment.delivered', parcelNamed(payloadOf(event))),
  /** `pending` changes nothing. */
  'fulfillment.status_changed'(event) {
    const { status, ...fact } = parseAs(progress, payloadOf(event), 'the data of fulfillment.status_changed');
    const meant = fulfillmentFact(fact.fulfillmentId, status, null);
    return meant === null ? null : asFact(meant.type as FactType, { ...fact, ...meant, ...reasonOf(fact) });
  },
};

/** The handlers of a runtime: the user's own, then the names of the outside, then our facts. */
export function handlersOf(
  custom: InboundHandlers,
  tracking: InboundHandler,
  types: readonly string[] = factTypes,
): ReadonlyMap<string, InboundHandler> {
  const facts = (types as readonly FactType[]).filter((type) => !ownFacts.includes(type));
  const own = facts.map((type): [string, InboundHandler] => [
    type,
    (event) => asFact(type, payloadOf(event)),
  ]);
  return new Map([
    ...own,
    ...Object.entries(outsideNames),
    ['tracking.updated', tracking],
    ...Object.entries(custom),
  ]);
}

/** The payload of a message about a parcel, which may name it by its tracking number. */
function parcelNamed(payload: Record<string, unknown>): Record<string, unknown> {
  const { trackingNumber, ...rest } = payload;
  return trackingNumber === undefined ? rest : { shipmentId: trackingNumber, ...rest };
}

function reasonOf({ reason }: Record<string, unknown>): Record<string, unknown> {
  return reason === undefined ? {} : { reason };
}

/** The data of a message without what names the order. */
function payloadOf(event: InboundEvent): Record<string, unknown> {
  return without(event.data, 'orderId', 'orderNumber');
}

function without(data: Record<string, unknown>, ...names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([name]) => !names.includes(name)));
}

/** Not checked yet: the statechart's own schema does that before anything is stored. */
function asFact(type: FactType, payload: Record<string, unknown>): InboundFact {
  return { fact: { ...payload, type } as unknown as FactInput };
}
