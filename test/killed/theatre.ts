import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Order, OrderStore } from 'statecart';
import { createPostgresStore } from 'statecart/adapters/postgres';
import { type OutsideProcess, startOutside } from '../support/outside-process.ts';
import { ProcessCrew } from '../support/shop-process/crew.ts';
import type { ShopProcess } from '../support/shop-process/shop-process.ts';
import { Stage } from '../support/shop-process/stage.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { nameOf, verdict } from '../support/verdict.ts';
import { lifeOf, maxAttempts, shopOf } from './lives.ts';

/** How large it all is. */
export interface Scale {
  /** Tells its orders from those of other theatres on the same database. */
  readonly name: string;
  /** How many times orders are placed and led to their end, at most. */
  readonly rounds: number;
  /** The lives of a round, by name. */
  readonly lives: readonly string[];
  /** How many processes work at once. */
  readonly workers: number;
}

type OnDeath = (dead: ShopProcess) => Promise<void>;

/** A shop whose processes are killed: the stage, the outside with its books, and what is looked at in the end. */
export class Theatre {
  readonly database: TestDatabase;
  readonly crew: ProcessCrew;
  /** Where traces, books and bus are. */
  readonly folder: string;
  readonly #scale: Scale;
  readonly #store: OrderStore;
  readonly #outside: OutsideProcess;
  readonly #stage: Stage;
  #round = 0;
  #last: { readonly keys: ReadonlyMap<string, string>; readonly orders: readonly Order[] } = {
    keys: new Map(),
    orders: [],
  };
  #onDeath: OnDeath = async () => {};

  private constructor(
    database: TestDatabase,
    scale: Scale,
    parts: { readonly folder: string; readonly outside: OutsideProcess; readonly crew: ProcessCrew },
  ) {
    const store = createPostgresStore({ connection: database.pool, schema: database.schema });
    this.database = database;
    this.#scale = scale;
    this.folder = parts.folder;
    this.crew = parts.crew;
    this.#outside = parts.outside;
    this.#store = store;
    this.#stage = new Stage({ database, store, ...parts, onDeath: (dead) => this.#onDeath(dead) });
  }

  /** Opens it on a database. */
  static async open(database: TestDatabase, scale: Scale): Promise<Theatre> {
    const folder = await mkdtemp(join(tmpdir(), 'statecart-killed-'));
    const rounds = Array.from({ length: scale.rounds }, (_, round) => [...keysOf(scale, round)]);
    const outside = await startOutside(folder, shopOf(new Map(rounds.flat())));
    const crew = await ProcessCrew.start(scale.workers, (index) => ({
      connectionString: database.connectionString,
      schema: database.schema,
      trace: join(folder, `trace-${index}.jsonl`),
      bus: join(folder, 'bus.jsonl'),
      outside: outside.url,
      now: outside.file.shop.opens,
      termsOf: Object.fromEntries(outside.file.orders.map(({ key, terms }) => [key, terms])),
      worker: { maxAttempts },
    }));
    return new Theatre(database, scale, { folder, outside, crew });
  }

  /** Leads one order of each life to its end, and says what is wrong then. `onDeath` hears of each process that died. */
  async round(onDeath: OnDeath = async () => {}): Promise<readonly string[]> {
    const keys = keysOf(this.#scale, this.#round);
    this.#round += 1;
    this.#onDeath = onDeath;
    this.#last = { keys, orders: await this.#stage.live([...keys.keys()]) };
    return this.judgeAgain();
  }

  /** Looks at the orders of the last round once more: nothing may have changed, but they may be wrong now. */
  async judgeAgain(): Promise<readonly string[]> {
    const { keys, orders } = this.#last;
    const again = (await this.#store.load(orders.map(({ id }) => id))).map(({ order }) => order);
    const changed = again
      .filter(({ id, version }) => orders.find((order) => order.id === id)?.version !== version)
      .map(({ id }) => `order ${id} has changed after its end`);
    return [...changed, ...(await this.#judge(again)), ...wrongEnds(again, keys)];
  }

  async close(): Promise<void> {
    await this.crew.stop();
    await this.#outside.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #judge(orders: readonly Order[]): Promise<readonly string[]> {
    const judged = await Promise.all(
      orders.map(async (order) => ({ order, history: await this.#store.history(order.id) })),
    );
    const letters = await Promise.all(
      orders.map(({ id }) => this.#store.deadLetters({ orderId: id, limit: 1_000 })),
    );
    const strange = letters
      .flat()
      .filter(({ type }) => type !== 'notification.send')
      .map(({ id, error }) => `the dead letter ${id}: ${error}`);
    return [...verdict(judged, this.#outside.books(), join(this.folder, 'bus.jsonl')), ...strange];
  }
}

/** The orders of a round, each with the name of its life. */
function keysOf({ name, lives }: Scale, round: number): ReadonlyMap<string, string> {
  return new Map(lives.map((life, place) => [`${name}-${round}-${place}-${life}`, life]));
}

function wrongEnds(orders: readonly Order[], keys: ReadonlyMap<string, string>): readonly string[] {
  const ends = new Map(orders.map((order) => [nameOf(order), order.axes.status]));
  return [...keys]
    .filter(([key, life]) => ends.get(key) !== lifeOf(life).end)
    .map(([key, life]) => `${key} is ${ends.get(key) ?? 'missing'}, not ${lifeOf(life).end}`);
}
