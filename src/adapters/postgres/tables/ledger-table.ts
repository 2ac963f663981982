import type { Order } from '../../../machine/index.ts';
import type { ColumnType, Row, RowOf, Table } from './table.ts';

/** A table with rows of an order: its key is the order's id and one column, `position` keeps the order of the list. */
export interface LedgerTable extends Table {
  readonly key: string;
  /** Whether most orders write it more than once. */
  readonly isBusy: boolean;
  /** What of an order the rows are made from: the same object, the same rows. */
  readonly partOf: (order: Order) => unknown;
  /** The rows of an order, complete. */
  readonly rowsOf: (order: Order) => readonly Row[];
}

type Entry<Columns extends Record<string, ColumnType>> = RowOf<Columns>;

const busyTables = new Set([
  'order_items',
  'order_payment_transactions',
  'order_reservations',
  'order_fulfillments',
  'order_shipments',
]);

/** Defines a {@link LedgerTable} from the columns that are its own. */
export function ledgerTable<const Columns extends Record<string, ColumnType>>(
  name: string,
  key: keyof Columns & string,
  columns: Columns,
  partOf: (order: Order) => unknown,
  entriesOf: (order: Order) => readonly Entry<Columns>[],
): LedgerTable {
  return {
    name,
    key,
    isBusy: busyTables.has(name),
    partOf,
    columns: { order_id: 'uuid', position: 'integer', ...columns },
    rowsOf: (order) =>
      entriesOf(order).map((entry, position) => ({ order_id: order.id, position, ...entry })),
  };
}
