import type { OrderStore, StoredOrder } from '../ports/index.ts';

/** The most orders that one query loads. */
const maxBatch = 500;

/** One caller of a load. */
interface Waiting {
  readonly orderId: string;
  readonly resolve: (stored: readonly StoredOrder[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Loads orders for many callers: those who come while a query runs share the next one. */
export class LoadBatch {
  readonly #store: Pick<OrderStore, 'load'>;
  #waiting: Waiting[] = [];
  #running = false;

  constructor(store: Pick<OrderStore, 'load'>) {
    this.#store = store;
  }

  /** As the store's own `load`, for one order. What it gives is never older than the call. */
  load([orderId]: readonly string[]): Promise<readonly StoredOrder[]> {
    if (orderId === undefined) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ orderId, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) await this.#loadFor(this.#waiting.splice(0, maxBatch));
    this.#running = false;
  }

  async #loadFor(batch: readonly Waiting[]): Promise<void> {
    try {
      const loaded = await this.#store.load([...new Set(batch.map((waiting) => waiting.orderId))]);
      const byId = new Map(loaded.map((stored) => [stored.order.id, stored]));
      for (const { orderId, resolve } of batch) {
        const stored = byId.get(orderId);
        resolve(stored === undefined ? [] : [stored]);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
