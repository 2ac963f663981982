import { createMemoryStore } from 'statecart/adapters/memory';
import { describe } from 'vitest';
import { readPaths } from '../../scripts/state-table/paths-file.ts';
import { placed, replayTests } from './replay-all.ts';

describe('the runtime over memory takes every path as the pure statechart does', () => {
  const store = createMemoryStore();
  replayTests(() => store, placed(readPaths().paths), 1);
});
