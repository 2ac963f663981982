import {
  type ReleaseRequest,
  type StockChangeRequest,
  type WarehouseAnswer,
  type WarehousePort,
  warehouseRequests,
} from '../../../ports/index.ts';
import { type CallRow, type Case, type DeskOptions, openDesk } from '../simulation/desk.ts';
import { createOutside, type Outside, type OutsideOptions } from '../simulation/outside.ts';
import { rejection, type Script } from '../simulation/script.ts';
import type { WaitingRow } from './waiting-list.ts';
import { levelKey, type ReservationRow, WarehouseBook, type WarehouseLevel } from './warehouse-book.ts';

/** What a warehouse begins with of a SKU. */
export interface StockOnHand {
  readonly warehouseId: string;
  readonly sku: string;
  readonly onHand: number;
}

/** What simulated warehouses are made from. */
export interface WarehouseOptions extends DeskOptions {
  /** What is on the shelves at first. @defaultValue nothing */
  readonly stock?: readonly StockOnHand[];
  /**
   * Whether a reservation is given up when its `ttlMs` is over and it was not confirmed in full: reported as
   * `stock.expired`. Without it, units are held until they are released or confirmed, and the order's own deadline acts.
   * @defaultValue false
   */
  readonly enforceTtl?: boolean;
}

/** Simulated warehouses. */
export interface MemoryWarehouse extends WarehousePort {
  readonly script: Script;
  /** The warehouses' own view. `levels`: by `<warehouse>/<sku>`; `reservations`: by id; `calls`: by key. */
  book(): {
    readonly levels: { readonly [level: string]: WarehouseLevel };
    readonly reservations: { readonly [reservationId: string]: ReservationRow };
    readonly calls: { readonly [key: string]: CallRow };
    readonly waiting: { readonly [key: string]: WaitingRow };
  };
  /** What one warehouse has of a SKU. */
  level(warehouseId: string, sku: string): WarehouseLevel;
  /** Goods come in; orders that wait for them are told by `stock.replenished`. */
  restock(delivery: {
    readonly warehouseId: string;
    readonly sku: string;
    readonly quantity: number;
  }): Promise<void>;
  /** Units that a reservation holds can't be found: of one line, or of all. Reported as `stock.short`. */
  lose(loss: {
    readonly reservationId: string;
    readonly lineId?: string;
    /** @defaultValue all that is held */
    readonly quantity?: number;
  }): Promise<void>;
}

/**
 * Makes warehouses in memory, with a book of their own to check orders against.
 *
 * A reservation takes all its units or none (`out_of_stock`), or, if it is `partial`, what there is; and a unit is promised
 * once, however many ask at a time. For what it was not given its order waits: it is told by `stock.replenished` when units
 * are restocked, released or returned. All who wait are told, in the order in which they came, and whoever asks first is served.
 * A release gives back at most what is still held, and takes it off what is on hand when it is not to be sold again: of a reservation that is unknown, over or confirmed it is `done` and
 * changes nothing. A confirmation of units that are not held is rejected (`not_reserved`, `reservation_expired`), a
 * return of units that have not left too (`not_confirmed`). The same key has its effect once and gets the same answer.
 *
 * The script knows `reject`, `expire` (of one reservation, as `enforceTtl`), `delay`, `fail_before`, `lose_answer`, by
 * the methods `available`, `reserve`, `release`, `confirm`, `return`, `find`.
 *
 * @throws PortError as the script says; `invalid_request`, `key_reused` (`never`, `failed`).
 * @example
 * import { createMemoryClock, createMemoryWarehouse } from 'statecart/adapters/memory';
 * const warehouse = createMemoryWarehouse({
 *   clock: createMemoryClock(),
 *   stock: [{ warehouseId: 'berlin', sku: 'MUG', onHand: 3 }],
 * });
 */
export function createMemoryWarehouse(
  options: WarehouseOptions & Omit<OutsideOptions, 'onChange'>,
): MemoryWarehouse {
  return warehouseOf(createOutside(options), options);
}

