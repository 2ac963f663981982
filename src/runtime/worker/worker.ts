import { OrderError } from '../../errors/index.ts';
import type { Context } from '../context.ts';
import { Wakeup } from '../wakeups.ts';
import { Crew } from './crew.ts';
import { Errands } from './errands.ts';
import type { WorkReport } from './report.ts';

/** How far `drain` goes. */
export interface DrainOptions {
  /** Claims nothing more after this time, in milliseconds; what is in work is finished. @defaultValue no limit */
  readonly maxMs?: number;
  /** Claims at most this often. @defaultValue no limit */
  readonly limit?: number;
}

/** How `stop` ends. */
export interface StopOptions {
  /** How long calls in flight may take before they are aborted, in milliseconds. @defaultValue the option `worker.stopGraceMs` */
  readonly graceMs?: number;
}

/** Works off what is due: in a loop, until nothing is due, or for one order. */
export class Worker {
  readonly #context: Context;
  readonly #crew: Crew;
  readonly #errands: Errands;
  readonly #drains = new Set<Crew>();
  #state: 'idle' | 'running' | 'stopped' = 'idle';
  #loop: Promise<void> = Promise.resolve();
  readonly #wakeup = new Wakeup();

  constructor(context: Context) {
    this.#context = context;
    this.#crew = new Crew(context, () => this.#wakeup.wake());
    this.#errands = new Errands(context, () => this.#state === 'stopped');
  }

  /** Starts the loop. @throws OrderError `SCHEMA_MISSING`, `STORE_UNAVAILABLE`… if the store is not fit for use. */
  async start(): Promise<void> {
    await this.#context.ready();
    if (this.#state === 'running') return;
    this.#state = 'running';
    const before = this.#loop;
    this.#loop = before.then(() => this.#run());
  }

  /** Claims nothing more, finishes and settles what is in work, and aborts what outlasts the grace. */
  async stop(options: StopOptions = {}): Promise<void> {
    const { clock, options: resolved } = this.#context;
    this.#state = 'stopped';
    this.#wakeup.wake();
    await this.#loop;
    const crews = [this.#crew, this.#errands.crew, ...this.#drains];
    const over = Promise.all(crews.map((crew) => crew.allOver()));
    const graceMs = options.graceMs ?? resolved.worker.stopGraceMs;
    const patience = new AbortController();
    if (graceMs > 0) await Promise.race([over, clock.sleep(graceMs, patience.signal)]);
    patience.abort();
    for (const crew of crews) crew.abort();
    await over;
    const settled = this.#settled();
    const last = new AbortController();
    if (graceMs > 0) await Promise.race([settled, clock.sleep(graceMs, last.signal)]);
    last.abort();
  }

  /** Resolves when nothing of this runtime touches the store any more: its owner may close it. */
  async #settled(): Promise<void> {
    const { background, wakeups } = this.#context;
    await background.settled();
    wakeups.flush();
    await background.settled();
  }

  /** Works until nothing is due, and says what was done. */
  async drain({ maxMs, limit }: DrainOptions): Promise<WorkReport> {
    await this.#context.ready();
    this.#assertNotStopped();
    const { clock, options } = this.#context;
    const until = maxMs === undefined ? Number.POSITIVE_INFINITY : clock.now() + maxMs;
    const crew = new Crew(this.#context);
    this.#drains.add(crew);
    try {
      let left = limit ?? Number.POSITIVE_INFINITY;
      while (left > 0 && clock.now() < until && this.#state !== 'stopped') {
        const taken = await crew.take(Math.min(left, options.worker.concurrency - crew.size));
        left -= taken;
        if (taken > 0 && crew.size < options.worker.concurrency) continue;
        if (crew.size === 0 && !(await this.#othersAtWork())) break;
        await crew.oneOver();
      }
      await crew.allOver();
      return crew.report;
    } finally {
      this.#drains.delete(crew);
    }
  }

  /** Works on one order now, if it has anything due and nobody else works on it. Resolves when that is done. */
  async workOnOrder(orderId: string): Promise<void> {
    await this.#errands.run(orderId);
  }

  /** Waits for other work that goes on here, which may leave something behind; `false`: there is none. */
  async #othersAtWork(): Promise<boolean> {
    const busy = [this.#crew, this.#errands.crew, ...this.#drains].filter((crew) => crew.size > 0);
    if (busy.length === 0) return false;
    await Promise.race(busy.map((crew) => crew.oneOver()));
    return true;
  }

  async #run(): Promise<void> {
    const unsubscribe = this.#context.wakeups.subscribe(() => this.#wakeup.wake());
    try {
      while (this.#isRunning()) await this.#turn();
    } finally {
      unsubscribe();
    }
  }

  /** Takes what there is room for; sleeps when there is nothing to take, or no room. */
  async #turn(): Promise<void> {
    const { clock, logger, options, store } = this.#context;
    const { concurrency, pollMs } = options.worker;
    try {
      const room = concurrency - this.#crew.size;
      if (room === 0) return await this.#wakeup.sleep(clock, pollMs);
      const taken = await this.#crew.take(room);
      if (taken > 0) return;
      const now = clock.now();
      const due = await store.nextDue(now);
      await this.#wakeup.sleep(clock, due === null || due <= now ? pollMs : Math.min(due - now, pollMs));
    } catch (error) {
      logger.error({ err: error }, 'the store could not be asked for work; asking again');
      await this.#wakeup.sleep(clock, pollMs);
    }
  }

  /** A method, because the state changes while the loop awaits. */
  #isRunning(): boolean {
    return this.#state === 'running';
  }

  #assertNotStopped(): void {
    if (this.#state !== 'stopped') return;
    throw new OrderError('STOPPED', 'the worker is stopped. Call start first, or drain before stop.', {
      retry: 'afterFix',
    });
  }
}
