import type { Migration } from './migration.ts';

/** What version 2 of the statechart knows of cancellation. Every column has a default: code of the version before still writes. */
export const migration0008: Migration = {
  version: 8,
  name: 'cancellation',
  up: () => [],
  down: () => [],
};
