import type { JsonObject, MinorUnits } from '../../../machine/index.ts';
import {
  type CancelShipmentRequest,
  type CreateShipmentRequest,
  ownVocabulary,
  type ShippingAnswer,
  type ShippingPort,
  shippingRequests,
} from '../../../ports/index.ts';
import { type CallRow, type Case, type DeskOptions, openDesk } from '../simulation/desk.ts';
import { createOutside, type Outside, type OutsideOptions } from '../simulation/outside.ts';
import { type Rule, rejection, type Script } from '../simulation/script.ts';
import { tellingOf, tellings } from '../simulation/telling.ts';
import { createCarrier, type ParcelPace } from './carrier.ts';
import type { ParcelFate, ParcelRow } from './carrier-book.ts';
import { labelled, later, settleShipments } from './shipping-outcomes.ts';

/** What a simulated carrier is made from. */
export interface ShippingOptions extends DeskOptions {
  /** Whether parcels go on by themselves once they have a label. @defaultValue true */
  readonly autopilot?: boolean;
  readonly pace?: ParcelPace;
  /** The carrier's name. @defaultValue 'memory-post' */
  readonly carrier?: string;
  /** What it asks, by service, in minor units of whatever currency. @defaultValue standard 490, express 990 */
  readonly rates?: { readonly [service: string]: MinorUnits };
}

/** A simulated carrier. */
export interface MemoryShipping extends ShippingPort {
  readonly rates: NonNullable<ShippingPort['rates']>;
  readonly track: NonNullable<ShippingPort['track']>;
  readonly script: Script;
  /** The carrier's own view. `parcels`: by shipment; `calls`: by key. */
  book(): {
    readonly parcels: { readonly [shipmentId: string]: ParcelRow };
    readonly calls: { readonly [key: string]: CallRow };
  };
}

/**
 * Makes a carrier in memory, with a book of its own.
 *
 * A parcel with a label goes on by itself and is reported: `shipment.dispatched`, `shipment.in_transit`,
 * `shipment.delivered`. A label is cancelled until the parcel leaves; a parcel that has left is called back if the
 * request knows that it has (`dispatched`), until it has arrived. What a request has to be collected is had at the door and
 * paid out to the provider's account. The same key has its effect once and gets the same answer.
 *
 * The script knows `reject`, `pending`, `exception` (then delivered after all), `lose_parcel`, `turn_up` (lost, and
 * delivered after all), `return_to_sender`, `come_back` (and received there), `damage_parcel`, `refuse_cancel`,
 * `not_collected` (delivered, but the money was not had), `silent`, `out_of_order`, `duplicate_fact`, `late_fact`, `delay`, `fail_before`, `lose_answer`, by
 * the methods `createShipment`, `cancelShipment`, `find`. How a parcel goes on is decided by its creation.
 *
 * @throws PortError as the script says; `invalid_request`, `key_reused` (`never`, `failed`).
 * @example
 * import { createMemoryClock, createMemoryShipping } from 'statecart/adapters/memory';
 * const shipping = createMemoryShipping({ clock: createMemoryClock(), deliver: (event) => console.log(event.type) });
 * shipping.script.next('lose_parcel');
 */
export function createMemoryShipping(
  options: ShippingOptions & Omit<OutsideOptions, 'onChange'>,
): MemoryShipping {
  return shippingOf(createOutside(options), options);
}

