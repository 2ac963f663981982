import { type ErrorCode, isOrderError, type OrderError } from 'statecart';

/** A problem as RFC 9457 writes it; sent as `application/problem+json`. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** A stable code to branch on. */
  readonly code: string;
  /** What is wrong with the input, each with its path. */
  readonly problems?: unknown;
  /** The rules that refused, and what is allowed instead. */
  readonly refusals?: unknown;
  readonly allowed?: unknown;
}

/** A request that the host itself turns down. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

const statusOf: Readonly<Record<ErrorCode, number>> = {
  VALIDATION_FAILED: 422,
  UNKNOWN_EVENT: 422,
  AMOUNT_OVERFLOW: 422,
  CURRENCY_UNKNOWN: 422,
  LIMIT_EXCEEDED: 422,
  IDEMPOTENCY_KEY_REUSED: 422,
  NOT_ALLOWED: 409,
  PRICE_CHANGED: 409,
  VERSION_CONFLICT: 409,
  MESSAGE_ID_REUSED: 409,
  ORDER_NOT_FOUND: 404,
  DEAD_LETTER_NOT_FOUND: 404,
  STORE_UNAVAILABLE: 503,
  SCHEMA_MISSING: 503,
  SCHEMA_OLDER: 503,
  SCHEMA_NEWER: 503,
  MACHINE_VERSION_UNKNOWN: 503,
  FOLDER_LOCKED: 503,
  PORT_FAILED: 503,
  TIMEOUT: 503,
  STOPPED: 503,
  OPTIONS_INVALID: 500,
  RULE_VERSION_UNKNOWN: 503,
  INVARIANT_VIOLATED: 500,
};

/** What a client is told of an error. Of what is not the client's doing it hears no more than that. */
export function problemOf(error: unknown): ProblemDetails {
  if (error instanceof HttpProblem) return problem(error.status, error.code, error.message);
  if (!isOrderError(error)) return problem(500, 'INTERNAL_ERROR', 'Something went wrong here.');
  const status = statusOf[error.code];
  if (status === 503) return problem(status, 'UNAVAILABLE', 'This can not be done now. Try again later.');
  if (status > 499) return problem(status, 'INTERNAL_ERROR', 'Something went wrong here.');
  return { ...problem(status, error.code, error.message), ...reasons(error) };
}

function problem(status: number, code: string, detail: string): ProblemDetails {
  const words = code.toLowerCase().replaceAll('_', ' ');
  const title = (words.charAt(0).toUpperCase() + words.slice(1)).replace('json', 'JSON');
  return { type: `urn:statecart:problem:${words.replaceAll(' ', '-')}`, title, status, detail, code };
}

function reasons({ problems, details }: OrderError): Partial<ProblemDetails> {
  return {
    ...(problems.length === 0 ? {} : { problems }),
    ...(details.refusals === undefined ? {} : { refusals: details.refusals, allowed: details.allowed }),
  };
}
