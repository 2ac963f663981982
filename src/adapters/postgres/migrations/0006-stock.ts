import type { Migration } from './migration.ts';

/** What version 2 of the statechart knows of stock. Every column has a default: code of the version before still writes. */
export const migration0006: Migration = {
  version: 6,
  name: 'stock',
  up: () => [],
  down: () => [],
};
