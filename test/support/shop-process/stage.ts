import { setTimeout as delay } from 'node:timers/promises';
import type { Order, OrderStore } from 'statecart';
import { createDeeds, type Deeds } from '../../../examples/demo/deeds.ts';
import type { ShopFile } from '../../../examples/demo/file/file-schema.ts';
import { orderIdOf } from '../../../examples/demo/file/order-input.ts';
import type { Delivery, Settled } from '../../../examples/demo/outside/protocol.ts';
import { isAtEnd } from '../../../examples/demo/report/standing.ts';
import type { OutsideProcess } from '../outside-process.ts';
import type { TestDatabase } from '../test-database.ts';
import type { ProcessCrew } from './crew.ts';
import { ProcessDied, type RemoteOrders, type ShopProcess } from './shop-process.ts';

/** How long an order of these tests takes at most, by the shop's clock. */
const longestLifeMs = 60 * 86_400_000;

/** What a stage is made of. */
export interface StageParts {
  readonly database: TestDatabase;
  /** The same database, as this process sees it. */
  readonly store: OrderStore;
  readonly outside: OutsideProcess;
  readonly crew: ProcessCrew;
  /** Called with a process that has died, once another has taken its place. */
  readonly onDeath?: (dead: ShopProcess, crew: ProcessCrew) => Promise<void>;
}

/**
 * Where processes lead the lives of orders together. One clock goes for all of them, from one moment at which something is
 * due to the next; at each moment they all work at once. Who dies is replaced, and what it was asked is asked again.
 */
export class Stage {
  readonly #parts: StageParts;
  #now: number;
  #turn = 0;

  constructor(parts: StageParts) {
    this.#parts = parts;
    this.#now = parts.outside.file.shop.opens;
  }

  /** What the clock says. */
  get now(): number {
    return this.#now;
  }

  /** Leads the orders with these keys from their placement to their end. */
  async live(keys: readonly string[]): Promise<readonly Order[]> {
    const { outside } = this.#parts;
    const file: ShopFile = {
      shop: { ...outside.file.shop, opens: this.#now },
      orders: outside.file.orders.filter(({ key }) => keys.includes(key)),
    };
    const deeds = createDeeds(file, this.#orders() as never, outside.client, new Set());
    const ids = file.orders.map(({ key }) => orderIdOf(key));
    const closes = this.#now + longestLifeMs;
    // One that stood still has missed the time that passed meanwhile.
    await this.#together((member) => member.turnTo(this.#now));
    for (;;) {
      await this.#together((member) => member.orders.drain());
      const next = await this.#turnOutside(deeds);
      if (next === null) continue;
      if (await this.#isOver(ids, deeds)) break;
      if (next > closes) throw new Error(`orders are not over after ${longestLifeMs} ms: ${keys.join(', ')}`);
      this.#now = Math.max(this.#now + 1, next);
      await this.#together((member) => member.turnTo(this.#now));
    }
    if (deeds.mishaps.length > 0) throw new Error(deeds.mishaps.join('\n'));
    return this.#load(ids);
  }

  /** Takes what the outside reports, and does what is due. `null`: there was something; else the next moment. */
  async #turnOutside(deeds: Deeds): Promise<number | null> {
    const { outside, store } = this.#parts;
    let any = false;
    let settled: readonly Settled[] = [];
    for (;;) {
      const { facts, next } = await outside.client.turn(this.#now, settled);
      if (facts.length > 0) {
        any = true;
        settled = await this.#receive(facts);
        continue;
      }
      if (await this.#doDue(deeds)) any = true;
      if (any) return null;
      const moments = [next, await store.nextDue(this.#now), deeds.next()].filter((at) => at !== null);
      return moments.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...moments);
    }
  }

  /** Facts go to the processes in turn; one that nobody acknowledges stays with the outside. */
  async #receive(facts: readonly Delivery[]): Promise<readonly Settled[]> {
    const settled = await Promise.all(
      facts.map(async ({ id, event }): Promise<Settled | null> => {
        try {
          const member = this.#next();
          const taken = await unlessFrozen(member, member.orders.receive(event));
          return taken === undefined ? null : { id, error: null };
        } catch (error) {
          if (error instanceof ProcessDied) return null;
          return { id, error: error instanceof Error ? error.message : String(error) };
        }
      }),
    );
    await this.#replace();
    return settled.filter((one) => one !== null);
  }

  async #doDue(deeds: Deeds): Promise<boolean> {
    for (;;) {
      try {
        return await deeds.doDue(this.#now);
      } catch (error) {
        if (!(error instanceof ProcessDied)) throw error;
        await this.#replace();
      }
    }
  }

  /** All processes at once; nobody waits for one that stands still. */
  async #together(work: (member: ShopProcess) => Promise<unknown>): Promise<void> {
    const awake = this.#parts.crew.members.filter((member) => !member.isFrozen);
    const results = await Promise.allSettled(awake.map((member) => unlessFrozen(member, work(member))));
    for (const result of results)
      if (result.status === 'rejected' && !(result.reason instanceof ProcessDied)) throw result.reason;
    await this.#replace();
  }

  async #replace(): Promise<void> {
    const { crew, onDeath } = this.#parts;
    for (let dead = await crew.replaceDead(); dead.length > 0; dead = await crew.replaceDead()) {
      await Promise.all(crew.members.map((member) => member.turnTo(this.#now)));
      for (const one of dead) await onDeath?.(one, crew);
    }
  }

  /** The next process in turn. */
  #next(): ShopProcess {
    const members = this.#parts.crew.members.filter((member) => !member.isFrozen);
    this.#turn += 1;
    const member = members[this.#turn % members.length];
    if (member === undefined) throw new Error('nobody is on the stage');
    return member;
  }

  /** Orders, each call of them in the next process. */
  #orders(): RemoteOrders {
    return new Proxy({} as RemoteOrders, {
      get:
        (_, method) =>
        (...args: unknown[]) =>
          (Reflect.get(this.#next().orders, method) as (...given: unknown[]) => unknown)(...args),
    });
  }

  /** Whether the orders go nowhere by themselves any more, and nothing waits for anybody. */
  async #isOver(ids: readonly string[], deeds: Deeds): Promise<boolean> {
    if (deeds.next() !== null) return false;
    const { database } = this.#parts;
    const { rows } = await database.pool.query<{ open: string }>(
      `select (select count(*) from ${database.schema}.outbox where order_id = any($1::uuid[]))
         + (select count(*) from ${database.schema}.inbox where order_id = any($1::uuid[]) and handled_at is null and dead_at is null)
         + (select count(*) from ${database.schema}.orders where id = any($1::uuid[]) and lease_token is not null) as open`,
      [ids],
    );
    if (Number(rows[0]?.open) > 0) return false;
    return (await this.#load(ids)).every(isAtEnd);
  }

  async #load(ids: readonly string[]): Promise<readonly Order[]> {
    return (await this.#parts.store.load(ids)).map(({ order }) => order);
  }
}

/** What comes of work; `undefined`: the process stands still. */
async function unlessFrozen<T>(member: ShopProcess, work: Promise<T>): Promise<T | undefined> {
  if (!member.mayFreeze) return work;
  let isOver = false;
  const over = work.then(
    () => (isOver = true),
    () => (isOver = true),
  );
  while (!isOver && !member.isFrozen) await Promise.race([over, delay(20)]);
  return isOver ? work : undefined;
}
