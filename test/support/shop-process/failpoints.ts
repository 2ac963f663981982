import { existsSync, openSync, writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** Where a process is to die, or to stand still. */
export interface Arm {
  /** The place: `commit.locked`, `call.after`… */
  readonly at: string;
  /** Only where the detail is this one: the port's method, for instance. */
  readonly detail?: string;
  /** How many times the place is passed before. @defaultValue 0 */
  readonly skip?: number;
  /** Stand still until this file is there, instead of dying. */
  readonly thaw?: string;
}

/** When a process is to die, wherever it is then. */
export interface Moment {
  /** After how many lines of its trace. */
  readonly lines: number;
  /** And how long after that, in milliseconds. */
  readonly delayMs: number;
}

/** One line of the trace. */
export interface TraceLine {
  readonly at: string;
  readonly detail: string;
  readonly orders: readonly string[];
  /** What the process did there: `killed` is the last line that it wrote. */
  readonly fate: 'passed' | 'frozen' | 'killed';
}

/** Called wherever a process passes a place. Synchronous: what it writes is on disk when it returns. */
export type Reach = (at: string, detail?: string, orders?: readonly string[]) => void;

/**
 * The places that a process passes, in a file that outlives it: each line is written, with no buffer in between, before
 * the process goes on. An armed place kills the process with SIGKILL: nothing of it runs any more, no `finally`, no
 * `exit` listener.
 */
export class Failpoints {
  readonly #trace: number;
  /** How many lines were written. Shared with the thread that waits for a moment. */
  readonly #lines = new Int32Array(new SharedArrayBuffer(4));
  #arm: Arm | null = null;
  #passed = 0;

  constructor(tracePath: string) {
    this.#trace = openSync(tracePath, 'a');
  }

  /** Arms a place; `null` disarms. */
  arm(arm: Arm | null): void {
    this.#arm = arm;
    this.#passed = 0;
  }

  /**
   * Sets the moment of death. A thread of its own waits for it, so that it comes at whatever the process is doing: in the
   * middle of a computation as well as between two.
   */
  async armMoment({ lines, delayMs }: Moment): Promise<void> {
    const until = Atomics.load(this.#lines, 0) + lines;
    const thread = new Worker(killer, {
      eval: true,
      execArgv: [],
      workerData: { lines: this.#lines, until, delayMs },
    });
    thread.unref();
    await new Promise((resolve) => thread.once('online', resolve));
  }

  readonly reach: Reach = (at, detail = '', orders = []) => {
    const fate = this.#fateAt(at, detail);
    const line: TraceLine = { at, detail, orders, fate };
    writeSync(this.#trace, `${JSON.stringify(line)}\n`);
    Atomics.add(this.#lines, 0, 1);
    Atomics.notify(this.#lines, 0);
    if (fate === 'killed') process.kill(process.pid, 'SIGKILL');
    if (fate === 'frozen') standStill(this.#take().thaw ?? '');
  };

  #fateAt(at: string, detail: string): TraceLine['fate'] {
    const arm = this.#arm;
    if (arm === null || arm.at !== at || (arm.detail !== undefined && arm.detail !== detail)) return 'passed';
    this.#passed += 1;
    if (this.#passed <= (arm.skip ?? 0)) return 'passed';
    return arm.thaw === undefined ? 'killed' : 'frozen';
  }

  #take(): Arm {
    const arm = this.#arm;
    if (arm === null) throw new Error('nothing is armed');
    this.#arm = null;
    return arm;
  }
}

/** Waits for the moment, and kills the process that it is a thread of. */
const killer = `
  const { workerData: { lines, until, delayMs } } = require('node:worker_threads');
  for (let now = Atomics.load(lines, 0); now < until; now = Atomics.load(lines, 0)) Atomics.wait(lines, 0, now);
  if (delayMs > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, delayMs);
  process.kill(process.pid, 'SIGKILL');
`;

/** Blocks the whole process, as a machine does that was put to sleep. */
function standStill(thaw: string): void {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  while (!existsSync(thaw)) Atomics.wait(cell, 0, 0, 10);
}
