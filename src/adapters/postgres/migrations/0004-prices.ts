import type { Migration } from './migration.ts';

/** What version 2 of the statechart knows of prices. Every column has a default: code of the version before still writes. */
export const migration0004: Migration = {
  version: 4,
  name: 'prices',
  up: () => [],
  down: () => [],
};
