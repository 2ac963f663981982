import { migration0001 } from './0001-orders.ts';
import { migration0002 } from './0002-journals.ts';
import { migration0003 } from './0003-work.ts';
import { migration0004 } from './0004-prices.ts';
import { migration0005 } from './0005-checks.ts';
import { migration0006 } from './0006-stock.ts';
import { migration0007 } from './0007-payments.ts';
import { migration0008 } from './0008-cancellation.ts';
import { migration0009 } from './0009-parcels.ts';
import { migration0010 } from './0010-upkeep.ts';
import type { Migration } from './migration.ts';

/** All migrations, in order; each is one version above the one before. */
export const migrations: readonly Migration[] = [
  migration0001,
  migration0002,
  migration0003,
  migration0004,
  migration0005,
  migration0006,
  migration0007,
  migration0008,
  migration0009,
  migration0010,
];

/** The version of the schema that this code is written for. */
export const latestVersion = migrations.length;
