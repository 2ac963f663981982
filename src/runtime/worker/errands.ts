import type { Context } from '../context.ts';
import { Crew } from './crew.ts';

interface Waiting {
  readonly orderId: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Work on orders that are named: those that are asked for while a claim runs share the next one. */
export class Errands {
  readonly crew: Crew;
  readonly #context: Context;
  readonly #isOver: () => boolean;
  #waiting: Waiting[] = [];
  #claiming = false;

  /** Nothing more is claimed once `isOver` says so. */
  constructor(context: Context, isOver: () => boolean) {
    this.#context = context;
    this.#isOver = isOver;
    this.crew = new Crew(context);
  }

  /** Works on one order, if it has anything due and nobody else works on it. Resolves when that is done. */
  run(orderId: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ orderId, resolve, reject });
      if (!this.#claiming) void this.#claim();
    });
  }

  async #claim(): Promise<void> {
    const { batchSize } = this.#context.options.worker;
    this.#claiming = true;
    while (this.#waiting.length > 0) await this.#claimFor(this.#waiting.splice(0, batchSize));
    this.#claiming = false;
  }

  async #claimFor(batch: readonly Waiting[]): Promise<void> {
    const orderIds = [...new Set(batch.map(({ orderId }) => orderId))];
    try {
      if (!this.#isOver()) await this.crew.take(orderIds.length, orderIds);
      for (const { orderId, resolve, reject } of batch) this.crew.orderOver(orderId).then(resolve, reject);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