/** The carrier of a world. */
export function shippingOf(outside: Outside, options: ShippingOptions): MemoryShipping {
  const { library } = outside;
  const desk = openDesk(outside, 'shipping', options, [
    'reject',
    'pending',
    ...fates,
    'refuse_cancel',
    'not_collected',
    ...tellings,
  ]);
  const rows = library.table<ParcelRow>('shipping', 'parcels');
  const carrier = createCarrier(outside, rows, options);
  const name = options.carrier ?? 'memory-post';

  const create = (instance: Case<CreateShipmentRequest>): ShippingAnswer => {
    const { request, key, now } = instance;
    const { shipmentId, orderId, fulfillmentId, lines, collect } = request;
    const rejected = instance.rule('reject');
    if (rejected !== null) return rejection(rejected, 'rejected');
    const known = rows.get(shipmentId)?.stage;
    if (known !== undefined && known !== 'cancelled' && known !== 'failed')
      return rejection({}, 'shipment_exists');
    const number = String(desk.calls.size + 1).padStart(6, '0');
    const pending = instance.rule('pending');
    const ill = instance.rule(...fates);
    const row: ParcelRow = {
      shipmentId,
      orderId,
      fulfillmentId,
      lines,
      carrier: request.shippingMethod?.carrier ?? name,
      service: request.shippingMethod?.service ?? null,
      left: false,
      reference: `parcel_${number}`,
      trackingNumber: `MP${number}`,
      trackingUrl: `https://track.example/MP${number}`,
      estimatedDeliveryAt: now + carrier.wayMs,
      stage: pending === null ? 'created' : 'asked',
      fate: fateOf(ill),
      code: ill?.code ?? 'address_not_found',
      refusesCancel: instance.rule('refuse_cancel') !== null,
      telling: tellingOf(instance),
      collect,
      collects: collect === null || instance.rule('not_collected') === null,
      scans: pending === null ? [{ stage: 'created', at: now }] : [],
    };
    rows.put(shipmentId, row);
    if (pending === null) {
      carrier.begin(shipmentId);
      return labelled(row);
    }
    later(outside, 'shipping.settle', { shipmentId, orderId, key, rule: pending, dispatched: false });
    return { status: 'pending', reference: row.reference };
  };
  const cancel = (instance: Case<CancelShipmentRequest>): ShippingAnswer => {
    const { request, key } = instance;
    const rejected = instance.rule('reject', 'refuse_cancel');
    if (rejected !== null) return rejection(rejected, 'cannot_be_stopped');
    const { shipmentId, orderId, dispatched, reference } = request;
    const pending = instance.rule('pending');
    if (pending === null) return carrier.stop(shipmentId, dispatched);
    later(outside, 'shipping.settle_cancel', { shipmentId, orderId, key, rule: pending, dispatched });
    return { status: 'pending', reference };
  };

  settleShipments({ outside, desk, rows, carrier });

  return {
    ...desk.traits,
    script: desk.script,
    createShipment: (request, call) =>
      desk.take('createShipment', shippingRequests.create, request, call, create),
    cancelShipment: (request, call) =>
      desk.take('cancelShipment', shippingRequests.cancel, request, call, cancel),
    find: (key, call) => desk.find(key, call),
    rates: (request, { signal }) =>
      desk.read('rates', request as JsonObject, signal, () =>
        Object.entries(options.rates ?? { standard: 490, express: 990 }).map(([service, amountMinor]) => ({
          id: `rate_${service}`,
          carrier: name,
          service,
          label: `${name}, ${service}`,
          amountMinor,
          currency: request.currency,
          estimatedDeliveryAt: outside.clock.now() + carrier.wayMs,
        })),
      ),
    track: (request, { signal }) =>
      desk.read('track', request as JsonObject, signal, () => {
        const row = rows.get(request.shipmentId);
        if (row === undefined) return null;
        const scans = row.scans.map(({ stage, at }, index) => ({
          id: `${row.trackingNumber}-${index + 1}`,
          status: words[stage] ?? stage,
          at,
        }));
        return { estimatedDeliveryAt: row.estimatedDeliveryAt, scans };
      }),
    vocabulary: ownVocabulary,
    book: () => ({ parcels: rows.entries(), calls: desk.calls.entries() }),
  };
}

const fates = [
  'exception',
  'lose_parcel',
  'return_to_sender',
  'come_back',
  'turn_up',
  'damage_parcel',
] as const;

function fateOf(rule: Rule | null): ParcelFate {
  switch (rule?.do) {
    case 'lose_parcel':
      return 'lost';
    case 'exception':
      return 'exception';
    case 'return_to_sender':
      return 'returned_to_sender';
    case 'come_back':
      return 'received_back';
    case 'turn_up':
      return 'turned_up';
    case 'damage_parcel':
      return 'damaged';
    default:
      return 'delivered';
  }
}

/** What scans are called where our own words differ from the carrier's stages. */
const words: { readonly [stage: string]: string } = {
  created: 'pre_transit',
  exception: 'delivery_failed',
};
