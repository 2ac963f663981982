import { createPostgresStore } from 'statecart/adapters/postgres';
import { afterAll, beforeAll, describe } from 'vitest';
import { readPaths } from '../../scripts/state-table/paths-file.ts';
import { embeddedDatabase, type TestDatabase } from '../support/test-database.ts';
import { placed, replayTests } from './replay-all.ts';

describe('the runtime over a Postgres server takes every path as the pure statechart does', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await embeddedDatabase();
  });
  afterAll(() => database?.close());

  replayTests(() => createPostgresStore({ connection: database.pool }), placed(readPaths().paths), 6);
});
