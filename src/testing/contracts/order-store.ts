import assert from 'node:assert/strict';
import { censusContract } from './order-store/census.ts';
import { claimContract } from './order-store/claims.ts';
import { commitContract } from './order-store/commits.ts';
import { creationContract } from './order-store/creation.ts';
import { type OrderStoreContractOptions, scenarioOf } from './order-store/harness.ts';
import { identityContract } from './order-store/identity.ts';
import { inboxContract } from './order-store/inbox.ts';
import { joinContract } from './order-store/joined.ts';
import { journalContract } from './order-store/journals.ts';
import { laneContract } from './order-store/lanes.ts';
import { leaseContract } from './order-store/leases.ts';
import { otherOrdersContract } from './order-store/other-orders.ts';
import { retryContract } from './order-store/retries.ts';
import { scansContract } from './order-store/scans.ts';
import { upkeepContract } from './order-store/upkeep.ts';
import { wakeContract } from './order-store/wakes.ts';
import { withdrawalContract } from './order-store/withdrawals.ts';

export type { Absent, OrderStoreContractOptions, StoreUnderTest } from './order-store/harness.ts';

/**
 * The contract of an `OrderStore` as tests, for any runner with `describe` and `it`. Each test gets a store of its own from
 * `createStore` and closes it. A capability that a store does not have is declared with its reason, and held to it.
 *
 * @example
 * import { orderStoreContract } from 'statecart/testing';
 * import { describe, it } from 'vitest';
 * orderStoreContract({
 *   describe,
 *   it,
 *   createStore: async () => ({ store: createMyStore(), close: async () => {} }),
 *   join: { absent: 'there is no transaction to join' },
 *   listen: true,
 * });
 */
export function orderStoreContract(options: OrderStoreContractOptions): void {
  const scenario = scenarioOf(options);
  const { describe, join, listen, census = true, upkeep = true } = options;
  describe('load gives back what was committed', () => identityContract(scenario));
  describe('commit', () => commitContract(scenario));
  describe('creation keys and numbers', () => creationContract(scenario));
  describe('withdrawal', () => withdrawalContract(scenario));
  describe('claim', () => claimContract(scenario));
  describe('lanes', () => laneContract(scenario));
  describe('leases', () => leaseContract(scenario));
  describe('retries and dead letters', () => retryContract(scenario));
  describe('inbox', () => inboxContract(scenario));
  describe('journals and lists', () => journalContract(scenario));
  describe('scans of parcels', () => scansContract(scenario));
  describe('other orders of a customer', () => otherOrdersContract(scenario));
  describe('census', () => {
    if (census === true) censusContract(scenario);
    else scenario(`is absent: ${census.absent}`, async ({ store }) => assert.ok(!('census' in store)));
  });
  describe('upkeep', () => {
    if (upkeep === true) upkeepContract(scenario);
    else scenario(`is absent: ${upkeep.absent}`, async ({ store }) => assert.ok(!('upkeep' in store)));
  });
  describe('join', () => {
    if (join === true) joinContract(scenario);
    else scenario(`is absent: ${join.absent}`, async ({ store }) => assert.ok(!('join' in store)));
  });
  describe('wake and listen', () => {
    if (listen === true) wakeContract(scenario);
    else scenario(`is absent: ${listen.absent}`, async ({ store }) => assert.ok(!('listen' in store)));
  });
}
