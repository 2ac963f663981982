import type { Migration } from './migration.ts';

/** What version 2 of the statechart knows of payments. Every column has a default: code of the version before still writes. */
export const migration0007: Migration = {
  version: 7,
  name: 'payments',
  up: () => [],
  down: () => [],
};
