import type { Order } from '../../machine/index.ts';

/** The most orders that are kept. */
const maxOrders = 1_000;
/** How long one is kept, in milliseconds: what somebody changes by hand, without a new version, is seen then at the latest. */
const keepMs = 60_000;

/**
 * The orders that this process wrote or claimed last. A version is one state of an order for ever, so an order that is
 * kept at the version that the database has needs no loading: that is most of what a claim costs.
 */
export class RecentOrders {
  readonly #kept = new Map<string, { readonly order: Order; readonly until: number }>();

  /** The order, if it is kept at that version. */
  at(id: string, version: number): Order | undefined {
    const one = this.#kept.get(id);
    if (one === undefined) return undefined;
    if (one.order.version === version && Date.now() < one.until) return one.order;
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
