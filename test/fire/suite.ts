import { afterAll, beforeAll, describe, it } from 'vitest';
import { orderStoreContract } from '../../src/testing/contracts/order-store.ts';
import { emptyStore, inTransaction } from '../support/empty-store.ts';
import type { TestDatabase } from '../support/test-database.ts';
import { conflictTests } from './conflicts.ts';
import { crowdTests } from './crowds.ts';
import { migrationTests } from './migrations.ts';
import { ownTransactionTests } from './own-transaction.ts';
import { planTests } from './plans.ts';
import { type Processes, spreadStore, startProcesses } from './processes.ts';

/** What must hold of several processes on one real Postgres. */
export function fireSuite(open: () => Promise<TestDatabase>): void {
  let database: TestDatabase;
  let processes: Processes;
  beforeAll(async () => {
    database = await open();
    processes = await startProcesses(database, 4);
  }, 120_000);
  afterAll(async () => {
    await processes?.stop();
    await database?.close();
  });

  const theDatabase = () => database;
  const theProcesses = () => processes;
  describe('orders in a caller’s own transaction', () => {
    ownTransactionTests(theDatabase, theProcesses);
  });
  describe('a crowd of callers', () => {
    crowdTests(theDatabase, theProcesses);
  });
  describe('a transaction that the database asks to be tried again', () => {
    conflictTests(theDatabase);
  });
  describe('the schema', () => {
    migrationTests(theDatabase);
  });
  describe('a database that plans as it likes', () => {
    planTests(theDatabase);
  });

  describe('the order store, each call in the next of four processes', () => {
    orderStoreContract({
      describe,
      it,
      createStore: async () => {
        const { pool, schema } = database;
        const empty = emptyStore(pool, (work) => inTransaction(pool, work), schema);
        await empty.close();
        // The orders of all tests have the same ids: nobody may remember those of another one.
        await Promise.all(processes.all.map((one) => one.reopen()));
        return { ...empty, store: spreadStore(processes, database) };
      },
      join: true,
      listen: true,
    });
  });
}
