import type { Clock } from '../../ports/index.ts';

/** The longest wait that a Node timer takes: beyond it, it fires at once. */
const longestTimerMs = 2 ** 31 - 1;

/**
 * The time of this machine. Waits of any length are kept: a timer of more than 24.8 days is set again and again, where
 * a plain `setTimeout` would fire at once. A `sleep` keeps the process alive, `after` does not.
 *
 * @example
 * import { systemClock } from 'statecart/adapters/system';
 * await systemClock.sleep(1_000, AbortSignal.timeout(100));
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const wake = () => {
        cancel();
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const cancel = startTimer(ms, wake, true);
      signal?.addEventListener('abort', wake, { once: true });
    }),
  after: (ms, run) => startTimer(ms, run, false),
};

function startTimer(ms: number, run: () => void, keepsAlive: boolean): () => void {
  let timer: NodeJS.Timeout | undefined;
  const wait = (leftMs: number) => {
    const partMs = Math.min(leftMs, longestTimerMs);
    timer = setTimeout(() => (leftMs > partMs ? wait(leftMs - partMs) : run()), partMs);
    if (!keepsAlive) timer.unref();
  };
  wait(Math.max(0, ms));
  return () => clearTimeout(timer);
}
