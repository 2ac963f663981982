import { knownVersions } from '../../machine/index.ts';
import type { Context } from '../context.ts';
import { type LoadedClaim, upgraded } from '../load.ts';
import { addReports, emptyReport, type WorkReport } from './report.ts';
import { workOn } from './work.ts';

/** Claims in work: up to a number of them at a time. */
export class Crew {
  readonly #context: Context;
  readonly #inWork = new Map<Promise<void>, AbortController>();
  readonly #byOrder = new Map<string, Promise<void>>();
  readonly #onOver: () => void;
  #report: WorkReport = emptyReport;

  /** `onOver` is called when one of the claims is over. */
  constructor(context: Context, onOver: () => void = () => {}) {
    this.#context = context;
    this.#onOver = onOver;
  }

  /** How many claims are in work. */
  get size(): number {
    return this.#inWork.size;
  }

  /** What has been worked off so far. */
  get report(): WorkReport {
    return this.#report;
  }

  /** Claims up to `limit` orders and starts to work on them; returns how many they are. */
  async take(limit: number, orderIds?: readonly string[]): Promise<number> {
    const { clock, ids, options, store } = this.#context;
    if (limit < 1) return 0;
    const claims = await store.claim({
      token: ids.next(),
      now: clock.now(),
      leaseMs: options.worker.leaseMs,
      limit: Math.min(limit, options.worker.batchSize),
      machineVersions: knownVersions,
      ...(orderIds === undefined ? {} : { orderIds }),
    });
    for (const claim of claims) this.#start(upgraded(claim, this.#context.order));
    return claims.length;
  }

  /** Resolves when the claim on an order is over, at once if there is none. */
  async orderOver(orderId: string): Promise<void> {
    await this.#byOrder.get(orderId);
  }

  /** Resolves when one of the claims in work is over, at once if none is. */
  async oneOver(): Promise<void> {
    if (this.#inWork.size > 0) await Promise.race(this.#inWork.keys());
  }

  /** Resolves when nothing is in work any more. */
  async allOver(): Promise<void> {
    while (this.#inWork.size > 0) await Promise.all(this.#inWork.keys());
  }

  /** Gives up the calls in flight. What they came to is unknown, and settled as such. */
  abort(): void {
    for (const stop of this.#inWork.values()) stop.abort();
  }

  #start(claim: LoadedClaim): void {
    const stop = new AbortController();
    const orderId = claim.order.id;
    const work: Promise<void> = workOn(this.#context, claim, stop).then((report) => {
      this.#report = addReports(this.#report, report);
      this.#inWork.delete(work);
      if (this.#byOrder.get(orderId) === work) this.#byOrder.delete(orderId);
      this.#onOver();
    });
    this.#inWork.set(work, stop);
    this.#byOrder.set(orderId, work);
  }
}
