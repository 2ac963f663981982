import type { Random } from '../ports/index.ts';

/** How long to wait between attempts. */
export interface BackoffOptions {
  /** The longest wait before the second attempt, in milliseconds; it doubles with each attempt. */
  readonly baseMs: number;
  /** No wait is longer, in milliseconds. */
  readonly maxMs: number;
}

/**
 * How long to wait after attempt number `attempt` (1, 2, 3…): a random share of an exponentially growing limit.
 * Full jitter, because callers that failed together would otherwise come back together
 * (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
 */
export function backoffMs(attempt: number, options: BackoffOptions, random: Random): number {
  const doublings = Math.min(Math.max(attempt, 1) - 1, 40);
  const limit = Math.min(options.maxMs, options.baseMs * 2 ** doublings);
  return Math.ceil(random.next() * limit);
}
