import type { Clock } from 'statecart';
import { createMemoryClock } from 'statecart/adapters/memory';

/** A clock that the shop turns on, and that knows when its next timer fires. */
export interface OutsideClock extends Clock {
  /** Goes on to a moment; a moment that is past changes nothing. */
  moveTo(at: number): Promise<void>;
  /** When the next timer fires; `null`: none is set. */
  next(): number | null;
}

/** Makes a clock that stands at `now`. */
export function createOutsideClock(now: number): OutsideClock {
  const clock = createMemoryClock({ now });
  const timers = new Set<{ readonly at: number }>();
  return {
    now: () => clock.now(),
    sleep: (ms, signal) => clock.sleep(ms, signal),
    after(ms, run) {
      const timer = { at: clock.now() + Math.max(0, ms) };
      timers.add(timer);
      const cancel = clock.after(ms, () => {
        timers.delete(timer);
        run();
      });
      return () => {
        timers.delete(timer);
        cancel();
      };
    },
    moveTo: (at) => clock.advance(Math.max(0, at - clock.now())),
    next: () => (timers.size === 0 ? null : Math.min(...Array.from(timers, (timer) => timer.at))),
  };
}
