import { isDeepStrictEqual } from 'node:util';
import type { Order } from '../../../machine/index.ts';
import type { LedgerTable } from '../tables/ledger-table.ts';
import { ledgerTables } from '../tables/order-rows.ts';
import { insertFrom, type Row } from '../tables/table.ts';
import { isWritten, type Statement } from './statement.ts';
import type { ChangeWrite } from './write.ts';

/** Writes the ledger rows that differ, and no others: a line that did not change costs nothing, however many there are. */
export function writeLedgers(statement: Statement, changes: readonly ChangeWrite[]): void {
  for (const table of ledgerTables) {
    const differences = changes.map(({ change }) => differenceOf(table, change.order, change.previous));
    removeRows(
      statement,
      table,
      differences.flatMap(({ gone }) => gone),
    );
    putRows(
      statement,
      table,
      differences.flatMap(({ put }) => put),
    );
  }
}

interface Difference {
  readonly gone: readonly Row[];
  readonly put: readonly Row[];
}

const none: Difference = { gone: [], put: [] };

function differenceOf(table: LedgerTable, order: Order, previous: Order | undefined): Difference {
  if (previous !== undefined && table.partOf(order) === table.partOf(previous)) return none;
  const rows = table.rowsOf(order);
  const before = previous === undefined ? [] : table.rowsOf(previous);
  const known = new Map(before.map((row) => [row[table.key], row]));
  const kept = new Set(rows.map((row) => row[table.key]));
  // Two entries under one id: the database is to refuse them, so both have to reach it.
  if (before.length === 0 || kept.size < rows.length) return { gone: [], put: rows };
  return {
    gone: before.filter((row) => !kept.has(row[table.key])),
    put: rows.filter((row) => !isSameRow(table, row, known.get(row[table.key]))),
  };
}

function isSameRow(table: LedgerTable, row: Row, before: Row | undefined): boolean {
  if (before === undefined) return false;
  for (const column in table.columns) {
    if (row[column] === before[column]) continue;
    if (table.columns[column] !== 'jsonb' || !isDeepStrictEqual(row[column], before[column])) return false;
  }
  return true;
}

function removeRows(statement: Statement, table: LedgerTable, rows: readonly Row[]): void {
  if (rows.length === 0) return;
  const keys = rows.map((row) => ({ order_id: row['order_id'], [table.key]: row[table.key] }));
  statement.with(
    `gone_${table.name}`,
    `delete from ${statement.schema}.${table.name} t
     using jsonb_to_recordset(${statement.rows(keys)}::jsonb) as r(order_id uuid, ${table.key} text)
     where t.order_id = r.order_id and t.${table.key} = r.${table.key} and ${isWritten('r.order_id')}`,
  );
}

function putRows(statement: Statement, table: LedgerTable, rows: readonly Row[]): void {
  if (rows.length === 0 && !(table.isBusy && statement.needs(rows))) return;
  const assignments = Object.keys(table.columns)
    .filter((column) => column !== 'order_id' && column !== table.key)
    .map((column) => `${column} = excluded.${column}`);
  statement.with(
    `put_${table.name}`,
    `${insertFrom(statement.schema, table, statement.rows(rows))} where ${isWritten('r.order_id')}
     on conflict (order_id, ${table.key}) do update set ${assignments.join(', ')}`,
  );
}
