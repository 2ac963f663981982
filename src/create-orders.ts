import { createHash } from 'node:crypto';
import { silentLogger, systemClock, systemIds, systemRandom } from './adapters/system/index.ts';
import type { BaseTypes, ComposedOrder, OrderTypes } from './machine/index.ts';
import {
  createRuntime,
  type ExtendedHandlers,
  type ExtendedOrders,
  type ExtendedPorts,
  type Orders,
  type RuntimeOptions,
} from './runtime/index.ts';

type Seams = 'clock' | 'ids' | 'random' | 'sha256';

/** What {@link createOrders} needs: a store and the ports. Time, ids, chance and hashing are this machine's if left out. */
export interface OrdersOptions<Transaction = unknown>
  extends Omit<RuntimeOptions<Transaction>, Seams | 'order'>,
    Partial<Pick<RuntimeOptions<Transaction>, Seams>> {
  /** The order without extensions; an extended one makes the {@link ExtendedOptions} of these. @defaultValue `baseOrder` */
  readonly order?: ComposedOrder<BaseTypes>;
}

/** What {@link createOrders} needs for an order that `extendOrder` has made. */
export interface ExtendedOptions<X extends OrderTypes, Transaction = unknown>
  extends Omit<OrdersOptions<Transaction>, 'order' | 'ports' | 'handlers'> {
  readonly order: ComposedOrder<X>;
  /** The outside world; `commands` performs those of the extensions. */
  readonly ports: ExtendedPorts<X>;
  /** See {@link OrdersOptions}; they may mean facts of extensions. @defaultValue none */
  readonly handlers?: ExtendedHandlers<X>;
}

/**
 * Makes the orders of a shop: durable in a store, connected to the outside by ports. Nothing connects and nothing runs
 * until a method is called.
 *
 * Several processes may share a store: each order is worked on by one at a time. What an order asks of the outside is
 * called at least once, under a key that stays the same.
 *
 * @throws OrderError `OPTIONS_INVALID` with every problem.
 *
 * @example
 * import pg from 'pg';
 * import { createOrders } from 'statecart';
 * import { createPostgresStore } from 'statecart/adapters/postgres';
 *
 * const store = createPostgresStore({ connection: new pg.Pool() });
 * const orders = createOrders({ store, ports: { payment, warehouse, fulfillment, shipping } });
 * await orders.start();
 */
export function createOrders<X extends OrderTypes, Transaction>(
  options: ExtendedOptions<X, Transaction>,
): ExtendedOrders<X, Transaction>;
export function createOrders<Transaction>(options: OrdersOptions<Transaction>): Orders<Transaction>;
export function createOrders(given: OrdersOptions | ExtendedOptions<OrderTypes>) {
  const options = given as RuntimeOptions & OrdersOptions;
  return createRuntime({
    ...options,
    clock: options.clock ?? systemClock,
    ids: options.ids ?? systemIds,
    random: options.random ?? systemRandom,
    sha256: options.sha256 ?? ((text) => createHash('sha256').update(text, 'utf8').digest('hex')),
    logger: options.logger ?? silentLogger,
  });
}
