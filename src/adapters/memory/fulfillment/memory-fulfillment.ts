import type { JsonObject } from '../../../machine/index.ts';
import {
  type CancelFulfillmentRequest,
  type CreateFulfillmentRequest,
  type FulfillmentAnswer,
  type FulfillmentPort,
  type FulfillmentStatus,
  fulfillmentRequests,
} from '../../../ports/index.ts';
import { type CallRow, type Case, type DeskOptions, openDesk } from '../simulation/desk.ts';
import { createOutside, type Outside, type OutsideOptions } from '../simulation/outside.ts';
import { rejection, type Script } from '../simulation/script.ts';
import { tellingOf, tellings } from '../simulation/telling.ts';
import { type FulfillmentRow, type PickingStage, splitIntoParcels } from './fulfillment-book.ts';
import { later, settleFulfillments } from './fulfillment-outcomes.ts';
import { createPickers, type PickingPace } from './pickers.ts';

/** What simulated pickers are made from. */
export interface FulfillmentOptions extends DeskOptions {
  /** Whether they go on by themselves once asked. @defaultValue true */
  readonly autopilot?: boolean;
  readonly pace?: PickingPace;
}

/** Simulated pickers and packers. */
export interface MemoryFulfillment extends FulfillmentPort {
  readonly get: NonNullable<FulfillmentPort['get']>;
  readonly script: Script;
  /** Their own view. `fulfillments`: by id; `calls`: by key. */
  book(): {
    readonly fulfillments: { readonly [fulfillmentId: string]: FulfillmentRow };
    readonly calls: { readonly [key: string]: CallRow };
  };
}

/**
 * Makes pickers and packers in memory, with a book of their own.
 *
 * Asked to create, they accept and go on by themselves: they report `fulfillment.progressed` (picking, packing), then
 * `fulfillment.packed` for each parcel. They can be stopped until the first parcel is packed (`already_packed`); what is
 * cancelled reports nothing more. The same key has its effect once and gets the same answer.
 *
 * The script knows `reject`, `pending`, `split` (into `parcels`), `fail` (instead of being packed), `cancel_itself`,
 * `refuse_cancel`, `silent`, `out_of_order`, `duplicate_fact`, `late_fact`, `delay`, `fail_before`, `lose_answer`, by
 * the methods `create`, `cancel`, `find`. How a fulfilment goes on is decided by its creation.
 *
 * @throws PortError as the script says; `invalid_request`, `key_reused` (`never`, `failed`).
 * @example
 * import { createMemoryClock, createMemoryFulfillment } from 'statecart/adapters/memory';
 * const fulfillment = createMemoryFulfillment({ clock: createMemoryClock(), deliver: (event) => console.log(event.type) });
 * fulfillment.script.always('split', { parcels: 2, where: { lines: [{ sku: 'SOFA' }] } });
 */
export function createMemoryFulfillment(
  options: FulfillmentOptions & Omit<OutsideOptions, 'onChange'>,
): MemoryFulfillment {
  return fulfillmentOf(createOutside(options), options);
}

/** What the pickers' stages are called for others. They don't ship: what is packed waits for the carrier. */
const words = {
  asked: 'pending',
  accepted: 'planning',
  picking: 'picking',
  packing: 'packing',
  packed: 'packing',
  cancelled: 'cancelled',
  failed: null,
} as const satisfies Record<PickingStage, FulfillmentStatus['status'] | null>;

/** The pickers of a world. */
export function fulfillmentOf(outside: Outside, options: FulfillmentOptions): MemoryFulfillment {
  const { library } = outside;
  const desk = openDesk(outside, 'fulfillment', options, [
    'reject',
    'pending',
    'split',
    'fail',
    'cancel_itself',
    'refuse_cancel',
    ...tellings,
  ]);
  const rows = library.table<FulfillmentRow>('fulfillment', 'fulfillments');
  const pickers = createPickers(outside, rows, options);

  const create = (instance: Case<CreateFulfillmentRequest>): FulfillmentAnswer => {
    const { request, key, now } = instance;
    const { fulfillmentId, orderId, warehouseId } = request;
    const rejected = instance.rule('reject');
    if (rejected !== null) return rejection(rejected, 'rejected');
    if (pickers.isOpen(fulfillmentId)) return rejection({}, 'fulfillment_exists');
    const reference = `fulfillment_${String(desk.calls.size + 1).padStart(6, '0')}`;
    const pending = instance.rule('pending');
    const lines = request.lines.map(({ lineId, quantity }) => ({ lineId, quantity }));
    const split = instance.rule('split');
    rows.put(fulfillmentId, {
      fulfillmentId,
      orderId,
      warehouseId,
      reference,
      packed: 0,
      at: now,
      updatedAt: now,
      stage: pending === null ? 'accepted' : 'asked',
      parcels: splitIntoParcels(lines, split === null ? 1 : (split.parcels ?? 2)),
      refusesCancel: instance.rule('refuse_cancel') !== null,
      ends: instance.rule('fail', 'cancel_itself'),
      telling: tellingOf(instance),
    });
    if (pending === null) {
      pickers.begin(fulfillmentId);
      return { status: 'accepted', reference };
    }
    later(outside, 'fulfillment.settle', { fulfillmentId, orderId, key, rule: pending });
    return { status: 'pending', reference };
  };
  const cancel = (instance: Case<CancelFulfillmentRequest>): FulfillmentAnswer => {
    const { request, key } = instance;
    const rejected = instance.rule('reject', 'refuse_cancel');
    if (rejected !== null) return rejection(rejected, 'cannot_be_stopped');
    const pending = instance.rule('pending');
    if (pending === null) return pickers.stop(request.fulfillmentId);
    const { fulfillmentId, orderId } = request;
    later(outside, 'fulfillment.settle_cancel', { fulfillmentId, orderId, key, rule: pending });
    return { status: 'pending', reference: request.reference };
  };

  settleFulfillments({ outside, desk, rows, pickers });

  return {
    ...desk.traits,
    script: desk.script,
    create: (request, call) => desk.take('create', fulfillmentRequests.create, request, call, create),
    cancel: (request, call) => desk.take('cancel', fulfillmentRequests.cancel, request, call, cancel),
    find: (key, call) => desk.find(key, call),
    get: (request, { signal }) =>
      desk.read('get', request as JsonObject, signal, () => {
        const row = rows.get(request.fulfillmentId);
        const status = row && words[row.stage];
        return row && status ? { status, at: row.updatedAt } : null;
      }),
    book: () => ({ fulfillments: rows.entries(), calls: desk.calls.entries() }),
  };
}
