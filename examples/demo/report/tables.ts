import type { Figure } from './compare-books.ts';
import type { OrderReport, Report } from './report.ts';
import { nameOf } from './standing.ts';
import { type Column, tableOf } from './table.ts';
import { amountText, paint } from './text.ts';
import { styleOf } from './timeline.ts';

/** Where every order stands, on four of its axes. */
export function standTable(orders: readonly OrderReport[]): string {
  const axis = (title: string, name: 'payment' | 'stock' | 'fulfillment'): Column<OrderReport> => ({
    title,
    text: ({ order }) => order.axes[name].replaceAll('_', ' '),
  });
  return tableOf<OrderReport>(
    [
      { title: 'number', text: numberOf },
      { title: 'order', text: ({ order }) => nameOf(order).title, max: 44 },
      {
        title: 'status',
        text: ({ order }) => order.axes.status,
        style: ({ order }) => styleOf(order.axes.status),
      },
      axis('payment', 'payment'),
      axis('stock', 'stock'),
      axis('fulfilment', 'fulfillment'),
    ],
    orders,
  );
}

/** Each order's ledgers beside the books of the outside. */
export function booksTable(orders: readonly OrderReport[]): string {
  const money = (title: string, read: (report: OrderReport) => number): Column<OrderReport> => ({
    title,
    side: 'right',
    text: (report) => amountText(read(report), report.order.currency),
  });
  const units = (title: string, read: (report: OrderReport) => number): Column<OrderReport> => ({
    title,
    side: 'right',
    text: (report) => String(read(report)),
  });
  return tableOf<OrderReport>(
    [
      { title: 'number', text: numberOf },
      money('total', ({ order }) => order.totals.totalMinor),
      { title: '', text: ({ order }) => order.currency },
      money('captured', ({ books }) => books.captured.ours),
      money('provider', ({ books }) => books.captured.theirs),
      money('refunded', ({ books }) => books.refunded.ours),
      money('provider', ({ books }) => books.refunded.theirs),
      units('sent', ({ books }) => books.shipped.ours),
      units('whse', ({ books }) => books.shipped.theirs),
      units('back', ({ books }) => books.returned.ours),
      units('whse', ({ books }) => books.returned.theirs),
      units('held', ({ books }) => books.reserved.ours),
      units('whse', ({ books }) => books.reserved.theirs),
      {
        title: 'books',
        text: ({ books }) => verdict(books.agree),
        style: ({ books }) => (books.agree ? 'green' : 'red'),
      },
    ],
    orders,
  );
}

interface CurrencyRow {
  readonly currency: string;
  readonly orders: number;
  readonly ordered: number;
  readonly captured: Figure;
  readonly refunded: Figure;
}

/** The sums of all orders, by currency. */
export function currencyTable(orders: readonly OrderReport[]): string {
  const currencies = [...new Set(orders.map(({ order }) => order.currency))].sort();
  const rows = currencies.map((currency): CurrencyRow => {
    const own = orders.filter(({ order }) => order.currency === currency);
    return {
      currency,
      orders: own.length,
      ordered: own.reduce((sum, { order }) => sum + order.totals.totalMinor, 0),
      captured: sumOf(own, ({ books }) => books.captured),
      refunded: sumOf(own, ({ books }) => books.refunded),
    };
  });
  const money = (title: string, read: (row: CurrencyRow) => number): Column<CurrencyRow> => ({
    title,
    side: 'right',
    text: (row) => amountText(read(row), row.currency),
  });
  const agree = ({ captured, refunded }: CurrencyRow) =>
    captured.ours === captured.theirs && refunded.ours === refunded.theirs;
  return tableOf<CurrencyRow>(
    [
      { title: 'currency', text: ({ currency }) => currency },
      { title: 'orders', side: 'right', text: (row) => String(row.orders) },
      money('ordered', ({ ordered }) => ordered),
      money('captured', ({ captured }) => captured.ours),
      money('provider', ({ captured }) => captured.theirs),
      money('refunded', ({ refunded }) => refunded.ours),
      money('provider', ({ refunded }) => refunded.theirs),
      money('kept', ({ captured, refunded }) => captured.ours - refunded.ours),
      { title: 'books', text: (row) => verdict(agree(row)), style: (row) => (agree(row) ? 'green' : 'red') },
    ],
    rows,
  );
}

/** What each warehouse has on its shelves, by its own book. */
export function warehouseTable({ outside }: Report): string {
  const levels = Object.values(outside.levels);
  const warehouses = [...new Set(levels.map(({ warehouseId }) => warehouseId))].sort();
  const count = (warehouseId: string, field: 'onHand' | 'reserved' | 'shipped' | 'returned') =>
    levels.filter((level) => level.warehouseId === warehouseId).reduce((sum, level) => sum + level[field], 0);
  const column = (title: string, read: (warehouseId: string) => number): Column<string> => ({
    title,
    side: 'right',
    text: (warehouseId) => read(warehouseId).toLocaleString('en'),
  });
  return tableOf<string>(
    [
      { title: 'warehouse', text: (warehouseId) => warehouseId },
      column('on hand', (id) => count(id, 'onHand')),
      column('set aside', (id) => count(id, 'reserved')),
      column('sent', (id) => count(id, 'shipped')),
      column('came back', (id) => count(id, 'returned')),
    ],
    warehouses,
  );
}

/** A title over a table. */
export function titled(title: string, table: string): string {
  return `${paint('bold', title)}\n\n${table}`;
}

function numberOf({ order }: OrderReport): string {
  return order.number ?? 'draft';
}

function verdict(agree: boolean): string {
  return agree ? 'agree' : 'DIFFER';
}

function sumOf(reports: readonly OrderReport[], read: (report: OrderReport) => Figure): Figure {
  const figures = reports.map(read);
  return {
    ours: figures.reduce((sum, { ours }) => sum + ours, 0),
    theirs: figures.reduce((sum, { theirs }) => sum + theirs, 0),
  };
}
