import { isDeepStrictEqual } from 'node:util';
import type { Order } from '../../../machine/index.ts';
import type { Session } from '../session.ts';
import type { LedgerTable } from '../tables/ledger-table.ts';
import { ledgerTables, type OrderRows } from '../tables/order-rows.ts';
import { insertFrom, type Row } from '../tables/table.ts';

/** An order as it is to be, and its rows as they are; `undefined`: it is new. */
export interface LedgerChange {
  readonly order: Order;
  readonly previous: OrderRows | undefined;
}

/** Writes the ledger rows that differ, and no others: a line that did not change costs nothing, however many there are. */
export async function writeLedgers(session: Session, changes: readonly LedgerChange[]): Promise<void> {
  for (const table of ledgerTables) {
    const differences = changes.map(({ order, previous }) => differenceOf(table, order, previous));
    await removeRows(
      session,
      table,
      differences.flatMap(({ gone }) => gone),
    );
    await putRows(
      session,
      table,
      differences.flatMap(({ put }) => put),
    );
  }
}

function differenceOf(
  table: LedgerTable,
  order: Order,
  previous: OrderRows | undefined,
): { gone: readonly Row[]; put: readonly Row[] } {
  const rows = table.rowsOf(order);
  const before: readonly Row[] = previous?.ledgers[table.name] ?? [];
  const known = new Map(before.map((row) => [row[table.key], row]));
  const kept = new Set(rows.map((row) => row[table.key]));
  // Two entries under one id: the database is to refuse them, so both have to reach it.
  if (before.length === 0 || kept.size < rows.length) return { gone: [], put: rows };
  return {
    gone: before.filter((row) => !kept.has(row[table.key])),
    put: rows.filter((row) => !isDeepStrictEqual(row, known.get(row[table.key]))),
  };
}

async function removeRows(session: Session, table: LedgerTable, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await session.query(
    `delete from ${session.schema}.${table.name} t
     using jsonb_to_recordset($1::jsonb) as r(order_id uuid, ${table.key} text)
     where t.order_id = r.order_id and t.${table.key} = r.${table.key}`,
    [JSON.stringify(rows.map((row) => ({ order_id: row['order_id'], [table.key]: row[table.key] })))],
  );
}

async function putRows(session: Session, table: LedgerTable, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const assignments = Object.keys(table.columns)
    .filter((column) => column !== 'order_id' && column !== table.key)
    .map((column) => `${column} = excluded.${column}`);
  await session.query(
    `${insertFrom(session.schema, table)} on conflict (order_id, ${table.key}) do update set ${assignments.join(', ')}`,
    [JSON.stringify(rows)],
  );
}
