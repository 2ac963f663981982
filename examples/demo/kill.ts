import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createSeededRandom } from 'statecart/adapters/memory';
import { openPglite } from 'statecart/adapters/pglite';
import type { Choice } from './file/choose-file.ts';
import type { DemoFolder } from './folder.ts';
import type { DemoOptions } from './options.ts';
import { connectOutside } from './outside/client.ts';
import { type OutsideProcess, startOutside } from './outside/process.ts';
import { type Standing, standingOf } from './report/standing.ts';
import { killedText } from './report/standing-text.ts';
import type { WorkerMessage } from './worker.ts';

/** About how many commits an order takes, from its placement to its end. */
const commitsPerOrder = 18;

/** The calls that it is worst to die in: they move money or goods. */
const grave =
  /^(?:payments\.(?!find)|warehouse\.(?!find|available)|fulfillment\.(?!find)|shipping\.(?!find))/;

/** When a worker was killed. */
interface Death {
  readonly commits: number;
  /** The call that had just had its effect. */
  readonly call: string;
}

/** Runs the shop in a process of its own, kills that in the middle, and tells what is left. The outside lives on. */
export async function runAndKill(options: DemoOptions, folder: DemoFolder, choice: Choice): Promise<number> {
  const worker = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), [
    folder.path,
    options.file ?? '',
  ]);
  const exit = once(worker, 'exit');
  let outside: OutsideProcess | null = null;
  try {
    const death = await watch(worker, options.seed, async (onServed) => {
      outside = await startOutside(folder.path, onServed);
      return outside.url;
    });
    const [code] = (await exit) as [number | null];
    if (death === null) {
      if (code === 0) console.log('The worker was done before the moment came to kill it: all is settled.');
      return code ?? 1;
    }
    const standing = await lookAfter(folder, choice, (outside as OutsideProcess | null)?.url ?? '');
    console.log(killedText(worker.pid ?? 0, death, options.seed, standing, folder.books));
    return 0;
  } finally {
    worker.kill('SIGKILL');
    await (outside as OutsideProcess | null)?.stop();
  }
}

/**
 * Kills the worker after a number of commits that the seed decides, when the next grave call has had its effect and
 * nobody can have written that down yet. `null`: the worker was done before.
 */
function watch(
  worker: ChildProcess,
  seed: number,
  connect: (onServed: (what: string) => void) => Promise<string>,
): Promise<Death | null> {
  return new Promise((resolve, reject) => {
    let target = Number.POSITIVE_INFINITY;
    let commits = 0;
    const onServed = (call: string) => {
      if (commits < target || !grave.test(call) || !worker.kill('SIGKILL')) return;
      target = Number.POSITIVE_INFINITY;
      resolve({ commits, call });
    };
    worker.on('message', (message: WorkerMessage) => {
      switch (message.type) {
        case 'opened':
          connect(onServed).then((url) => worker.send({ url }), reject);
          return;
        case 'standing':
          target = momentOf(seed, message.standing);
          return;
        case 'committed':
          commits = message.commits;
      }
    });
    worker.once('exit', () => resolve(null));
    worker.once('error', reject);
  });
}

/** A number of commits between a tenth and two thirds of what is left to do. */
function momentOf(seed: number, { all, atEnd }: Standing): number {
  const left = (all - atEnd) * commitsPerOrder;
  return Math.max(1, Math.round(left * (0.1 + 0.55 * createSeededRandom(seed).next())));
}

/** What is on disk, after the worker's death. */
async function lookAfter(folder: DemoFolder, { file }: Choice, url: string): Promise<Standing> {
  const { now } = await connectOutside(url).state();
  const { store, close } = await openPglite(folder.database);
  try {
    const ids = await store.list({ limit: 1_000 });
    const stored = await store.load(ids);
    return standingOf(
      file,
      stored.map(({ order }) => order),
      now,
    );
  } finally {
    await close();
  }
}
