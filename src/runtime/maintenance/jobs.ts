import { type ComposedOrder, inconsistenciesOf, type Order, withoutOwn } from '../../machine/index.ts';
import type { StoreUpkeep, UpkeepWalk } from '../../ports/index.ts';
import type { Context } from '../context.ts';
import { upgraded } from '../load.ts';
import type { WorkReport } from '../worker/report.ts';
import type { DrainOptions } from '../worker/worker.ts';
import type { MaintenanceJob, ResolvedMaintenance } from './options.ts';
import { type JobReport, reportOf } from './report.ts';

/** What the jobs of one run share. */
export interface Shift {
  readonly context: Context;
  readonly upkeep: StoreUpkeep;
  readonly options: ResolvedMaintenance;
  /** When no further batch is begun. */
  readonly until: number;
  drain(how: DrainOptions): Promise<WorkReport>;
}

/** Each job: batches until nothing is left, or time is up. */
export const jobs: Readonly<Record<MaintenanceJob, (shift: Shift) => Promise<JobReport>>> = {
  async deadlines(shift) {
    const { context, until } = shift;
    const { deadlines } = await shift.drain({ maxMs: Math.max(1, until - context.clock.now()) });
    const next = await context.store.nextDue(context.clock.now());
    return reportOf('deadlines', { done: deadlines, more: next !== null && next <= context.clock.now() });
  },

  async drafts(shift) {
    const ids: string[] = [];
    const more = await batches(shift, async () => {
      const gone = await shift.upkeep.dropDrafts(batchOf(shift, 'drafts'));
      ids.push(...gone);
      return gone.length === shift.options.batch;
    });
    return reportOf('drafts', { done: ids.length, more, ids });
  },

  async parked(shift) {
    const ids: string[] = [];
    const more = await batches(shift, async () => {
      const now = shift.context.clock.now();
      const buried = await shift.upkeep.buryParked({ ...batchOf(shift, 'parked'), now });
      ids.push(...buried);
      return buried.length === shift.options.batch;
    });
    return reportOf('parked', { done: ids.length, more, ids });
  },

  async messages(shift) {
    let done = 0;
    const more = await batches(shift, async () => {
      const gone = await shift.upkeep.dropMessages(batchOf(shift, 'messages'));
      done += gone;
      return gone === shift.options.batch;
    });
    return reportOf('messages', { done, more });
  },

  async refusals(shift) {
    let done = 0;
    const more = await walk(shift, 'refusals', async (part) => {
      const { dropped, next } = await shift.upkeep.dropRefusals(part);
      done += dropped;
      return next;
    });
    return reportOf('refusals', { done, more });
  },

  async journals(shift) {
    let done = 0;
    const more = await walk(shift, 'journals', async (part) => {
      const { journals, next } = await shift.upkeep.oldJournals(part);
      if (journals.length > 0) {
        await shift.options.archive?.(journals);
        done += await shift.upkeep.dropJournals(journals.map(({ orderId, mark }) => ({ orderId, mark })));
      }
      return next;
    });
    return reportOf('journals', { done, more });
  },

  async consistency(shift) {
    const { order: composed, store } = shift.context;
    const findings: { orderId: string; problem: string }[] = [];
    let last = shift.options.after ?? null;
    let done = 0;
    const more = await batches(shift, async () => {
      const limit = shift.options.batch;
      const ids = await store.list(last === null ? { limit } : { after: last, limit });
      for (const stored of await store.load(ids)) {
        const { order } = upgraded(stored, composed);
        for (const problem of problemsWith(composed, order)) findings.push({ orderId: order.id, problem });
      }
      done += ids.length;
      last = ids.at(-1) ?? last;
      return ids.length === limit;
    });
    return reportOf('consistency', { done, more, findings, last });
  },
};

/** What does not fit together in an order, its own states and deadlines aside. */
function problemsWith(of: ComposedOrder, order: Order): readonly string[] {
  try {
    return inconsistenciesOf(withoutOwn(order, of));
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** The jobs that go by age. */
type AgedJob = keyof ResolvedMaintenance['olderThanMs'];

function batchOf({ context, options }: Shift, job: AgedJob) {
  return { before: context.clock.now() - options.olderThanMs[job], limit: options.batch };
}

/** Runs batches while there are more and there is time; says whether there are more. */
async function batches({ context, until }: Shift, batch: () => Promise<boolean>): Promise<boolean> {
  let isMore = true;
  while (isMore && context.clock.now() < until) isMore = await batch();
  return isMore;
}

/** Runs the batches of a walk, each from where the last one ended. */
async function walk(
  shift: Shift,
  job: AgedJob,
  step: (part: UpkeepWalk) => Promise<string | null>,
): Promise<boolean> {
  let after: string | null = null;
  return batches(shift, async () => {
    after = await step({ ...batchOf(shift, job), ...(after === null ? {} : { after }) });
    return after !== null;
  });
}
