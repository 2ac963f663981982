import { OrderError } from '../../errors/index.ts';
import type { Context } from '../context.ts';
import type { Worker } from '../worker/worker.ts';
import { jobs } from './jobs.ts';
import { type MaintenanceOptions, resolveMaintenance } from './options.ts';
import type { JobReport } from './report.ts';

/** Runs jobs of maintenance one after the other, and says what each did. */
export async function maintain(
  context: Context,
  worker: Worker,
  asked: MaintenanceOptions,
): Promise<readonly JobReport[]> {
  const options = resolveMaintenance(asked);
  const { clock, logger, store } = context;
  await context.ready();
  const { upkeep } = store;
  if (upkeep === undefined)
    throw new OrderError(
      'NOT_ALLOWED',
      'this store has no `upkeep`, so nothing of it can be forgotten. The stores of statecart/adapters/postgres and statecart/adapters/memory have it.',
      { retry: 'afterFix' },
    );
  const until = clock.now() + options.maxMs;
  const reports: JobReport[] = [];
  for (const name of options.jobs) {
    const shift = { context, upkeep, options, until, drain: worker.drain.bind(worker) };
    const report = await jobs[name](shift);
    const { job, done, more, findings } = report;
    logger.info({ job, done, more, findings: findings.length }, 'a job of maintenance is over');
    reports.push(report);
  }
  return reports;
}