/** The warehouses of a world. */
export function warehouseOf(outside: Outside, options: WarehouseOptions): MemoryWarehouse {
  const { library, agenda } = outside;
  const desk = openDesk(outside, 'warehouse', options, ['reject', 'expire']);
  const book = new WarehouseBook(library);

  library.seed(() => {
    for (const { warehouseId, sku, onHand } of options.stock ?? []) {
      if (book.levels.get(levelKey(warehouseId, sku)) === undefined) book.count(warehouseId, sku, { onHand });
    }
  });
  agenda.on<{ reservationId: string }>('warehouse.expire', ({ reservationId }) => {
    const expired = book.expire(reservationId);
    if (expired === null) return;
    const { orderId, warehouseId, lines } = expired;
    outside.report({
      source: 'warehouse',
      type: 'stock.expired',
      orderId,
      data: { reservationId: expired.reservationId },
    });
    for (const { sku } of lines) tellWaiting(warehouseId, sku);
  });

  const tellWaiting = (warehouseId: string, sku: string) => {
    for (const { orderId, items, ...arrival } of book.waiting.tell(
      warehouseId,
      sku,
      book.available(warehouseId, sku),
    ))
      outside.report({
        source: 'warehouse',
        type: 'stock.replenished',
        orderId,
        data: { ...arrival, items: [...items] },
      });
  };
  const andTell =
    <R extends StockChangeRequest>(effect: (request: R) => WarehouseAnswer) =>
    (request: R): WarehouseAnswer => {
      const answer = effect(request);
      for (const { sku } of request.lines) tellWaiting(request.warehouseId, sku);
      return answer;
    };

  const rejectionOf = (instance: Pick<Case<unknown>, 'rule'>): WarehouseAnswer | null => {
    const rule = instance.rule('reject');
    return rule && rejection(rule, 'rejected');
  };
  const change =
    <R extends StockChangeRequest>(effect: (request: R) => WarehouseAnswer) =>
    (instance: Case<R>) =>
      rejectionOf(instance) ?? effect(instance.request);

  return {
    ...desk.traits,
    script: desk.script,
    async available(skus, call) {
      return desk.read('available', { skus: [...skus] }, call.signal, () =>
        book.levels
          .values()
          .filter((level) => skus.includes(level.sku))
          .map(({ sku, warehouseId, onHand, reserved }) => ({
            sku,
            warehouseId,
            available: onHand - reserved,
          })),
      );
    },
    reserve: (request, call) =>
      desk.take('reserve', warehouseRequests.reserve, request, call, (instance) => {
        const rejected = rejectionOf(instance);
        if (rejected !== null) {
          if (instance.request.partial) book.waiting.enter(instance.request, () => 0);
          return rejected;
        }
        const ends = instance.rule('expire') !== null || options.enforceTtl === true;
        const { reservationId, ttlMs } = instance.request;
        const reference = `reservation_${String(book.reservations.size + 1).padStart(6, '0')}`;
        const answer = book.reserve(
          instance.request,
          reference,
          instance.now,
          ends ? instance.now + ttlMs : null,
        );
        if (ends && answer.status === 'done') {
          agenda.schedule({
            kind: 'warehouse.expire',
            group: reservationId,
            delayMs: ttlMs,
            data: { reservationId },
          });
        }
        return answer;
      }),
    release: (request, call) =>
      desk.take(
        'release',
        warehouseRequests.release,
        request,
        call,
        change(andTell((asked: ReleaseRequest) => book.release(asked))),
      ),
    confirm: (request, call) =>
      desk.take(
        'confirm',
        warehouseRequests.change,
        request,
        call,
        change((asked) => book.confirm(asked)),
      ),
    return: (request, call) =>
      desk.take(
        'return',
        warehouseRequests.change,
        request,
        call,
        change(andTell((asked: StockChangeRequest) => book.return(asked))),
      ),
    find: (key, call) => desk.find(key, call),
    book: () => ({
      levels: book.levels.entries(),
      reservations: book.reservations.entries(),
      calls: desk.calls.entries(),
      waiting: book.waiting.rows.entries(),
    }),
    level: (warehouseId, sku) =>
      book.levels.get(levelKey(warehouseId, sku)) ?? {
        warehouseId,
        sku,
        onHand: 0,
        reserved: 0,
        shipped: 0,
        returned: 0,
      },
    restock: ({ warehouseId, sku, quantity }) =>
      library.keep(() => {
        book.count(warehouseId, sku, { onHand: quantity });
        tellWaiting(warehouseId, sku);
      }),
    lose: ({ reservationId, lineId, quantity }) =>
      library.keep(() => {
        const orderId = book.reservations.get(reservationId)?.orderId;
        const lines = book.lose(reservationId, lineId ?? null, quantity ?? Number.MAX_SAFE_INTEGER);
        if (orderId === undefined || lines.length === 0) return;
        outside.report({ source: 'warehouse', type: 'stock.short', orderId, data: { reservationId, lines } });
      }),
  };
}
