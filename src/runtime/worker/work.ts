import { isOrderError, OrderError } from '../../errors/index.ts';
import type { Claim, DeadLetter } from '../../ports/index.ts';
import { isNotice } from '../answers/index.ts';
import { backoffMs } from '../backoff.ts';
import { commitWrite } from '../commit.ts';
import type { Context } from '../context.ts';
import { changeOf } from '../fold.ts';
import { type LoadedClaim, type LoadedOrder, loadStored } from '../load.ts';
import { type FoldedWork, foldWork, type Work } from './fold-work.ts';
import { keepLease } from './lease.ts';
import { commandLetter, messageLetter } from './letters.ts';
import { perform } from './perform.ts';
import { type Published, publishAll } from './publish.ts';
import { emptyReport, type WorkReport } from './report.ts';

/** How often a settlement is folded again because somebody else was faster. */
const maxRefolds = 50;

/**
 * Works on one claim: performs its commands, publishes its events, and writes all that came of it, with the messages
 * and deadlines that are due, in one commit. Never throws: what can't be written is due again when the lease has ended.
 */
export async function workOn(
  context: Context,
  claim: LoadedClaim,
  stop: AbortController,
): Promise<WorkReport> {
  const orderId = claim.order.id;
  const lease = keepLease(context, claim.token, orderId, () => stop.abort());
  try {
    const work = await doWork(context, claim, stop.signal);
    return await context.locks.run(orderId, () => settle(context, work));
  } catch (error) {
    context.logger.error(
      { orderId, err: error },
      'the work on an order could not be written; it is due again when its lease has ended',
    );
    return await bury(context, claim, error);
  } finally {
    lease.end();
  }
}

/**
 * Commands of different lanes run side by side. A notice waits while the order has anything else to do, so that a gateway
 * that hangs holds nothing up. Publishing ends with the commands beside it, after the event that is under way.
 */
async function doWork(context: Context, claim: LoadedClaim, signal: AbortSignal): Promise<Work> {
  const notices = claim.commands.filter((command) => isNotice(command.type));
  const calls = claim.commands.filter((command) => !isNotice(command.type));
  // A message that came before and is still here can't be applied: nothing waits for it.
  const hasNews = claim.messages.some((message) => message.attempts === 1);
  const noticesWait = calls.length > 0 || hasNews;
  let isOpen = calls.length > 0 || !hasNews;

  const performing = Promise.all(
    (noticesWait ? calls : notices).map((command) => perform(context, claim, command, signal)),
  ).then((outcomes) => {
    if (noticesWait) isOpen = false;
    return outcomes;
  });
  const publishing: Promise<Published> = publishAll(context, claim, signal, () => isOpen);
  const [outcomes, published] = await Promise.all([performing, publishing]);
  return { claim, outcomes, published, deferred: noticesWait ? notices : [] };
}

/** Writes the work, folded again from a fresh load each time that somebody else was faster; nothing is performed again. */
async function settle(context: Context, work: Work): Promise<WorkReport> {
  const { claim } = work;
  const orderId = claim.order.id;
  let stored: LoadedOrder = claim;
  for (let refolds = 0; refolds < maxRefolds; refolds += 1) {
    const folded = foldWork(context, stored, work);
    if (isNothing(folded) && folded.poisoned > 0) return rest(context, claim, folded.poisoned);
    const now = context.clock.now();
    const write = {
      orderId,
      now,
      change: changeOf(folded.fold, now),
      creation: null,
      settlement: folded.settlement,
    };
    const answer = await commitWrite(context, context.commits, write, folded.fold.steps);
    switch (answer.status) {
      case 'committed':
        return reportOf(folded);
      case 'version':
        stored = await loadStored(context.loads, orderId, context.order);
        break;
      case 'lease':
      case 'duplicate':
        context.logger.info({ orderId }, 'the lease was lost: another worker looks after the order');
        return emptyReport;
    }
  }
  throw new OrderError(
    'VERSION_CONFLICT',
    `order ${orderId} was changed by others during all of ${maxRefolds} attempts`,
    {
      retry: 'later',
      details: { orderId },
    },
  );
}

function isNothing({ fold, settlement }: FoldedWork): boolean {
  const { done, later, published, handled, dead } = settlement;
  return [fold.steps, done, later, published, handled, dead].every((list) => list.length === 0);
}

/** Nothing but events that the machine can't take: the order rests, its lease kept, for the time of a back-off. */
async function rest(context: Context, claim: Claim, attempts: number): Promise<WorkReport> {
  const { leaseMs, backoff } = context.options.worker;
  const pauseMs = Math.min(leaseMs, Math.max(backoff.baseMs, backoffMs(attempts, backoff, context.random)));
  await context.store.renew(claim.token, [claim.order.id], context.clock.now() + pauseMs);
  return emptyReport;
}

function reportOf({ settlement, deadlines }: FoldedWork): WorkReport {
  return {
    orders: 1,
    commands: settlement.done.length,
    events: settlement.published.length,
    messages: settlement.handled.length,
    deadlines,
    deadLetters: settlement.dead.length,
  };
}

/** An order that the store refuses to write: what has used up its attempts goes to the dead letters, the rest waits. */
async function bury(context: Context, claim: Claim, error: unknown): Promise<WorkReport> {
  if (isOrderError(error, 'STORE_UNAVAILABLE')) return emptyReport;
  const { maxAttempts } = context.options.worker;
  const now = context.clock.now();
  const message = error instanceof Error ? error.message : String(error);
  const dead: DeadLetter[] = [
    ...claim.commands
      .filter((command) => command.attempts >= maxAttempts)
      .map((command) => commandLetter(command, message, now)),
    ...claim.messages
      .filter((waiting) => waiting.attempts >= maxAttempts)
      .map((waiting) => messageLetter(waiting, claim.order.id, message, now)),
  ];
  if (dead.length === 0) return emptyReport;
  const settlement = { token: claim.token, done: [], later: [], published: [], handled: [], dead };
  try {
    await commitWrite(
      context,
      context.commits,
      { orderId: claim.order.id, now, change: null, creation: null, settlement },
      [],
    );
    return { ...emptyReport, orders: 1, deadLetters: dead.length };
  } catch (again) {
    context.logger.error({ orderId: claim.order.id, err: again }, 'dead letters could not be written');
    return emptyReport;
  }
}
