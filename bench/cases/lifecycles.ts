import type { BenchOptions } from '../options.ts';
import type { Job } from '../process/job.ts';
import { type JobsResult, runJobs } from '../process/run-jobs.ts';
import type { Figure, Section } from '../report/figure.ts';
import { byFifty, type Ceiling, oneByOne } from '../rows/ceiling.ts';
import { recordLife } from '../rows/record-life.ts';
import { rowsWritten } from '../rows/transactions.ts';
import type { BenchServer } from '../server/bench-server.ts';

const clients = 32;
const concurrency = 64;

/** Whole lives through the runtime, beside pgbench writing the rows that they wrote. */
export async function lifecyclesCase(server: BenchServer, { quick }: BenchOptions): Promise<Section> {
  const seconds = quick ? 3 : 10;
  const lives = quick ? 300 : 1_200;
  const life = await recordLife(server.url, 'recorded');
  // Before and after: a machine on which others work gives more at one moment than at another.
  const singles = [await oneByOne(server.url, life, 'recorded', 8, seconds)];
  const fifties = [await byFifty(server.url, life, 'recorded', 4, seconds)];
  const job = (name: string, more: Partial<Job>): Job => ({
    name,
    url: server.url,
    schema: 'lives',
    lives,
    warmUp: quick ? 100 : 300,
    clients,
    concurrency,
    shared: false,
    ...more,
  });
  const one = await runJobs([job('one', { schema: 'lives_one' })]);
  const half = { schema: 'lives_two', lives: lives / 2, shared: true };
  const two = await runJobs([job('first', half), job('second', half)]);
  const embedded = await runJobs([job('embedded', { url: null, lives: lives / 4, warmUp: 50 })]);
  singles.push(await oneByOne(server.url, life, 'recorded', 8, seconds));
  fifties.push(await byFifty(server.url, life, 'recorded', 4, seconds));
  const [single, fifty] = [mean(singles), mean(fifties)];
  const against = (name: string, result: JobsResult): Figure[] => [
    rate(
      name,
      'transitions/s',
      result.transitionsPerSecond,
      `${single.by}, one by one`,
      single.transitionsPerSecond,
    ),
    rate(
      name,
      'transitions/s',
      result.transitionsPerSecond,
      `${fifty.by}, by fifty`,
      fifty.transitionsPerSecond,
    ),
    rate(name, 'lives/s', result.livesPerSecond, `${single.by}, one by one`, single.livesPerSecond),
  ];
  return {
    name: 'lifecycles',
    title: 'Whole lives through the runtime',
    figures: [
      ...against('Postgres, one worker process', one),
      ...against('Postgres, two worker processes', two),
      ...against('PGlite in memory, in the worker process', embedded),
      { name: 'CPU of the worker', value: cpuPer(one), unit: 'ms/transition' },
    ],
    remarks: [
      `${server.what}. A life is ${life.transitions} transitions in ${life.writes.length} commits when it is alone, and writes ${rowsWritten(life)} rows; its ports answer at once, pickers and carrier report by four messages. ${clients} callers create orders while the worker (\`concurrency\` ${concurrency}) works them off; from the first \`create\` to the last delivery.`,
      'The ceiling writes the rows of a recorded life, with their content, into tables of the same make, before and after (the mean): one transaction for each of its commits, by 8 clients, or fifty orders in each, by 4 clients. It reads nothing, decides nothing, and claims nothing. Two worker processes and the server share the processor with each other.',
    ],
  };
}

function mean(of: readonly Ceiling[]): Ceiling {
  const average = (figure: 'livesPerSecond' | 'transitionsPerSecond') =>
    of.reduce((sum, one) => sum + one[figure], 0) / of.length;
  return {
    livesPerSecond: average('livesPerSecond'),
    transitionsPerSecond: average('transitionsPerSecond'),
    by: of[0]!.by,
  };
}

function rate(name: string, unit: string, value: number, ceiling: string, at: number): Figure {
  return { name, value, unit, ceiling: { name: ceiling, value: at } };
}

function cpuPer({ each }: JobsResult): number {
  const sum = (of: 'cpuMs' | 'transitions') => each.reduce((total, one) => total + one[of], 0);
  return sum('cpuMs') / sum('transitions');
}
