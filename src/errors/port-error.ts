const brand = Symbol.for('statecart.PortError');

/**
 * What a port knows of an effect that it could not complete.
 * `failed`: it certainly did not happen; `unknown`: it may have happened.
 */
export type PortOutcome = 'failed' | 'unknown';

/** What a {@link PortError} says besides its message. */
export interface PortErrorOptions {
  /** `later`: worth another attempt; `never`: it will not get better. @defaultValue 'later' */
  readonly retry?: 'never' | 'later';
  /** @defaultValue 'unknown' */
  readonly outcome?: PortOutcome;
  /** A stable code for logs and for the order's ledger, such as `rate_limited`. @defaultValue 'port_error' */
  readonly code?: string;
  readonly cause?: unknown;
}

/**
 * Thrown by an adapter to say what the runtime should do with a failed call.
 *
 * Anything else that an adapter throws, and a call that exceeds its time limit, counts as
 * `{ retry: 'later', outcome: 'unknown' }`: an effect that may have happened is never taken for one that did not.
 * A refusal that the other side has decided (a declined card, no stock) is not an error: it is an answer.
 *
 * @example
 * import { PortError } from 'statecart/ports';
 * throw new PortError('the warehouse answered 503', { retry: 'later', outcome: 'failed', code: 'unavailable' });
 */
export class PortError extends Error {
  readonly retry: 'never' | 'later';
  readonly outcome: PortOutcome;
  readonly code: string;

  constructor(message: string, options: PortErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PortError';
    this.retry = options.retry ?? 'later';
    this.outcome = options.outcome ?? 'unknown';
    this.code = options.code ?? 'port_error';
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Whether `error` is a {@link PortError}. Works across the ESM and CJS builds. */
export function isPortError(error: unknown): error is PortError {
  return typeof error === 'object' && error !== null && (error as Record<symbol, unknown>)[brand] === true;
}
