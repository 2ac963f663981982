import type { Clock, OrderStore } from '../ports/index.ts';
import type { Background } from './background.ts';

/** At most one wake-up of other processes in this time, in milliseconds: NOTIFY serialises commits on Postgres. */
const wakeEveryMs = 50;

/** A sleep that somebody can end. A wake-up between two sleeps ends the next one at once. */
export class Wakeup {
  #controller = new AbortController();

  wake(): void {
    // With a reason of our own: the default one is an error, which costs its stack trace.
    if (!this.#controller.signal.aborted) this.#controller.abort('woken');
  }

  /** Resolves after `ms`, or when woken. */
  async sleep(clock: Clock, ms: number): Promise<void> {
    await clock.sleep(ms, this.#controller.signal);
    this.#controller = new AbortController();
  }
}

/**
 * Tells workers and waiters that something was committed: those of this process at once, those elsewhere through the
 * store, coalesced. A wake-up may be lost; polling is the truth.
 */
export class Wakeups {
  /** Each with the order that it is interested in; `null`: in all. */
  readonly #listeners = new Map<() => void, string | null>();
  readonly #store: OrderStore;
  readonly #clock: Clock;
  readonly #background: Background;
  /** Calls off the wake-up of other processes that is about to be sent; `null`: none is. */
  #callOff: (() => void) | null = null;
  #unlisten: Promise<() => Promise<void>> | null = null;

  constructor(store: OrderStore, clock: Clock, background: Background) {
    this.#store = store;
    this.#clock = clock;
    this.#background = background;
  }

  /** Something of an order was committed here. */
  committed(orderId: string): void {
    this.#wakeLocal(orderId);
    if (this.#callOff !== null || this.#store.wake === undefined) return;
    this.#callOff = this.#clock.after(wakeEveryMs, () => this.#wakeOthers());
  }

  /** Sends the wake-up that is about to be sent now, in the background: nothing touches the store later on. */
  flush(): void {
    if (this.#callOff === null) return;
    this.#callOff();
    this.#wakeOthers();
  }

  /** Wakes this process once a caller's own transaction has had time to end. */
  joined(orderId: string): void {
    this.committed(orderId);
    this.#clock.after(wakeEveryMs, () => this.#wakeLocal(orderId));
  }

  /** Calls `onWake` when there may be news, of one order or of any, until the returned function is called. */
  subscribe(onWake: () => void, orderId: string | null = null): () => void {
    this.#listeners.set(onWake, orderId);
    if (this.#listeners.size === 1) this.#listen();
    return () => {
      this.#listeners.delete(onWake);
      if (this.#listeners.size === 0) this.#unlistenAll();
    };
  }

  #wakeOthers(): void {
    this.#callOff = null;
    this.#background.run('waking other workers', async () => this.#store.wake?.());
  }

  /** `null`: it is not known which order has news. */
  #wakeLocal(orderId: string | null): void {
    for (const [listener, wanted] of this.#listeners) {
      if (orderId === null || wanted === null || wanted === orderId) listener();
    }
  }

  #listen(): void {
    if (this.#store.listen === undefined) return;
    const listening = this.#store.listen(() => this.#wakeLocal(null));
    this.#unlisten = listening;
    this.#background.run('listening for work', () => listening);
  }

  #unlistenAll(): void {
    const listening = this.#unlisten;
    this.#unlisten = null;
    if (listening === null) return;
    this.#background.run('ending to listen for work', async () => {
      const unlisten = await listening.catch(() => null);
      await unlisten?.();
    });
  }
}
