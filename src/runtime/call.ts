import { isPortError, OrderError, PortError, type PortOutcome } from '../errors/index.ts';
import type { Clock } from '../ports/index.ts';

/** The code of calls that we gave up ourselves: it says nothing about the port. */
export const abortedCode = 'aborted';

/** One call of a port. */
export interface LimitedCall<Answer> {
  /** Names the call in errors: `payment.authorize`. */
  readonly what: string;
  readonly timeoutMs: number;
  /** Aborts the call from outside: the worker stops, or has lost its lease. */
  readonly signal?: AbortSignal;
  readonly run: (signal: AbortSignal) => Promise<Answer>;
}

/**
 * Calls a port and waits no longer than its time limit, whether or not the port minds the signal.
 * @throws PortError `timeout` or `aborted`, both with an unknown outcome, or whatever the port throws.
 */
export async function limited<Answer>(clock: Clock, call: LimitedCall<Answer>): Promise<Answer> {
  const controller = new AbortController();
  const { promise: givenUp, reject } = deferred<never>();
  const giveUp = (message: string, code: string): void => {
    reject(new PortError(`${call.what} ${message}`, { retry: 'later', outcome: 'unknown', code }));
    controller.abort();
  };
  if (call.signal?.aborted) {
    throw new PortError(`${call.what} was not made: the worker is stopping`, {
      retry: 'later',
      outcome: 'failed',
      code: abortedCode,
    });
  }
  const onAbort = (): void => giveUp('was given up before it answered', abortedCode);
  const cancelTimer = clock.after(call.timeoutMs, () =>
    giveUp(`did not answer within ${call.timeoutMs} ms`, 'timeout'),
  );
  call.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([givenUp, start(call, controller.signal)]);
  } finally {
    cancelTimer();
    call.signal?.removeEventListener('abort', onAbort);
  }
}

/** A port that throws before it returns a promise is one that rejects. */
async function start<Answer>(call: LimitedCall<Answer>, signal: AbortSignal): Promise<Answer> {
  return call.run(signal);
}

function deferred<Value>(): { promise: Promise<Value>; reject: (error: Error) => void } {
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<Value>((_, refuse) => {
    reject = refuse;
  });
  return { promise, reject };
}

/** How many characters of an error's message are kept. */
export const maxErrorText = 1_000;

/** What an error says of the call that ended with it. */
export interface Failure {
  readonly retry: 'never' | 'later';
  readonly outcome: PortOutcome;
  /** Fit for the ledger. */
  readonly code: string;
  /** Fit for the ledger and the dead letters. */
  readonly message: string;
}

/** Reads an error. What is not a {@link PortError} says nothing: the effect may have happened. */
export function failureOf(error: unknown): Failure {
  const message = storable(textOf(error));
  if (!isPortError(error)) return { retry: 'later', outcome: 'unknown', code: 'port_error', message };
  // Only the very words count: what an adapter in JavaScript says besides is taken for "nobody knows".
  const retry = error.retry === 'never' ? 'never' : 'later';
  const outcome = error.outcome === 'failed' ? 'failed' : 'unknown';
  return { retry, outcome, code: codeOf(error.code), message };
}

function codeOf(code: unknown): string {
  return typeof code === 'string' && /^[\x21-\x7e]{1,200}$/.test(code) ? code : 'port_error';
}

/** What was thrown, as text: anything can be thrown, also what has no text. */
function textOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return `something of the type ${typeof error}`;
  }
}

/** Text that every store takes: well-formed, without NUL, not too long. */
function storable(text: string): string {
  return text.replaceAll('\0', '').slice(0, maxErrorText).toWellFormed();
}

/**
 * Asks a read-only port.
 * @throws OrderError `PORT_FAILED` (`later`) when it does not answer, or answers what its schema does not allow.
 */
export async function ask<Answer>(clock: Clock, call: LimitedCall<Answer>): Promise<Answer> {
  try {
    return await limited(clock, call);
  } catch (error) {
    const failure = failureOf(error);
    throw new OrderError(
      'PORT_FAILED',
      `${call.what} failed: ${failure.message}. Nothing was written; try again later.`,
      {
        retry: 'later',
        details: { call: call.what, code: failure.code },
        cause: error,
      },
    );
  }
}
