import { isOrderError, OrderError } from '../errors/index.ts';
import type { CommitAnswer, JoinedStore, OrderWrite } from '../ports/index.ts';
import type { Context } from './context.ts';
import type { SeenStep } from './fold.ts';

/** The answers that a writer has to deal with. */
export type WriteAnswer = Exclude<CommitAnswer, { readonly status: 'failed' }>;

/** What commits one write: the batch that is shared with other orders, or a caller's own transaction. */
export interface Committer {
  commit(write: OrderWrite): Promise<CommitAnswer>;
}

/** A committer on a store, for one write after the other. */
export function committerOf(store: Pick<JoinedStore, 'commit'>): Committer {
  return {
    async commit(write) {
      const [answer] = await store.commit([write]);
      if (answer !== undefined) return answer;
      throw new OrderError('INVARIANT_VIOLATED', 'the store gave no answer to a commit');
    },
  };
}

/**
 * Commits one order's write and, when it is in, tells observers, workers and waiters.
 * @throws OrderError `INVARIANT_VIOLATED` when the store does not take the order as it is.
 */
export async function commitWrite(
  context: Context,
  committer: Committer,
  write: OrderWrite,
  steps: readonly SeenStep[],
): Promise<WriteAnswer> {
  const startedAt = context.clock.now();
  const answer = await committer.commit(write);
  const ms = context.clock.now() - startedAt;
  context.observer.committed({ orderIds: [write.orderId], answers: [answer.status], ms });
  if (answer.status === 'failed') throw refusedByStore(write, answer.error);
  if (answer.status === 'committed') announce(context, write, steps);
  return answer;
}

function refusedByStore({ orderId }: OrderWrite, error: Error): Error {
  if (isOrderError(error)) return error;
  return new OrderError(
    'INVARIANT_VIOLATED',
    `the store does not take order ${orderId} as it would be: ${error.message}. Nothing was written.`,
    {
      details: { orderId },
      cause: error,
    },
  );
}

function announce(context: Context, write: OrderWrite, steps: readonly SeenStep[]): void {
  for (const seen of steps) {
    context.observer.stepped(seen);
    logStep(context, seen);
  }
  for (const letter of write.settlement?.dead ?? []) {
    context.observer.deadLettered({
      orderId: letter.orderId,
      kind: letter.kind,
      id: letter.id,
      error: letter.error,
    });
    context.logger.error(
      {
        orderId: letter.orderId,
        deadLetter: letter.id,
        type: letter.type,
        attempts: letter.attempts,
        error: letter.error,
      },
      'gave up: see the dead letters',
    );
  }
  if (write.change !== null) context.wakeups.committed(write.orderId);
}

function logStep(context: Context, { result, type, meta }: SeenStep): void {
  const { order, outcome, anomaly } = result;
  const fields = {
    orderId: order.id,
    orderNumber: order.number,
    version: order.version,
    event: type,
    eventId: meta.id,
    actor: meta.actor,
    correlationId: meta.correlationId,
    status: order.axes.status,
    changes: result.journal.flatMap((entry) => entry.changes),
  };
  if (outcome === 'duplicate') context.logger.debug(fields, 'the event was known already');
  else if (outcome === 'anomaly')
    context.logger.warn({ ...fields, anomaly: anomaly?.code }, 'the event could not be taken as it came');
  else context.logger.info(fields, 'the order moved on');
}
