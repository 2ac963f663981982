import type { MaintenanceJob } from './options.ts';

/** What one job did. */
export interface JobReport {
  readonly job: MaintenanceJob;
  /**
   * How many it did: deadlines reached, drafts deleted, messages buried or forgotten, refusals or journal records deleted,
   * orders looked at.
   */
  readonly done: number;
  /** Whether time ran out before it had seen everything: run it again. */
  readonly more: boolean;
  /** Of `drafts` the orders that were deleted, of `parked` the dead letters that were made; else empty. */
  readonly ids: readonly string[];
  /** Of `consistency`: what does not fit together; else empty. Nothing is changed. */
  readonly findings: readonly { readonly orderId: string; readonly problem: string }[];
  /** Of `consistency`: the last order that it looked at, for `after`; `null`: none, or another job. */
  readonly last: string | null;
}

/** A report of a job of which only a number is told. */
export function reportOf(job: MaintenanceJob, told: Partial<JobReport>): JobReport {
  return { job, done: 0, more: false, ids: [], findings: [], last: null, ...told };
}
