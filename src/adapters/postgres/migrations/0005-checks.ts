import type { Migration } from './migration.ts';

/** What version 2 of the statechart knows of checks. Every column has a default: code of the version before still writes. */
export const migration0005: Migration = {
  version: 5,
  name: 'checks',
  up: () => [],
  down: () => [],
};
