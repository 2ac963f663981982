import { OrderError } from '../../errors/index.ts';
import type { Clock } from '../../ports/index.ts';

/** What a virtual clock is made from. */
export interface MemoryClockOptions {
  /** The time it starts at, in milliseconds since the Unix epoch. @defaultValue 2026-01-01T00:00:00Z */
  readonly now?: number;
  /**
   * Waits until what a timer has set going has come to rest, before the next timer fires. Needed only when work goes on
   * outside this process's promises, in a database for instance.
   * @defaultValue one turn of the event loop
   */
  readonly settle?: () => Promise<void>;
}

/** A clock that stands still until it is told to go on. */
export interface MemoryClock extends Clock {
  /** Goes on by `ms`: every timer that falls due fires at its own moment, in order; those of one moment in the order they were set. */
  advance(ms: number): Promise<void>;
  /**
   * Goes on from timer to timer until none is left, or the next would fire more than `withinMs` from the start.
   * Returns how many have fired. @throws OrderError `LIMIT_EXCEEDED` after `maxTimers` of them.
   */
  runUntilIdle(limits?: { readonly withinMs?: number; readonly maxTimers?: number }): Promise<number>;
  /** How many timers are set. */
  pending(): number;
  /** When the next timer fires; `null`: none is set. */
  nextAt(): number | null;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/**
 * Makes a virtual clock: a month passes in a millisecond, and the same timers fire in the same order every time.
 *
 * @example
 * import { createMemoryClock } from 'statecart/adapters/memory';
 * const clock = createMemoryClock({ now: Date.UTC(2026, 0, 1) });
 * clock.after(30 * 60_000, () => console.log('half an hour later'));
 * await clock.advance(60 * 60_000);
 */
export function createMemoryClock(options: MemoryClockOptions = {}): MemoryClock {
  const settle = options.settle ?? nextTurn;
  const timers = new Set<Timer>();
  let now = options.now ?? Date.UTC(2026, 0, 1);
  let order = 0;

  const after = (ms: number, run: () => void): (() => void) => {
    order += 1;
    const timer: Timer = { at: now + Math.max(0, ms), order, run };
    timers.add(timer);
    return () => {
      timers.delete(timer);
    };
  };

  /** The timer that fires next, if it does so by `until`. */
  const next = (until: number): Timer | undefined => {
    let first: Timer | undefined;
    for (const timer of timers) {
      if (first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order))
        first = timer;
    }
    return first !== undefined && first.at <= until ? first : undefined;
  };

  const fire = async (timer: Timer) => {
    timers.delete(timer);
    now = Math.max(now, timer.at);
    timer.run();
    await settle();
  };

  return {
    now: () => now,
    after,
    sleep: (ms, signal) => sleepOn(after, ms, signal),
    pending: () => timers.size,
    nextAt: () => next(Number.POSITIVE_INFINITY)?.at ?? null,
    async advance(ms) {
      const until = now + ms;
      await settle();
      for (let timer = next(until); timer !== undefined; timer = next(until)) await fire(timer);
      now = Math.max(now, until);
    },
    async runUntilIdle({ withinMs = Number.POSITIVE_INFINITY, maxTimers = 100_000 } = {}) {
      const until = now + withinMs;
      let fired = 0;
      await settle();
      for (let timer = next(until); timer !== undefined; timer = next(until)) {
        if (fired === maxTimers) {
          throw new OrderError(
            'LIMIT_EXCEEDED',
            `${maxTimers} timers have fired and ${timers.size} are still set: something sets itself again. Say how far to go with withinMs.`,
            { details: { limit: maxTimers } },
          );
        }
        await fire(timer);
        fired += 1;
      }
      return fired;
    },
  };
}

/** Resolves after `ms` by `after`, or as soon as the signal is aborted; leaves neither timer nor listener behind. */
function sleepOn(after: Clock['after'], ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const wake = () => {
      cancel();
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const cancel = after(ms, wake);
    signal?.addEventListener('abort', wake, { once: true });
  });
}

/** Resolves when all promises that can settle now have settled. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
