import type { FactInput } from '../../machine/index.ts';
import type { Claim, PortCall, StoredCommand } from '../../ports/index.ts';
import { type Desk, deskFor, unscreened } from '../answers/index.ts';
import { backoffMs } from '../backoff.ts';
import { abortedCode, type Failure, failureOf, limited } from '../call.ts';
import type { Context } from '../context.ts';
import { defaultTimeoutMs } from '../options.ts';
import { isSettled } from './operations.ts';
import type { Outcome, Verdict } from './outcome.ts';

type Seen = 'answered' | 'later' | 'unknown' | 'failed';

/** Performs one command: looks first if it may have happened already, then calls, and reads what came of it. */
export async function perform(
  context: Context,
  claim: Claim,
  command: StoredCommand,
  signal: AbortSignal,
): Promise<Outcome> {
  if (!context.order.commandTypes.includes(command.type))
    return { command, facts: [], verdict: dead(nobody(command)) };
  const desk = deskFor(context.ports, command.type, context);
  if (desk === null) return done(command, command.type === 'risk.screen' ? [unscreened(command)] : []);
  const settled = isSettled(claim.order, command.id);
  if (settled && !command.unknown) return done(command, []);

  const startedAt = context.clock.now();
  const tried = (seen: Seen, outcome: Outcome): Outcome => {
    const ms = context.clock.now() - startedAt;
    context.observer.performed({
      orderId: claim.order.id,
      command,
      attempt: command.attempts,
      outcome: seen,
      ms,
    });
    return outcome;
  };
  const fail = (failure: Failure): Outcome =>
    tried(seenOf(failure), afterFailure(context, desk, command, failure));

  if (desk.find !== null && mayHaveHappened(context, command)) {
    try {
      const facts = await call(context, desk, command, signal, 'find', desk.find);
      if (facts !== null) return tried('answered', answered(context, desk, command, facts));
      if (!settled && !isProof(context, desk, command)) return fail(notSeenYet);
    } catch (error) {
      // What a failing lookup says is that we know no more than before.
      return fail({ ...failureOf(error), retry: 'later', outcome: 'unknown' });
    }
  }
  if (settled) return done(command, []);
  try {
    return tried(
      'answered',
      answered(context, desk, command, await call(context, desk, command, signal, 'perform', desk.perform)),
    );
  } catch (error) {
    return fail(failureOf(error));
  }
}

/** A command that this code does not know: an extension that asked for it is gone. It waits for people, not for nobody. */
function nobody({ type }: StoredCommand): Failure {
  const message = `no extension of the order has the command ${type}, so nobody performs it: deploy the code that has it, and redrive`;
  return { retry: 'never', outcome: 'failed', code: 'unknown_command', message };
}

function call<Answer>(
  context: Context,
  desk: Desk,
  command: StoredCommand,
  signal: AbortSignal,
  what: 'find' | 'perform',
  method: (command: StoredCommand, call: PortCall) => Promise<Answer>,
): Promise<Answer> {
  const { traceparent } = command.meta;
  return limited(context.clock, {
    what: what === 'find' ? `find for ${command.type}` : command.type,
    timeoutMs: desk.traits.timeoutMs ?? defaultTimeoutMs,
    signal,
    run: (inner) => method(command, { key: command.id, signal: inner, traceparent }),
  });
}

/**
 * Whether an earlier attempt may have had its effect. A settled attempt has moved `runAt` on, so a command that is long
 * overdue at its second claim may come from a worker that died in the middle: at least a lease has passed since then.
 * Half a lease leaves room for clocks that differ.
 */
function mayHaveHappened(context: Context, command: StoredCommand): boolean {
  if (command.unknown) return true;
  return command.attempts > 1 && context.clock.now() - command.runAt >= context.options.worker.leaseMs / 2;
}

/**
 * Whether "not found" proves that it did not happen: only after the port's `settleMs`. A repeated call is not looked for
 * any earlier (see {@link afterFailure}), and a lease outlasts `settleMs`, so the first attempt is the one to count from.
 */
