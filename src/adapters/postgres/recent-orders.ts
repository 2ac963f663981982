import type { Order } from '../../machine/index.ts';

/** The most orders that are kept. */
const maxOrders = 1_000;
/** How long one is kept, in milliseconds: what somebody changes by hand, without a new version, is seen then at the latest. */
const keepMs = 60_000;

/** Which order the database has, and when it was written. */
export interface OrderMark {
  readonly id: string;
  readonly version: number;
  readonly updatedAt: number;
}

/**
 * The orders that this process wrote or claimed last. A version is one state of an order, so an order that is kept at the
 * version that the database has needs no loading: that is most of what a claim costs. The moment is compared as well: a
 * server that came back without its last commits has other orders under versions that this process has seen.
 */
export class RecentOrders {
  readonly #kept = new Map<string, { readonly order: Order; readonly until: number }>();

  /** The order, if it is kept as the database has it. */
  at({ id, version, updatedAt }: OrderMark): Order | undefined {
    const one = this.#kept.get(id);
    if (one === undefined) return undefined;
    const same = one.order.version === version && one.order.timestamps.updatedAt === updatedAt;
    if (same && Date.now() < one.until) return one.order;
    this.#kept.delete(id);
    return undefined;
  }

  /** Keeps an order that is in the database as it is here. */
  keep(order: Order): void {
    this.#kept.delete(order.id);
    this.#kept.set(order.id, { order, until: Date.now() + keepMs });
    if (this.#kept.size <= maxOrders) return;
    const [oldest] = this.#kept.keys();
    this.#kept.delete(oldest!);
  }
}
