/** What a contract needs of a test runner. The functions of vitest, jest and node:test of these names all do. */
export interface TestRunner {
  /** For a group of tests. */
  readonly describe: (name: string, body: () => void) => void;
  /** For one test. */
  readonly it: (name: string, body: () => Promise<void>) => void;
}

/** One test of a contract: its name is the promise. */
export interface ContractTest {
  /** The groups that it stands in, and its own name, with ` › ` between them. */
  readonly name: string;
  /** Runs it; rejects when the promise is not kept. */
  readonly run: () => Promise<void>;
}

/**
 * A contract's tests as a list, for whoever has another runner, or wants to know which promises an adapter breaks.
 *
 * @example
 * import { contractTests, idsContract } from 'statecart/testing';
 * import { systemIds } from 'statecart/adapters/system';
 * const tests = contractTests((runner) => idsContract({ ...runner, createPort: async () => ({ port: systemIds }) }));
 * for (const { name, run } of tests) await run().catch((error) => console.error(name, error));
 */
export function contractTests(declare: (runner: TestRunner) => void): readonly ContractTest[] {
  const tests: ContractTest[] = [];
  const groups: string[] = [];
  declare({
    describe(name, body) {
      groups.push(name);
      body();
      groups.pop();
    },
    it: (name, run) => void tests.push({ name: [...groups, name].join(' › '), run }),
  });
  return tests;
}
