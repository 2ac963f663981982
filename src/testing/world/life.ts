import type { Clock } from '../../ports/index.ts';
import type { Log } from './log.ts';
import type { Mark } from './marks.ts';

/** One life of a worker, from its start to its death: what a process is. */
export interface Life {
  readonly name: string;
  readonly alive: boolean;
  /** Time as this machine sees it. Nothing that a dead one waits for ever comes. */
  readonly clock: Clock;
  /** An awaited point: `false`, it is dead, or dies here. */
  passes(point: string): boolean;
  /** Dies after so many more awaited points; 0: at once. */
  dieAfter(points: number): void;
  /** It is over, in peace: what it still waits for never comes. */
  end(): void;
  /** What somebody outside asks of it; rejects if it dies meanwhile, as a connection would. */
  reach<T>(work: Promise<T>): Promise<T>;
}

/** What a life is made from. */
export interface LifeOptions {
  readonly name: string;
  readonly clock: Clock;
  /** How far this machine's clock is off now, in milliseconds. */
  readonly skewMs: () => number;
  readonly log: Log;
  readonly onDeath: () => void;
}

/** A promise that nobody hears of again: what a dead process waits for. */
export const never = <T>(): Promise<T> => new Promise<T>(() => {});

/** Begins a life. */
export function beginLife({ name, clock, skewMs, log, onDeath }: LifeOptions): Life {
  let alive = true;
  let fuse: number | null = null;
  let lost: (error: Error) => void = () => {};
  const death = new Promise<never>((_, reject) => {
    lost = reject;
  });
  death.catch(() => {});

  const die = (point: string) => {
    alive = false;
    log.tally.crashes += 1;
    log.tell(`${name} dies: ${point}`);
    log.mark(markOf(point));
    lost(new Error(`the connection to ${name} was lost`));
    onDeath();
  };
  return {
    name,
    get alive() {
      return alive;
    },
    clock: {
      now: () => clock.now() + skewMs(),
      after: (ms, run) =>
        clock.after(ms, () => {
          if (alive) run();
        }),
      async sleep(ms, signal) {
        await clock.sleep(ms, signal);
        if (!alive) await never();
      },
    },
    passes(point) {
      if (!alive) return false;
      if (fuse === null) return true;
      fuse -= 1;
      if (fuse > 0) return true;
      die(point);
      return false;
    },
    dieAfter(points) {
      if (!alive) return;
      if (points === 0) die('at rest');
      else fuse = points;
    },
    end() {
      alive = false;
    },
    reach: (work) => Promise.race([work, death]),
  };
}

function markOf(point: string): Mark {
  if (point === 'store.commit after') return 'a worker died after a commit that it has not heard of';
  if (point === 'store.commit before') return 'a worker died before a commit that it was about to send';
  return point.endsWith(' after') && !point.startsWith('store.')
    ? 'a worker died with a call of a port on its way'
    : 'a worker died between two of its calls';
}
