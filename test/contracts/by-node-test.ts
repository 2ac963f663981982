/** The contracts under Node's own runner: a program that a test starts. */
import { describe, it } from 'node:test';
import { askedContracts } from './asked-contracts.ts';
import { simulatedContracts } from './simulated-contracts.ts';

const runner = {
  describe: (name: string, body: () => void) => void describe(name, body),
  it: (name: string, body: () => Promise<void>) => void it(name, body),
};
simulatedContracts(runner);
askedContracts(runner);
