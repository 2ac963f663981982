import { migration0001 } from './0001-orders.ts';
import { migration0002 } from './0002-journals.ts';
import { migration0003 } from './0003-work.ts';
import type { Migration } from './migration.ts';

/** All migrations, in order; each is one version above the one before. */
export const migrations: readonly Migration[] = [migration0001, migration0002, migration0003];

/** The version of the schema that this code is written for. */
export const latestVersion = migrations.length;
