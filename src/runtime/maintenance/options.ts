import * as z from 'zod';
import { OrderError } from '../../errors/index.ts';
import { listProblems, problemsOf } from '../../machine/index.ts';
import type { OldJournals } from '../../ports/index.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** The jobs, in the order in which they run. */
const maintenanceJobs = [
  'deadlines',
  'drafts',
  'parked',
  'messages',
  'refusals',
  'journals',
  'consistency',
] as const;
/** The name of a job of maintenance. */
export type MaintenanceJob = (typeof maintenanceJobs)[number];

/** What to tidy up, and how much of it. */
export interface MaintenanceOptions {
  /** @defaultValue all but `consistency`, and `journals` only with `archive` */
  readonly jobs?: readonly MaintenanceJob[];
  /** How many rows a job looks at in one query; 1 to 1000. @defaultValue 200 */
  readonly batch?: number;
  /** Begins no batch after this time, in milliseconds, over all jobs. @defaultValue 60000 */
  readonly maxMs?: number;
  /** How old something has to be, in milliseconds. */
  readonly olderThanMs?: {
    /** Since a draft ran out or was cancelled. @defaultValue 7 days */
    readonly drafts?: number;
    /** Since a message came whose order has not. @defaultValue 7 days */
    readonly parked?: number;
    /** Since a message was applied. Longer than anybody sends it again. @defaultValue 30 days */
    readonly messages?: number;
    /** Since a request was refused. @defaultValue 90 days */
    readonly refusals?: number;
    /** Since anything happened to an order. @defaultValue 365 days */
    readonly journals?: number;
  };
  /**
   * Keeps journals elsewhere; they are deleted here when it has resolved. After a crash, or when two run at the same time, it
   * may be given the same ones again: (order, version) tells them apart.
   */
  readonly archive?: (journals: readonly OldJournals[]) => Promise<void>;
  /** Of `consistency`: the order after which to go on, as the last report said. @defaultValue from the oldest */
  readonly after?: string;
}

const age = (ms: number) =>
  z
    .int()
    .min(0)
    .max(3_650 * day)
    .default(ms);

const schema = z.strictObject({
  jobs: z.array(z.enum(maintenanceJobs)).min(1).optional(),
  batch: z.int().min(1).max(1_000).default(200),
  maxMs: z
    .int()
    .min(1)
    .max(24 * hour)
    .default(60_000),
  olderThanMs: z
    .strictObject({
      drafts: age(7 * day),
      parked: age(7 * day),
      messages: age(30 * day),
      refusals: age(90 * day),
      journals: age(365 * day),
    })
    .prefault({}),
  archive: z
    .custom<NonNullable<MaintenanceOptions['archive']>>(
      (value) => typeof value === 'function',
      'must be a function',
    )
    .optional(),
  after: z.string().min(1).optional(),
});

/** Options with every default filled in. */
export type ResolvedMaintenance = z.output<typeof schema> & { readonly jobs: readonly MaintenanceJob[] };

/** Reads the options. @throws OrderError `OPTIONS_INVALID` with every problem. */
export function resolveMaintenance(options: MaintenanceOptions): ResolvedMaintenance {
  const read = schema.safeParse(options);
  if (!read.success) {
    const problems = problemsOf(read.error);
    throw new OrderError(
      'OPTIONS_INVALID',
      `the options of maintenance are not right: ${listProblems(problems)}`,
      {
        retry: 'afterFix',
        details: { problems },
      },
    );
  }
  const { archive, jobs } = read.data;
  if (jobs?.includes('journals') === true && archive === undefined)
    throw new OrderError(
      'OPTIONS_INVALID',
      'the job `journals` deletes what happened to orders: give it `archive`, which keeps it elsewhere first, or does nothing if it is to be forgotten.',
      { retry: 'afterFix', details: { job: 'journals' } },
    );
  const usual = maintenanceJobs.filter(
    (job) => job !== 'consistency' && (job !== 'journals' || archive !== undefined),
  );
  return { ...read.data, jobs: maintenanceJobs.filter((job) => (jobs ?? usual).includes(job)) };
}
