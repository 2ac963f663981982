/**
 * What a caller, or a worker, should do with an error:
 * `never`: the same call will fail again; `later`: the same call may succeed later;
 * `afterFix`: the caller has to change the input, the configuration or the deployment first.
 */
export type RetryAdvice = 'never' | 'later' | 'afterFix';

/** Every code an {@link OrderError} can carry. Codes are stable: branch on them, never on messages. */
export const errorCodes = [
  'VALIDATION_FAILED',
  'UNKNOWN_EVENT',
  'NOT_ALLOWED',
  'ORDER_NOT_FOUND',
  'VERSION_CONFLICT',
  'IDEMPOTENCY_KEY_REUSED',
  'MESSAGE_ID_REUSED',
  'AMOUNT_OVERFLOW',
  'CURRENCY_UNKNOWN',
  'LIMIT_EXCEEDED',
  'PRICE_CHANGED',
  'OPTIONS_INVALID',
  'MACHINE_VERSION_UNKNOWN',
  'RULE_VERSION_UNKNOWN',
  'INVARIANT_VIOLATED',
  'SCHEMA_MISSING',
  'SCHEMA_NEWER',
  'SCHEMA_OLDER',
  'FOLDER_LOCKED',
  'STORE_UNAVAILABLE',
  'PORT_FAILED',
  'TIMEOUT',
  'STOPPED',
  'DEAD_LETTER_NOT_FOUND',
] as const;

/** A stable error code of this library. */
export type ErrorCode = (typeof errorCodes)[number];

/** One thing wrong with an input: where it stands, what it is, and what was expected. */
export interface Problem {
  /** Where: a path into the input, `lines[2].quantity`; empty for the input as a whole. */
  readonly path: string;
  /** A stable snake_case name of the problem. */
  readonly code: string;
  /** One sentence for people. */
  readonly message: string;
  /** Of a rule: what it was held against its limit. */
  readonly value?: unknown;
  /** Of a rule: its limit. */
  readonly limit?: unknown;
}

/** What an {@link OrderError} carries besides its message. */
export interface OrderErrorOptions {
  readonly retry?: RetryAdvice;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly problems?: readonly Problem[];
  readonly cause?: unknown;
}

const brand = Symbol.for('statecart.OrderError');

/**
 * The one error class of this library.
 *
 * The message says what happened, the values, what was expected and the next step; `code` is what programs branch on.
 * Recognise it with {@link isOrderError}: the ESM and the CJS build each have their own copy of this class, so
 * `instanceof` can't be relied on.
 *
 * @example
 * import { isOrderError } from 'statecart';
 * try {
 *   await orders.cancel(id, { reason: 'customer_request' });
 * } catch (error) {
 *   if (isOrderError(error, 'NOT_ALLOWED')) console.log(error.details);
 *   else throw error;
 * }
 */
export class OrderError extends Error {
  readonly code: ErrorCode;
  readonly retry: RetryAdvice;
  readonly details: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];

  constructor(code: ErrorCode, message: string, options: OrderErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'OrderError';
    this.code = code;
    this.retry = options.retry ?? 'never';
    this.details = options.details ?? {};
    this.problems = options.problems ?? [];
    Object.defineProperty(this, brand, { value: true });
  }
}

/** Whether `error` is an {@link OrderError}, of the given code if one is named. Works across the ESM and CJS builds. */
export function isOrderError(error: unknown, code?: ErrorCode): error is OrderError {
  const branded =
    typeof error === 'object' && error !== null && (error as Record<symbol, unknown>)[brand] === true;
  return branded && (code === undefined || (error as OrderError).code === code);
}
