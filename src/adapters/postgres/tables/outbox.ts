import type { OrderChange, StoredCommand, StoredEvent } from '../../../ports/index.ts';
import type { RowOf, Table } from './table.ts';

const columns = {
  id: 'text',
  kind: 'text',
  order_id: 'uuid',
  type: 'text',
  lane: 'text?',
  sequence: 'integer?',
  occurred_at: 'timestamptz?',
  data: 'jsonb',
  meta: 'jsonb',
  attempts: 'integer',
  run_at: 'timestamptz',
  first_tried_at: 'timestamptz?',
  unknown: 'boolean',
  last_error: 'text?',
} as const;

/** Commands and events on their way out. */
export const outbox: Table<typeof columns> = { name: 'outbox', columns };
/** What is read back: the position is given by the database. */
export const outboxRead = {
  name: 'outbox',
  columns: { ...columns, position: 'bigint' },
} as const satisfies Table;
/** A row of {@link outbox}. */
export type OutboxRow = RowOf<typeof columns>;
/** A row of {@link outboxRead}. */
export type OutboxReadRow = RowOf<(typeof outboxRead)['columns']>;

const fresh = { attempts: 0, first_tried_at: null, unknown: false, last_error: null };

/** The row of a new command. */
export function commandRowOf(orderId: string, command: OrderChange['commands'][number]): OutboxRow {
  const { id, type, lane, data, meta, runAt } = command;
  return {
    id,
    kind: 'command',
    order_id: orderId,
    type,
    lane,
    sequence: null,
    occurred_at: null,
    data,
    meta,
    run_at: runAt,
    ...fresh,
  };
}

/** The row of a new event. */
export function eventRowOf(orderId: string, event: OrderChange['events'][number], runAt: number): OutboxRow {
  const { id, type, sequence, occurredAt, data, meta } = event;
  return {
    id,
    kind: 'event',
    order_id: orderId,
    type,
    lane: null,
    sequence,
    occurred_at: occurredAt,
    data,
    meta,
    run_at: runAt,
    ...fresh,
  };
}

/** The command of a row. */
export function storedCommandOf(row: OutboxReadRow): StoredCommand {
  return {
    id: row.id,
    type: row.type as StoredCommand['type'],
    lane: row.lane!,
    data: row.data as StoredCommand['data'],
    orderId: row.order_id,
    position: row.position,
    meta: row.meta as StoredCommand['meta'],
    attempts: row.attempts,
    runAt: row.run_at,
    firstTriedAt: row.first_tried_at,
    unknown: row.unknown,
    lastError: row.last_error,
  };
}

/** The event of a row. */
export function storedEventOf(row: OutboxReadRow): StoredEvent {
  return {
    id: row.id,
    type: row.type as StoredEvent['type'],
    sequence: row.sequence!,
    occurredAt: row.occurred_at!,
    data: row.data as StoredEvent['data'],
    orderId: row.order_id,
    meta: row.meta as StoredEvent['meta'],
    attempts: row.attempts,
    runAt: row.run_at,
  };
}
