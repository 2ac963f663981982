import { contractTests, type TestRunner } from 'statecart/testing';

/** The promises of a contract that an adapter breaks, by name. */
export async function brokenPromises(declare: (runner: TestRunner) => void): Promise<readonly string[]> {
  const tests = contractTests(declare);
  const outcomes = await Promise.allSettled(tests.map(({ run }) => run()));
  return tests.filter((_, index) => outcomes[index]?.status === 'rejected').map(({ name }) => name);
}
