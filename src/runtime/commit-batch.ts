import { OrderError } from '../errors/index.ts';
import type { CommitAnswer, OrderStore, OrderWrite } from '../ports/index.ts';

/** The most orders that one commit writes. */
const maxBatch = 100;
/** The most commits under way: while the store works on one, the next is put together. */
const maxUnderWay = 2;

/** One caller of a commit. */
interface Waiting {
  readonly write: OrderWrite;
  readonly resolve: (answer: CommitAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Commits for many writers: those who come while commits run share the next one. Nobody waits for company, so a single
 * write is as fast as before; the busier the store, the larger the batches. The store answers for each order, so none
 * suffers from its neighbours.
 */
export class CommitBatch {
  readonly #store: Pick<OrderStore, 'commit'>;
  #waiting: Waiting[] = [];
  #underWay = 0;

  constructor(store: Pick<OrderStore, 'commit'>) {
    this.#store = store;
  }

  /** As the store's own `commit`, for one order. */
  commit(write: OrderWrite): Promise<CommitAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ write, resolve, reject });
      if (this.#underWay < maxUnderWay) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#underWay += 1;
    // Those who are about to commit in the same turn of the event loop come along.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#commitFor(this.#waiting.splice(0, maxBatch));
    this.#underWay -= 1;
  }

  async #commitFor(batch: readonly Waiting[]): Promise<void> {
    try {
      const answers = await this.#store.commit(batch.map(({ write }) => write));
      for (const [n, { resolve, reject }] of batch.entries()) {
        const answer = answers[n];
        if (answer === undefined) reject(noAnswer());
        else resolve(answer);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

function noAnswer(): OrderError {
  return new OrderError('INVARIANT_VIOLATED', 'the store gave no answer to a commit');
}
