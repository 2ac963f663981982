import type { Deadline, EventMeta, FactInput } from '../../machine/index.ts';
import type {
  ClaimSettlement,
  DeadLetter,
  RetryLater,
  StoredCommand,
  StoredMessage,
} from '../../ports/index.ts';
import { backoffMs } from '../backoff.ts';
import type { Context } from '../context.ts';
import { applyEvent, type Fold, foldOf } from '../fold.ts';
import type { LoadedClaim, LoadedOrder } from '../load.ts';
import { stamp } from '../meta.ts';
import { commandLetter, messageLetter } from './letters.ts';
import { settledMeanwhile } from './operations.ts';
import type { Outcome } from './outcome.ts';
import type { Published } from './publish.ts';

/** All that was done for one claim, before it is written. */
export interface Work {
  readonly claim: LoadedClaim;
  readonly outcomes: readonly Outcome[];
  /** Notices put back because the order had something else to do. */
  readonly deferred: readonly StoredCommand[];
  readonly published: Published;
}

/** The work of one claim as one commit. */
export interface FoldedWork {
  readonly fold: Fold;
  readonly settlement: ClaimSettlement;
  readonly deadlines: number;
  /** How often what the machine could not take has been tried; 0: it took everything. */
  readonly poisoned: number;
}

/** The most deadlines that one commit takes; those left over are due at once. */
export const maxDeadlines = 100;

/**
 * Folds all that waited for an order into one commit: what its commands came to, then messages, then deadlines, so that
 * money which arrived in time is seen before the deadline that it met. What makes the machine throw is left out.
 */
export function foldWork(context: Context, stored: LoadedOrder, work: Work): FoldedWork {
  const folding = new Folding(context, stored, work.claim.order.id);
  for (const outcome of work.outcomes) folding.takeOutcome(outcome);
  for (const message of work.claim.messages) folding.takeMessage(message);
  folding.takeDeadlines();
  const { published } = work;
  const settled = settledMeanwhile(stored.order, folding.fold.order);
  const dead = new Set(folding.dead.map((letter) => letter.id));
  const over = [...settled].filter((id) => !folding.done.includes(id) && !dead.has(`command:${id}`));
  const now = context.clock.now();
  const deferred = work.deferred.map((command) => ({
    id: command.id,
    runAt: now,
    error: 'put back: something else of the order came first',
    unknown: command.unknown,
    attempted: false,
  }));
  return {
    fold: folding.fold,
    deadlines: folding.deadlines,
    poisoned: folding.poisoned,
    settlement: {
      token: work.claim.token,
      done: [...folding.done, ...over],
      later: [...folding.later.filter(({ id }) => !settled.has(id)), ...deferred, ...published.later],
      published: published.published,
      handled: folding.handled,
      dead: [...folding.dead, ...published.dead],
    },
  };
}

class Folding {
  readonly done: string[] = [];
  readonly later: RetryLater[] = [];
  readonly handled: { handler: string; messageId: string }[] = [];
  readonly dead: DeadLetter[] = [];
  fold: Fold;
  deadlines = 0;
  poisoned = 0;
  readonly #context: Context;
  readonly #orderId: string;

  constructor(context: Context, stored: LoadedOrder, orderId: string) {
    this.#context = context;
    this.#orderId = orderId;
    this.fold = foldOf(stored);
  }

  takeOutcome({ command, facts, verdict }: Outcome): void {
    const now = this.#context.clock.now();
    const error = this.#take(facts.map((fact) => ({ fact, meta: this.#caused(command) })));
    if (error !== null) return this.#retryCommand(command, error, now);
    switch (verdict.kind) {
      case 'done':
        this.done.push(command.id);
        break;
      case 'later': {
        const { runAt, unknown } = verdict;
        this.later.push({ id: command.id, runAt, error: verdict.error, unknown });
        break;
      }
      case 'dead':
        this.dead.push(commandLetter(command, verdict.error, now));
        break;
    }
  }

  takeMessage(message: StoredMessage): void {
    const { handler, messageId, fact, meta, attempts } = message;
    const error = this.#take([{ fact: fact as unknown as FactInput, meta }]);
    if (error === null) this.handled.push({ handler, messageId });
    else if (attempts < this.#context.options.worker.maxAttempts)
      this.poisoned = Math.max(this.poisoned, attempts);
    else this.dead.push(messageLetter(message, this.#orderId, error, this.#context.clock.now()));
  }

  takeDeadlines(): void {
    const stuck = new Set<string>();
    for (let taken = 0; taken < maxDeadlines; taken += 1) {
      const now = this.#context.clock.now();
      const due = this.fold.order.deadlines.find(
        (deadline) => deadline.at <= now && !stuck.has(keyOf(deadline)),
      );
      if (due === undefined) return;
      const { name, ref, at } = due;
      const meta = stamp(this.#context, { actor: 'system', occurredAt: at });
      if (this.#take([{ fact: { type: 'deadline.reached', name, ref, at }, meta }]) === null)
        this.deadlines += 1;
      if (!this.fold.order.deadlines.some((deadline) => keyOf(deadline) === keyOf(due))) continue;
      stuck.add(keyOf(due));
      this.poisoned = Math.max(this.poisoned, 1);
    }
  }

  /** Takes all facts or none; returns the error that a fact made the machine throw. */
  #take(facts: readonly { readonly fact: FactInput; readonly meta: EventMeta }[]): string | null {
    const before = this.fold;
    try {
      const { order } = this.#context;
      for (const { fact, meta } of facts)
        this.fold = applyEvent(this.fold, order.parseEvent(fact, meta), order);
      return null;
    } catch (error) {
      this.fold = before;
      const types = facts.map(({ fact }) => fact.type);
      this.#context.logger.error(
        { orderId: this.#orderId, types, err: error },
        'the machine could not take an event',
      );
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** The call was made, but its outcome is not in the order: it is looked up again later. */
  #retryCommand(command: StoredCommand, error: string, now: number): void {
    const { worker } = this.#context.options;
    if (command.attempts >= worker.maxAttempts) {
      this.dead.push(commandLetter(command, error, now));
      return;
    }
    const runAt = now + backoffMs(command.attempts, worker.backoff, this.#context.random);
    this.later.push({ id: command.id, runAt, error, unknown: true });
  }

  #caused(command: StoredCommand): EventMeta {
    const { correlationId, id, traceparent } = command.meta;
    const actor = command.type.slice(0, command.type.indexOf('.'));
    return stamp(this.#context, { actor, correlationId, causationId: id, traceparent });
  }
}

function keyOf(deadline: Deadline): string {
  return `${deadline.name} ${deadline.ref} ${deadline.at}`;
}
