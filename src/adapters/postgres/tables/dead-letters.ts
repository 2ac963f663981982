import type { DeadLetter } from '../../../ports/index.ts';
import type { RowOf, Table } from './table.ts';

const columns = {
  id: 'text',
  kind: 'text',
  order_id: 'uuid?',
  type: 'text',
  data: 'jsonb',
  meta: 'jsonb',
  attempts: 'integer',
  error: 'text',
  died_at: 'timestamptz',
  lane: 'text?',
  sequence: 'integer?',
  occurred_at: 'timestamptz?',
} as const;

/** What went nowhere, with what it needs to go back. */
export const deadLetters: Table<typeof columns> = { name: 'dead_letters', columns };
/** A row of {@link deadLetters}. */
export type DeadLetterRow = RowOf<typeof columns>;

/** The dead letter of a row. */
export function deadLetterOf(row: DeadLetterRow): DeadLetter {
  return {
    id: row.id,
    kind: row.kind as DeadLetter['kind'],
    orderId: row.order_id,
    type: row.type,
    data: row.data as DeadLetter['data'],
    meta: row.meta as DeadLetter['meta'],
    attempts: row.attempts,
    error: row.error,
    at: row.died_at,
  };
}
