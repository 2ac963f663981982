import type { Migration } from './migration.ts';

/** What version 2 of the statechart knows of parcels. Every column has a default: code of the version before still writes. */
export const migration0009: Migration = {
  version: 9,
  name: 'parcels',
  up: () => [],
  down: () => [],
};
