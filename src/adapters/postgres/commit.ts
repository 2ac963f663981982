import { OrderError } from '../../errors/index.ts';
import type { CommitAnswer, OrderWrite } from '../../ports/index.ts';
import { writeAll } from './commit/write-all.ts';
import { isRefusal } from './database-errors.ts';
import { retried } from './retry.ts';
import type { Connection } from './session.ts';

/**
 * Writes each order atomically and answers for each. A batch is one transaction, whose statements take all its orders at
 * once; only when the database refuses something in it does each order get a transaction of its own, so that the bad one
 * is known and the others are written.
 */
export async function commitWrites(
  connection: Connection,
  writes: readonly OrderWrite[],
): Promise<readonly CommitAnswer[]> {
  const answers = new Map<OrderWrite, CommitAnswer>();
  for (const round of roundsOf(writes)) {
    const given = await commitRound(connection, round);
    for (const [n, write] of round.entries()) answers.set(write, given[n]!);
  }
  return writes.map((write) => answers.get(write)!);
}

/** Writes of one order can't share statements: the second waits for the next round. */
export function roundsOf(writes: readonly OrderWrite[]): readonly (readonly OrderWrite[])[] {
  const rounds: OrderWrite[][] = [];
  const seen = new Map<string, number>();
  for (const write of writes) {
    const round = seen.get(write.orderId) ?? 0;
    (rounds[round] ??= []).push(write);
    seen.set(write.orderId, round + 1);
  }
  return rounds;
}

async function commitRound(
  connection: Connection,
  writes: readonly OrderWrite[],
): Promise<readonly CommitAnswer[]> {
  try {
    return await retried(() => connection.transaction((session) => writeAll(session, writes)));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (writes.length === 1) return [{ status: 'failed', error: refused(writes[0]!, error) }];
  }
  const answers: CommitAnswer[] = [];
  for (const write of writes) answers.push(...(await commitRound(connection, [write])));
  return answers;
}

/** What a refusal of the database means. */
function refused({ orderId }: OrderWrite, cause: Error): OrderError {
  return new OrderError(
    'INVARIANT_VIOLATED',
    `Order ${orderId} was not written, the database refuses it: ${cause.message}. An impossible order is a defect of the code that made it; the order is as it was before.`,
    { details: { orderId }, cause },
  );
}
