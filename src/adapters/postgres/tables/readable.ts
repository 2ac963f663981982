import { OrderError } from '../../../errors/index.ts';
import type { Row, Table } from './table.ts';

interface Checked {
  /** Columns that may not be null. */
  readonly needed: readonly string[];
  /** Columns of JSON. */
  readonly json: readonly string[];
}

const checks = new WeakMap<Table, Checked>();

function checksOf(table: Table): Checked {
  const known = checks.get(table);
  if (known !== undefined) return known;
  const columns = Object.entries(table.columns);
  const made = {
    needed: columns.filter(([, type]) => !type.endsWith('?')).map(([column]) => column),
    json: columns.filter(([, type]) => type.startsWith('jsonb')).map(([column]) => column),
  };
  checks.set(table, made);
  return made;
}

/**
 * Refuses a row that can't be of an order: a moment without end, a gap in a list. What the database's own checks refuse need
 * not be looked for here.
 * @throws OrderError `INVARIANT_VIOLATED` with the table and the column.
 */
export function assertReadable(table: Table, row: Row, orderId: string): void {
  const { needed, json } = checksOf(table);
  for (const column of needed) {
    if (row[column] === null || row[column] === undefined) throw unreadable(table, column, orderId);
  }
  for (const column of json) {
    const value = row[column];
    if (Array.isArray(value) && value.includes(null)) throw unreadable(table, column, orderId);
  }
}

function unreadable(table: Table, column: string, orderId: string): OrderError {
  return new OrderError(
    'INVARIANT_VIOLATED',
    `order ${orderId} can't be read: ${table.name}.${column} holds what this library never writes there. Was the row changed by hand? Put it right; other orders are not concerned.`,
    { retry: 'afterFix', details: { orderId, table: table.name, column } },
  );
}
