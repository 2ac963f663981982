import { type OpenedPglite, openPglite } from 'statecart/adapters/pglite';
import { afterAll, beforeAll, describe } from 'vitest';
import { readPaths } from '../../scripts/state-table/paths-file.ts';
import { covering, placed, replayTests } from './replay-all.ts';

/**
 * PGlite runs the very SQL that the Postgres server runs, which takes every path; here it is a single thread at 10 to 20 ms
 * an event. So it takes as many paths as hold every event that there is.
 */
describe('the runtime over PGlite takes every event as the pure statechart does', () => {
  let database: OpenedPglite;
  beforeAll(async () => {
    database = await openPglite('memory://');
  });
  afterAll(() => database?.close());

  replayTests(() => database.store, covering(placed(readPaths().paths)), 1);
});
