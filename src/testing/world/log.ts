import type { Clock } from '../../ports/index.ts';
import type { Mark } from './marks.ts';

/** What was counted in a world. */
export interface Tally {
  /** Orders that were created. */
  orders: number;
  /** Events that were committed. */
  events: number;
  /** Calls of ports that arrived. */
  calls: number;
  crashes: number;
  /** Faults that struck, by kind. */
  readonly faults: Record<string, number>;
  /** How often invariants were checked, each of them once a time. */
  checks: number;
}

/** What happened in a world, in its order, with what is wrong about it. */
export interface Log {
  readonly lines: readonly string[];
  readonly broken: readonly string[];
  readonly marks: ReadonlySet<Mark>;
  readonly tally: Tally;
  /** Adds a line to the trace. */
  tell(line: string): void;
  /** Something holds no longer. */
  breaks(what: string): void;
  mark(mark: Mark): void;
  /** Counts a fault that has struck. */
  struck(fault: string): void;
}

/** The most broken promises that are listed: what follows on them says nothing new. */
const mostBroken = 20;

/** A log that begins when the clock says now. */
export function openLog(clock: Clock): Log {
  const began = clock.now();
  const lines: string[] = [];
  const broken: string[] = [];
  const seen = new Set<Mark>();
  const tally: Tally = { orders: 0, events: 0, calls: 0, crashes: 0, faults: {}, checks: 0 };
  const tell = (line: string) => void lines.push(`${clock.now() - began} ${line}`);
  return {
    lines,
    broken,
    marks: seen,
    tally,
    tell,
    breaks(what) {
      if (broken.includes(what) || broken.length >= mostBroken) return;
      broken.push(what);
      tell(`BROKEN: ${what}`);
    },
    mark: (mark) => void seen.add(mark),
    struck(fault) {
      tally.faults[fault] = (tally.faults[fault] ?? 0) + 1;
    },
  };
}
