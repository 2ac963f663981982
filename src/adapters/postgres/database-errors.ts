import { isOrderError, OrderError } from '../../errors/index.ts';

const lostConnection = /^(08|57P0|53)/;
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'EAI_AGAIN',
]);
const clientWords =
  /connection terminated|connection ended|connection error and is not queryable|timeout exceeded when trying to connect|client was closed|pool after calling end|PGlite is closed/i;

/** The SQLSTATE of an error, or the code of Node's; empty if it has none. */
function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null ? (error as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : '';
}

/** Whether the same transaction may succeed at once: a serialization failure or a deadlock. */
export function isTransient(error: unknown): boolean {
  return codeOf(error) === '40001' || codeOf(error) === '40P01';
}

/** Whether the database refuses the data as such: a constraint (class 23), a value it can't hold (22), two rows under one key (21). */
export function isRefusal(error: unknown): error is Error {
  return error instanceof Error && /^2[123]/.test(codeOf(error));
}

/** An error of the client library in our own words where it says that the database is not there; else the error itself. */
export function translated(error: unknown): unknown {
  if (isOrderError(error)) return error;
  const code = codeOf(error);
  const text = error instanceof Error ? error.message : String(error);
  if (!lostConnection.test(code) && !networkCodes.has(code) && !clientWords.test(text)) return error;
  return new OrderError(
    'STORE_UNAVAILABLE',
    `The order database does not answer: ${text || code}. Whether the last write took effect is unknown; check that the server runs and can be reached, then try again.`,
    { retry: 'later', details: { code }, cause: error },
  );
}
