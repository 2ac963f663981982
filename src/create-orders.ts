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

/**
 * What {@link createOrders} needs: a store and the ports. Time, ids, chance and hashing are this machine's if left out. `X`:
 * the types of an order that `extendOrder` has made.
 */
export interface OrdersOptions<Transaction = unknown, X extends OrderTypes = BaseTypes>
  extends Omit<RuntimeOptions<Transaction>, Seams | 'order' | 'ports' | 'handlers'>,
    Partial<Pick<RuntimeOptions<Transaction>, Seams>> {
  /** The order, with what `extendOrder` added. @defaultValue `baseOrder` */
  readonly order?: ComposedOrder<X>;
  /** The outside world; `commands` performs those of the extensions. */
  readonly ports: ExtendedPorts<X>;
  /** More events to receive, or other ways to read the known ones, by CloudEvent type. @defaultValue none */
  readonly handlers?: ExtendedHandlers<X>;
}

/** The orders of a composed order; of the base alone, {@link Orders}. */
export type OrdersOf<X extends OrderTypes, Transaction = unknown> = [X] extends [BaseTypes]
  ? Orders<Transaction>
  : ExtendedOrders<X, Transaction>;

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
export function createOrders<Transaction, X extends OrderTypes = BaseTypes>(
  given: OrdersOptions<Transaction, X>,
): OrdersOf<X, Transaction> {
  const options = given as unknown as RuntimeOptions<Transaction> & Partial<RuntimeOptions>;
  return createRuntime<Transaction>({
    ...options,
    clock: options.clock ?? systemClock,
    ids: options.ids ?? systemIds,
    random: options.random ?? systemRandom,
    sha256: options.sha256 ?? ((text) => createHash('sha256').update(text, 'utf8').digest('hex')),
    logger: options.logger ?? silentLogger,
  }) as unknown as OrdersOf<X, Transaction>;
}
