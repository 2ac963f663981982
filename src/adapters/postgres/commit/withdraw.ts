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

/** Takes what is over out of the outbox: the table expression `removed`. */
export function removeGone(statement: Statement, writes: readonly OrderWrite[]): void {
  const rows = writes.flatMap((write) => goneOf(write).map((gone) => ({ order_id: write.orderId, ...gone })));
  statement.with(
    'removed',
    `delete from ${statement.schema}.outbox w
     using jsonb_to_recordset(${statement.rows(rows)}::jsonb) as r(order_id uuid, kind text, id text)
     where w.id = r.id and w.order_id = r.order_id and w.kind = r.kind and ${isWritten('r.order_id')} returning w.id`,
  );
}
