import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Job, JobResult } from './job.ts';

/** What all processes did together. */
export interface JobsResult {
  readonly livesPerSecond: number;
  readonly transitionsPerSecond: number;
  readonly createsPerSecond: number;
  readonly each: readonly JobResult[];
}

/** Runs jobs, each in a process of its own: all warm up, then all begin at the same moment. */
export async function runJobs(jobs: readonly Job[]): Promise<JobsResult> {
  const processes = jobs.map(startJob);
  try {
    await Promise.all(processes.map(({ ready }) => ready));
    for (const { child } of processes) child.send('go');
    const each = await Promise.all(processes.map(({ result }) => result));
    const seconds = Math.max(...each.map(({ tookMs }) => tookMs)) / 1_000;
    const lives = jobs.reduce((sum, { lives: own }) => sum + own, 0);
    const transitions = each.reduce((sum, { transitions: own }) => sum + own, 0);
    const createSeconds = Math.max(...each.map(({ createdMs }) => createdMs)) / 1_000;
    return {
      livesPerSecond: lives / seconds,
      transitionsPerSecond: transitions / seconds,
      createsPerSecond: lives / createSeconds,
      each,
    };
  } finally {
    for (const { child } of processes) child.kill();
  }
}

function startJob(job: Job) {
  const entry = fileURLToPath(new URL('shop-process.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [...process.execArgv, entry, JSON.stringify(job)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const heard = <T>(kind: string): Promise<T> =>
    new Promise((resolve, reject) => {
      child.on('message', (message: { kind: string }) => message.kind === kind && resolve(message as T));
      child.on('exit', (code) => reject(new Error(`a worker process of the bench ended with ${code}`)));
    });
  const ready = heard<unknown>('ready');
  const result = heard<JobResult>('result');
  // The other one is waited for first.
  result.catch(() => {});
  return { child, ready, result };
}
