import type { StoredMessage } from '../../../ports/index.ts';
import type { RowOf, Table } from './table.ts';

const columns = {
  handler: 'text',
  message_id: 'text',
  body_hash: 'text',
  order_ref: 'text',
  order_id: 'uuid?',
  fact: 'jsonb',
  meta: 'jsonb',
  attempts: 'integer',
} as const;

/** Messages on their way in. */
export const inbox: Table<typeof columns> = { name: 'inbox', columns };
/** A row of {@link inbox}. */
export type InboxReadRow = RowOf<typeof columns>;

/** The message of a row. */
export function messageOf(row: InboxReadRow): StoredMessage {
  return {
    handler: row.handler,
    messageId: row.message_id,
    bodyHash: row.body_hash,
    orderRef: row.order_ref,
    fact: row.fact as StoredMessage['fact'],
    meta: row.meta as StoredMessage['meta'],
    attempts: row.attempts,
  };
}
