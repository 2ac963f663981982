import type { OrderStore } from '../../../ports/index.ts';

/** One store under test, empty. */
export interface StoreUnderTest {
  readonly store: OrderStore;
  /** Runs `work` in a transaction of the store's database; committed when it resolves, rolled back when it rejects. Of stores with `join`. */
  readonly transaction?: <T>(work: (transaction: unknown) => Promise<T>) => Promise<T>;
  /** Called after each test, whatever came of it. */
  readonly close: () => Promise<void>;
}

/** What a store can't do, and why: a deviation is declared, never skipped in silence. */
export interface Absent {
  readonly absent: string;
}

/** What the contract needs of a test runner and of a store. */
export interface OrderStoreContractOptions {
  /** The runner's, for a group of tests. */
  readonly describe: (name: string, body: () => void) => void;
  /** The runner's, for one test. */
  readonly it: (name: string, body: () => Promise<void>) => void;
  /** A fresh, empty store for each test. */
  readonly createStore: () => Promise<StoreUnderTest>;
  /** `true` if the store has `join`, which needs {@link StoreUnderTest.transaction}. */
  readonly join: true | Absent;
  /** `true` if the store has `wake` and `listen`. */
  readonly listen: true | Absent;
  /** `true` if the store has `upkeep`. @defaultValue true */
  readonly upkeep?: true | Absent;
  /** `true` if the store has `census`. @defaultValue true */
  readonly census?: true | Absent;
}

/** Declares one test of the contract on a store of its own. */
export type Scenario = (name: string, body: (world: StoreUnderTest) => Promise<void>) => void;

/** The {@link Scenario} of a runner and a store. */
export function scenarioOf({ it, createStore }: OrderStoreContractOptions): Scenario {
  return (name, body) =>
    it(name, async () => {
      const world = await createStore();
      try {
        await body(world);
      } finally {
        await world.close();
      }
    });
}
