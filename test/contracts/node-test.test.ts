import { contractTests } from 'statecart/testing';
import { expect, it } from 'vitest';
import { runExample } from '../support/run-program.ts';
import { askedContracts } from './asked-contracts.ts';
import { simulatedContracts } from './simulated-contracts.ts';

it('Every contract runs under node:test as it does here', async () => {
  const { code, out, err } = await runExample('test/contracts/by-node-test.ts');
  const promises = [...contractTests(simulatedContracts), ...contractTests(askedContracts)];
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const count = (what: string) => Number(new RegExp(`${what} (\\d+)`).exec(out)?.[1]);
  expect({ pass: count('pass'), fail: count('fail') }).toEqual({ pass: promises.length, fail: 0 });
});
