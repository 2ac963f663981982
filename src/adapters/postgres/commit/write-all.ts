import type { CommitAnswer, OrderWrite } from '../../../ports/index.ts';
import type { Session } from '../session.ts';
import { jsonRows } from '../sql.ts';
import { type Admitted, admitWrites, selectAdmitted } from './admit-writes.ts';
import { appendHistory } from './append-history.ts';
import { appendJournal } from './append-journal.ts';
import { appendScans } from './append-scans.ts';
import { attachParked, newRefs } from './attach-parked.ts';
import { refusalOf } from './decide.ts';
import { enqueueAll } from './enqueue.ts';
import { insertOrders, whyNotInserted } from './insert-orders.ts';
import { nextWork } from './next-work.ts';
import { rememberTerms } from './remember-terms.ts';
import { settle } from './settle.ts';
import { Statement } from './statement.ts';
import { updateOrders } from './update-orders.ts';
import { removeGone } from './withdraw.ts';
import { isChange, isCreation } from './write.ts';
import { writeLedgers } from './write-ledgers.ts';

/** `stale`: not written, and not refused: somebody was at the order at this moment, it is to be written again. */
export type WriteAnswer = CommitAnswer | { readonly status: 'stale' };

/**
 * Writes what can be written of `writes`, each of another order, in one statement, and answers for each. What the database
 * itself refuses is thrown, and then nothing is written.
 */
export async function writeAll(
  session: Session,
  writes: readonly OrderWrite[],
): Promise<readonly WriteAnswer[]> {
  const { text, values } = statementFor(session, writes);
  const rows = await jsonRows<Admitted>(session, text, values);
  const admitted = new Map(rows.map((row) => [row.id, row]));
  const answers = new Map<OrderWrite, WriteAnswer>();
  for (const write of writes) {
    const answer = answerFor(write, admitted.get(write.orderId)!);
    if (answer !== null) answers.set(write, answer);
  }
  const left = writes.filter((write) => !answers.has(write)).filter(isCreation);
  const reasons = await whyNotInserted(session, left);
  return writes.map((write) => answers.get(write) ?? reasons.get(write.orderId)!);
}

function statementFor({ schema, keepsPlans }: Session, writes: readonly OrderWrite[]) {
  const statement = new Statement(schema, keepsPlans);
  const changes = writes.filter(isChange);
  const creations = writes.filter(isCreation);
  const updates = writes.filter((write) => !isCreation(write));
  admitWrites(statement, writes);
  rememberTerms(
    statement,
    changes.flatMap(({ change: { order, previous } }) =>
      order.terms === previous?.terms ? [] : [order.terms],
    ),
  );
  if (creations.length > 0) insertOrders(statement, creations);
  statement.withRead(
    'written',
    `select id from possible${creations.length > 0 ? ' union all select id from inserted' : ''}`,
  );
  writeLedgers(statement, changes);
  appendHistory(statement, changes);
  appendJournal(statement, changes);
  appendScans(statement, changes);
  removeGone(statement, writes);
  settle(statement, writes);
  enqueueAll(statement, changes);
  attachParked(statement, changes.flatMap(newRefs));
  if (updates.length > 0) {
    nextWork(statement, updates);
    updateOrders(statement, updates);
  }
  return { text: statement.text(selectAdmitted), values: statement.values };
}

function answerFor(write: OrderWrite, admitted: Admitted): WriteAnswer | null {
  if (admitted.written) return { status: 'committed' };
  const refusal = refusalOf(write, admitted);
  if (refusal !== null) return refusal;
  if (admitted.stale) return { status: 'stale' };
  // Neither a change nor a settlement: there was nothing to write.
  return isCreation(write) ? null : { status: 'committed' };
}
