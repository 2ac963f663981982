import { createMemoryStore } from 'statecart/adapters/memory';
import { archetypes } from 'statecart/testing';
import { describe, expect, it } from 'vitest';
import { readPaths } from '../../scripts/state-table/paths-file.ts';
import { openReplayShop, replay } from './replay.ts';

const { paths } = readPaths();

describe('the runtime over memory takes every path as the pure statechart does', () => {
  it.each(archetypes.map(({ name }) => name))('an order “%s”', async (name) => {
    const shop = openReplayShop(createMemoryStore());
    let events = 0;
    for (const [index, path] of paths.entries())
      if (path.archetype === name) events += await replay(shop, path, index);
    expect(events).toBeGreaterThan(0);
  });
});
