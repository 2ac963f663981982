import { OrderError } from '../../errors/index.ts';
import type { CommitAnswer, OrderWrite } from '../../ports/index.ts';
import { lockRefs, newRefs } from './commit/attach-parked.ts';
import { lockOrders } from './commit/lock-orders.ts';
import { withPrevious } from './commit/with-previous.ts';
import { isChange } from './commit/write.ts';
import { type WriteAnswer, writeAll } from './commit/write-all.ts';
import { isRefusal } from './database-errors.ts';
import { retried } from './retry.ts';
import type { Connection, Session } from './session.ts';

/**
 * Writes each order atomically and answers for each. A batch is one transaction, whose statement takes all its orders at
 * once; only when the database refuses something in it does each order get a transaction of its own, so that the bad one
 * is known and the others are written.
 */
export async function commitWrites(
  connection: Connection,
  writes: readonly OrderWrite[],
): Promise<readonly CommitAnswer[]> {
  const answers = new Map<OrderWrite, CommitAnswer>();
  for (const round of roundsOf(writes)) {
    const complete = await withPrevious(connection, round);
    const given = await commitRound(connection, complete);
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

/** How often a statement is run again for orders that others were at, before they are locked beforehand. */
const staleRetries = 3;

async function commitRound(
  connection: Connection,
  writes: readonly OrderWrite[],
): Promise<readonly CommitAnswer[]> {
  const named = writes.filter(givesName);
  const others = writes.filter((write) => !givesName(write));
  const answers = new Map<OrderWrite, CommitAnswer>();
  const keep = (of: readonly OrderWrite[], given: readonly CommitAnswer[]): void => {
    for (const [n, write] of of.entries()) answers.set(write, given[n]!);
  };
  const inTransaction = (batch: readonly OrderWrite[]) =>
    connection.transaction((session) => writeLocked(session, batch));
  await Promise.all([
    eachKnown(named, inTransaction).then((given) => keep(named, given)),
    eachKnown(others, (batch) => writeAlone(connection, batch)).then((given) => keep(others, given)),
  ]);
  return writes.map((write) => answers.get(write)!);
}

function givesName(write: OrderWrite): boolean {
  return isChange(write) && newRefs(write).length > 0;
}

/** Writes a batch; when the database refuses something in it, each write by itself. */
async function eachKnown(
  writes: readonly OrderWrite[],
  write: (batch: readonly OrderWrite[]) => Promise<readonly CommitAnswer[]>,
): Promise<readonly CommitAnswer[]> {
  if (writes.length === 0) return [];
  try {
    return await retried(() => write(writes));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (writes.length === 1) return [{ status: 'failed', error: refused(writes[0]!, error) }];
  }
  const answers: CommitAnswer[] = [];
  for (const one of writes) answers.push(...(await eachKnown([one], write)));
  return answers;
}

/** One statement, which is a transaction of its own. Orders that somebody is at are taken again. */
async function writeAlone(
  connection: Connection,
  writes: readonly OrderWrite[],
): Promise<readonly CommitAnswer[]> {
  const answers = new Map<OrderWrite, WriteAnswer>();
  let left = writes;
  for (let tries = 0; left.length > 0; tries += 1) {
    const batch = left;
    const given =
      tries < staleRetries
        ? await writeAll(connection, batch)
        : await connection.transaction((session) => writeLocked(session, batch));
    for (const [n, write] of batch.entries()) answers.set(write, given[n]!);
    left = batch.filter((write) => answers.get(write)!.status === 'stale');
  }
  return writes.map((write) => answers.get(write) as CommitAnswer);
}

/**
 * Writes within a transaction. What is locked before the statement that writes begins can't be stale; and a name that an
 * order gets is locked before the messages for it are looked for.
 */
export async function writeLocked(
  session: Session,
  writes: readonly OrderWrite[],
): Promise<readonly CommitAnswer[]> {
  await lockRefs(session, writes.filter(isChange).flatMap(newRefs));
  const existing = writes.filter(({ change }) => change?.before !== 0).map(({ orderId }) => orderId);
  if (existing.length > 0) await lockOrders(session, existing);
  const answers = await writeAll(session, writes);
  return answers.map((answer): CommitAnswer => {
    // A new order whose id somebody else has inserted since.
    return answer.status === 'stale' ? { status: 'version' } : answer;
  });
}

/** What a refusal of the database means. */
function refused({ orderId }: OrderWrite, cause: Error): OrderError {
  return new OrderError(
    'INVARIANT_VIOLATED',
    `Order ${orderId} was not written, the database refuses it: ${cause.message}. An impossible order is a defect of the code that made it; the order is as it was before.`,
    { details: { orderId }, cause },
  );
}
