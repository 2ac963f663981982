import type { OrderWrite } from '../../../ports/index.ts';
import { isWritten, type Statement } from './statement.ts';

/** Ids of outbox rows that go with a write: commands that are over or taken back, events that are published. */
export function goneOf({
  change,
  settlement,
}: OrderWrite): readonly { readonly kind: string; readonly id: string }[] {
  const command = (id: string) => ({ kind: 'command', id });
  return [
    ...(change?.withdrawn ?? []).map(command),
    ...(settlement?.done ?? []).map(command),
    ...(settlement?.published ?? []).map((id) => ({ kind: 'event', id })),
  ];
}

/**
 * Takes what is over out of the outbox: the table expression `removed`. The rows are named by an array and not by a join:
 * a plan made while the outbox is empty would go through all of it for each row of the other side.
 */
export function removeGone(statement: Statement, writes: readonly OrderWrite[]): void {
  const gone = writes.flatMap((write) => goneOf(write).map((one) => ({ orderId: write.orderId, ...one })));
  const ids = statement.value(gone.map(({ id }) => id));
  const keys = statement.value(gone.map(({ orderId, kind, id }) => `${orderId} ${kind} ${id}`));
  statement.with(
    'removed',
    `delete from ${statement.schema}.outbox w
     where w.id = any(${ids}::text[]) and w.order_id || ' ' || w.kind || ' ' || w.id = any(${keys}::text[])
       and ${isWritten('w.order_id')} returning w.id`,
  );
}