function isProof(context: Context, desk: Desk, command: StoredCommand): boolean {
  const settleMs = desk.traits.settleMs ?? 0;
  if (settleMs === 0) return true;
  const calledBy =
    (command.firstTriedAt ?? context.clock.now()) + (desk.traits.timeoutMs ?? defaultTimeoutMs);
  return context.clock.now() >= calledBy + settleMs;
}

const notSeenYet: Failure = {
  retry: 'later',
  outcome: 'unknown',
  code: 'not_seen_yet',
  message: 'the port does not know the key yet, which proves nothing before its settleMs is over',
};

function afterFailure(context: Context, desk: Desk, command: StoredCommand, failure: Failure): Outcome {
  const { maxAttempts } = context.options.worker;
  const unknown = failure.outcome === 'unknown' && desk.inLedger;
  const heard: readonly FactInput[] =
    unknown && !command.unknown
      ? [{ type: 'operation.unknown', operationId: command.id, reason: failure.message }]
      : [];
  // What proves nothing yet is never the last word: the time comes when it does.
  const isVerdict = failure.code !== abortedCode && failure !== notSeenYet;
  const exhausted = isVerdict && command.attempts >= maxAttempts;
  if (unknown && exhausted) return { command, facts: heard, verdict: dead(failure) };
  if (unknown || (failure.retry === 'later' && !exhausted)) {
    return { command, facts: heard, verdict: later(context, desk, command, failure, unknown) };
  }
  const code = failure.retry === 'later' ? 'port_unavailable' : failure.code;
  return { command, facts: desk.failed(command, code, failure.message), verdict: dead(failure) };
}

function later(
  context: Context,
  desk: Desk,
  command: StoredCommand,
  failure: Failure,
  unknown: boolean,
): Verdict {
  const { backoff } = context.options.worker;
  const pauseMs = failure.code === abortedCode ? 0 : backoffMs(command.attempts, backoff, context.random);
  const repeated = unknown && (command.attempts > 1 || command.unknown) && failure !== notSeenYet;
  const waitMs = repeated ? Math.max(pauseMs, desk.traits.settleMs ?? 0) : pauseMs;
  return { kind: 'later', runAt: context.clock.now() + waitMs, error: failure.message, unknown };
}

/** When an operation that is pending at the other side is looked at again, should its word not come by itself. */
export const pendingPoll = { baseMs: 60_000, maxMs: 6 * 3_600_000 };

/** Facts that say that an operation goes on, not how it ended. */
const ongoing = new Set<string>(['payment.pending', 'payment.action_required']);

/**
 * An answer. One without facts, or with such as say that it goes on, is "pending": the other side will tell. Its command stays
 * and looks again now and then, in case that word gets lost; when it comes, the command is over (see `settledMeanwhile`).
 */
function answered(
  context: Context,
  desk: Desk,
  command: StoredCommand,
  facts: readonly FactInput[],
): Outcome {
  const isOver = facts.some(({ type }) => !ongoing.has(type));
  if (isOver || !desk.inLedger || desk.find === null) return done(command, facts);
  const pauseMs = Math.min(pendingPoll.maxMs, pendingPoll.baseMs * 2 ** Math.min(command.attempts - 1, 20));
  const runAt = context.clock.now() + pauseMs;
  return {
    command,
    facts,
    verdict: { kind: 'later', runAt, error: 'pending at the other side', unknown: true },
  };
}

function dead(failure: Failure): Verdict {
  return { kind: 'dead', error: failure.message };
}

function done(command: StoredCommand, facts: readonly FactInput[]): Outcome {
  return { command, facts, verdict: { kind: 'done' } };
}

function seenOf(failure: Failure): Seen {
  if (failure.outcome === 'unknown') return 'unknown';
  return failure.retry === 'later' ? 'later' : 'failed';
}
