import type { Context } from 'aws-lambda';

/** Kept back for what is in work when no more is claimed: a port may take ten seconds to answer. */
const reserveMs = 15_000;

/** How long a function may go on to claim work, in milliseconds. */
export function timeLeftMs(context: Context): number {
  return Math.max(0, context.getRemainingTimeInMillis() - reserveMs);
}
