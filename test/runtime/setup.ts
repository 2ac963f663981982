import { type CloudEvent, type CreateInput, createOrders, type Orders, type OrdersOptions } from 'statecart';
import {
  createMemoryClock,
  createMemoryLogger,
  createMemoryObserver,
  createMemoryStore,
  createMemoryWorld,
  createSeededRandom,
  createSequentialIds,
  type MemoryClock,
  type MemoryLogger,
  type MemoryObserver,
  type MemoryStore,
  type MemoryTransaction,
  type MemoryWorld,
  type MemoryWorldOptions,
} from 'statecart/adapters/memory';

/** A shop in memory: orders, the world around them, and all that can be seen of both. */
export interface Shop {
  readonly orders: Orders<MemoryTransaction>;
  readonly world: MemoryWorld;
  readonly store: MemoryStore;
  readonly clock: MemoryClock;
  readonly logger: MemoryLogger;
  readonly observer: MemoryObserver;
  readonly published: CloudEvent[];
  /** Another process over the same store and world. */
  another(options?: Partial<OrdersOptions<MemoryTransaction>>): Orders<MemoryTransaction>;
}

export interface ShopOptions {
  readonly options?: Partial<OrdersOptions<MemoryTransaction>>;
  readonly world?: Partial<MemoryWorldOptions>;
}

/** Opens a shop. Pickers and carrier do nothing by themselves unless `world.autopilot` is set. */
export function openShop({ options = {}, world: worldOptions = {} }: ShopOptions = {}): Shop {
  const clock = createMemoryClock();
  const store = createMemoryStore();
  const logger = createMemoryLogger();
  const observer = createMemoryObserver();
  const published: CloudEvent[] = [];
  let seed = 0;
  let receive: Orders['receive'] | null = null;
  const world = createMemoryWorld({
    clock,
    autopilot: false,
    stock: [{ warehouseId: 'berlin', sku: 'MUG', onHand: 100 }],
    deliver: async (event) => void (await receive?.(event)),
    ...worldOptions,
  });
  const another = (more: Partial<OrdersOptions<MemoryTransaction>> = {}): Orders<MemoryTransaction> => {
    seed += 1;
    const {
      payments: payment,
      warehouse,
      fulfillment,
      shipping,
      notifications: notification,
      checkout,
    } = world;
    return createOrders<MemoryTransaction>({
      store,
      clock,
      logger,
      observer,
      ids: createSequentialIds(seed),
      random: createSeededRandom(seed),
      bus: { publish: async (event) => void published.push(event) },
      ports: { payment, warehouse, fulfillment, shipping, notification, checkout },
      ...options,
      ...more,
    });
  };
  const orders = another();
  receive = (event) => orders.receive(event);
  return { orders, world, store, clock, logger, observer, published, another };
}

/** An order for mugs, ready to be placed. */
export function mugs(changes: Partial<CreateInput> = {}): CreateInput {
  return {
    currency: 'EUR',
    customer: { kind: 'guest', email: 'ada@example.com' },
    lines: [{ productId: 'p-mug', sku: 'MUG', name: 'Mug', quantity: 2, unitPriceMinor: 1_250 }],
    shippingAddress: { name: 'Ada', line1: 'Unter den Linden 1', city: 'Berlin', country: 'DE' },
    payments: [{ method: 'card', token: 'tok_good' }],
    ...changes,
  };
}

/** An order for a file that is downloaded: no stock, no parcel. */
export function download(changes: Partial<CreateInput> = {}): CreateInput {
  return mugs({
    lines: [
      { productId: 'p-song', sku: 'SONG', name: 'Song', kind: 'digital', quantity: 1, unitPriceMinor: 900 },
    ],
    ...changes,
  });
}

/** An object without some of its fields. */
export function without<Value extends object, Name extends keyof Value>(
  value: Value,
  ...names: readonly Name[]
): Omit<Value, Name> {
  const left = { ...value };
  for (const name of names) Reflect.deleteProperty(left, name);
  return left;
}
