import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { OrderStore, Orders, OrdersOptions } from 'statecart';
import type { TermsInput } from 'statecart/machine';
import type { Arm, Moment, TraceLine } from './failpoints.ts';
import { type AnswerMessage, type CallMessage, fromWire, toWire } from './wire.ts';

/** What a process of the shop is given. */
export interface ShopSetup {
  readonly connectionString: string;
  readonly schema: string;
  /** The file that it writes its trace to. */
  readonly trace: string;
  /** The file that is the bus. */
  readonly bus: string;
  /** Where the outside listens; `null`: there is none. */
  readonly outside: string | null;
  /** What its clock says at first: it stands still until the parent turns it. `null`: it has the machine's clock. */
  readonly now: number | null;
  /** The terms of orders by the `key` in their metadata, otherwise than the defaults. */
  readonly termsOf: Readonly<Record<string, TermsInput>>;
  readonly worker: NonNullable<OrdersOptions['worker']>;
}

/** The process has died before it answered. */
export class ProcessDied extends Error {}

/** The methods of a store that can be called in another process. */
export type RemoteStore = Omit<OrderStore, 'join' | 'listen'>;
/** The methods of orders that can be called in another process. */
export type RemoteOrders = Omit<Orders, 'join' | 'deadLetters' | 'waitFor'>;

const program = fileURLToPath(new URL('./main.ts', import.meta.url));
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** A shop in a process of its own, as its parent sees it. */
export class ShopProcess {
  readonly setup: ShopSetup;
  /** The store of that process, called from here. */
  readonly store = this.#remote<RemoteStore>('store');
  /** The orders of that process, called from here. */
  readonly orders = this.#remote<RemoteOrders>('orders');
  /** Resolves when it is gone, by whatever way. */
  readonly gone: Promise<NodeJS.Signals | null>;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { ok(value: unknown): void; fail(error: Error): void }>();
  readonly #answers = new Set<Promise<unknown>>();
  #thaw: string | null = null;
  #calls = 0;

  private constructor(setup: ShopSetup) {
    this.setup = setup;
    this.#child = spawn(process.execPath, ['--import', 'tsx', program, JSON.stringify(setup)], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      serialization: 'advanced',
    });
    this.gone = once(this.#child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
    this.#child.on('message', ({ id, ok, value }: AnswerMessage) => {
      const call = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (ok) call?.ok(fromWire(value));
      else call?.fail(fromWire(value) as Error);
    });
    void this.gone.then(() => this.#failAll());
  }

  /** Starts one. Resolves when it can be called. */
  static async start(setup: ShopSetup): Promise<ShopProcess> {
    const shop = new ShopProcess(setup);
    await shop.#answerTo(0);
    return shop;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Whether it was armed to stand still. */
  get mayFreeze(): boolean {
    return this.#thaw !== null;
  }

  /** Whether it stands still where it was armed to. */
  get isFrozen(): boolean {
    return this.#thaw !== null && !existsSync(this.#thaw) && this.trace().at(-1)?.fate === 'frozen';
  }

  /** Resolves when it has answered all that it was asked. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#answers);
  }

  /** Arms a place at which it dies, or stands still. */
  arm(arm: Arm | null): Promise<void> {
    this.#thaw = arm?.thaw ?? null;
    return this.#call('process', 'arm', [arm]) as Promise<void>;
  }

  /** Sets the moment at which it dies. */
  armMoment(moment: Moment): Promise<void> {
    return this.#call('process', 'armMoment', [moment]) as Promise<void>;
  }

  /** Sets its clock forward. */
  turnTo(now: number): Promise<void> {
    return this.#call('process', 'turnTo', [now]) as Promise<void>;
  }

  /** Makes its store anew. What `orders` works on stays. */
  reopen(): Promise<void> {
    return this.#call('process', 'reopen', []) as Promise<void>;
  }

  /** Kills it, from outside, at whatever it is doing. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.gone;
  }

  /** Lets it go. */
  async stop(): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.gone;
  }

  /** What it has written of the places that it passed. */
  trace(): readonly TraceLine[] {
    return readTrace(this.setup.trace);
  }

  #remote<Methods extends object>(target: CallMessage['target']): Methods {
    return new Proxy({} as Methods, {
      get: (_, method) =>
        // A promise is known by its `then`, so what is awaited by mistake must have none.
        method === 'then' ? undefined : (...args: unknown[]) => this.#call(target, String(method), args),
    });
  }

  #call(target: CallMessage['target'], method: string, args: readonly unknown[]): Promise<unknown> {
    if (!this.#child.connected) return Promise.reject(this.#died());
    this.#calls += 1;
    const id = this.#calls;
    const answer = this.#answerTo(id);
    const over = (): void => void this.#answers.delete(answer);
    this.#answers.add(answer);
    answer.then(over, over);
    const message: CallMessage = { id, target, method, args: toWire(args) as unknown[] };
    this.#child.send(message, (error) => {
      if (error !== null) this.#failAll();
    });
    return answer;
  }

  #answerTo(id: number): Promise<unknown> {
    return new Promise((ok, fail) => this.#waiting.set(id, { ok, fail }));
  }

  #failAll(): void {
    for (const call of this.#waiting.values()) call.fail(this.#died());
    this.#waiting.clear();
  }

  #died(): ProcessDied {
    return new ProcessDied(`the process ${this.pid} is gone`);
  }
}

/** Reads a trace. The last line may have been cut off by a death from outside. */
function readTrace(path: string): readonly TraceLine[] {
  appendFileSync(path, '');
  const text = readFileSync(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TraceLine);
}
