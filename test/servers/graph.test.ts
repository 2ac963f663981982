import { createPostgresStore } from 'statecart/adapters/postgres';
import { afterAll, beforeAll, describe, inject } from 'vitest';
import { readPaths } from '../../scripts/state-table/paths-file.ts';
import { placed, replayTests } from '../graph/replay-all.ts';
import { databaseAt, type TestDatabase } from '../support/test-database.ts';

describe('the runtime over the machine’s own Postgres takes every path as the pure statechart does', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await databaseAt(inject('postgresUrl'), 'statecart_graph');
  });
  afterAll(() => database?.close());

  replayTests(
    () => createPostgresStore({ connection: database.pool, schema: database.schema }),
    placed(readPaths().paths),
    6,
  );
});
