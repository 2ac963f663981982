import { OrderError } from '../errors/index.ts';
import { backoffMs } from './backoff.ts';
import { commitWrite } from './commit.ts';
import type { Context } from './context.ts';
import { changeOf, type Fold } from './fold.ts';
import { assertKnownVersion, type LoadedOrder, loadStored } from './load.ts';

/** How often a step is taken again from a fresh load before the caller is asked to come back later. */
export const maxConflicts = 50;
/** So many conflicts are retried at once: most come from one writer who is done by then. */
const promptRetries = 3;
const conflictBackoff = { baseMs: 2, maxMs: 100 };

/** What is to be done with an order as it was loaded: a fold to commit, or something else to answer with. */
export type Decision<Other> = { readonly fold: Fold } | { readonly answer: Other };

/**
 * Load → decide → commit, from a fresh load each time that somebody else was faster, so that no event is lost.
 * @throws OrderError `ORDER_NOT_FOUND`, `MACHINE_VERSION_UNKNOWN`, `VERSION_CONFLICT` (`later`).
 */
export async function transact<Other = never>(
  context: Context,
  orderId: string,
  decide: (stored: LoadedOrder) => Promise<Decision<Other>>,
): Promise<Decision<Other>> {
  return context.locks.run(orderId, async () => {
    for (let conflicts = 0; conflicts < maxConflicts; conflicts += 1) {
      if (conflicts > promptRetries) {
        await context.clock.sleep(backoffMs(conflicts - promptRetries, conflictBackoff, context.random));
      }
      const stored = await loadStored(context.loads, orderId, context.order);
      assertKnownVersion(stored.order);
      const decision = await decide(stored);
      if ('answer' in decision || (await isWritten(context, decision.fold))) return decision;
    }
    throw new OrderError(
      'VERSION_CONFLICT',
      `order ${orderId} was changed by others during all of ${maxConflicts} attempts. Nothing was written; try again later.`,
      { retry: 'later', details: { orderId, attempts: maxConflicts } },
    );
  });
}

/** Whether the fold is in the store; `false`: somebody was faster. */
async function isWritten(context: Context, fold: Fold): Promise<boolean> {
  const now = context.clock.now();
  const change = changeOf(fold, now);
  if (change === null) return true;
  const write = { orderId: fold.order.id, now, change, creation: null, settlement: null };
  const answer = await commitWrite(context, context.commits, write, fold.steps);
  switch (answer.status) {
    case 'committed':
      return true;
    case 'version':
      return false;
    case 'lease':
    case 'duplicate':
      throw new OrderError(
        'INVARIANT_VIOLATED',
        `the store answered \`${answer.status}\` to a write without settlement and creation`,
      );
  }
}
