import { type OpenedPglite, openPglite } from 'statecart/adapters/pglite';
import { archetypes } from 'statecart/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPaths } from '../../scripts/state-table/paths-file.ts';
import { openReplayShop, replay } from './replay.ts';

const { paths } = readPaths();

describe('the runtime over PGlite takes every path as the pure statechart does', () => {
  let database: OpenedPglite;
  beforeAll(async () => {
    database = await openPglite('memory://');
  });
  afterAll(() => database.close());

  it.each(archetypes.map(({ name }) => name))('an order “%s”', async (name) => {
    const shop = openReplayShop(database.store);
    let events = 0;
    for (const [index, path] of paths.entries())
      if (path.archetype === name) events += await replay(shop, path, index);
    expect(events).toBeGreaterThan(0);
  });
});
