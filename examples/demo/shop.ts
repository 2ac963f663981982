import type { OrderStore } from 'statecart';
import { type CloudEvent, createOrders, type Observer, type Orders } from 'statecart';
import { createMemoryClock, createSeededRandom } from 'statecart/adapters/memory';
import { createDeeds, type Deeds, placementId } from './deeds.ts';
import type { ShopFile } from './file/file-schema.ts';
import { orderIdOf } from './file/order-input.ts';
import type { OutsideClient } from './outside/client.ts';
import type { Delivery, Settled } from './outside/protocol.ts';

/** How long after the last deed of the file the shop still waits for what is open. */
const patienceMs = 90 * 86_400_000;

/** An open shop. */
export interface Shop {
  readonly orders: Orders;
  readonly deeds: Deeds;
  /** What the shop's clock says. */
  now(): number;
  /** Goes on, from moment to moment, until nothing is left to do or `signal` is aborted. */
  live(signal: AbortSignal): Promise<void>;
}

/**
 * Opens a shop. Its clock goes on from where the outside's stood, and jumps from one moment at which something is due to
 * the next: days pass in seconds, and in the same order every time.
 */
export async function openShop(
  file: ShopFile,
  store: OrderStore,
  outside: OutsideClient,
  observer: Observer,
): Promise<Shop> {
  const state = await outside.state();
  const clock = createMemoryClock({ now: state.now });
  const termsOf = new Map(file.orders.map((order) => [order.key, { ...file.shop.terms, ...order.terms }]));
  const orders = createOrders({
    store,
    clock,
    observer,
    random: createSeededRandom(1),
    ports: outside.ports,
    source: 'demo-shop',
    numberFormat: (sequence) => `SC-${1_000 + sequence}`,
    terms: ({ input }) => termsOf.get(String(input.metadata?.key)) ?? {},
  });
  const done = new Set([...state.happened, ...(await eventIds(orders, file))]);
  const deeds = createDeeds(file, orders, outside, done);

  const live = async (signal: AbortSignal): Promise<void> => {
    const closes = deeds.last + patienceMs;
    let settled: readonly Settled[] = [];
    /** When the store next has work; `null`: it has none. */
    let due: number | null = clock.now();
    while (!signal.aborted) {
      if (due !== null && due <= clock.now()) await orders.drain();
      const { facts, next } = await outside.turn(clock.now(), settled);
      settled = await Promise.all(facts.map((fact) => receive(orders, fact)));
      if (settled.length > 0 || (await deeds.doDue(clock.now()))) {
        due = clock.now();
        continue;
      }
      due = await store.nextDue(clock.now());
      const at = earliest(next, due, deeds.next());
      if (at === null || at > closes) return;
      await clock.advance(Math.max(1, at - clock.now()));
    }
  };
  return { orders, deeds, live, now: () => clock.now() };
}

/** The ids of all events that orders have seen, refused ones too, and of the placements. */
async function eventIds(orders: Orders, file: ShopFile): Promise<readonly string[]> {
  const keys = new Map(file.orders.map(({ key }) => [orderIdOf(key), key]));
  const ids: string[] = [];
  for (const order of await everyOrder(orders)) {
    const key = keys.get(order.id);
    if (key !== undefined) ids.push(placementId(key));
    const { journal } = await orders.history(order.id);
    ids.push(...journal.map((entry) => entry.meta.id));
  }
  return ids;
}

/** All orders, page after page. */
export async function everyOrder(orders: Orders): ReturnType<Orders['list']> {
  const all = [...(await orders.list({ limit: 1_000 }))];
  for (let last = all.at(-1); last !== undefined; ) {
    const page = await orders.list({ limit: 1_000, after: last.id });
    all.push(...page);
    last = page.at(-1);
  }
  return all;
}

/** A fact that the shop can't take is sent again later. */
async function receive(orders: Orders, { id, event }: Delivery): Promise<Settled> {
  try {
    await orders.receive(event satisfies CloudEvent);
    return { id, error: null };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

function earliest(...moments: readonly (number | null)[]): number | null {
  const known = moments.filter((moment) => moment !== null);
  return known.length === 0 ? null : Math.min(...known);
}
