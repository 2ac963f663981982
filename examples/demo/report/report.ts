import type { HistoryPage, Order, Orders } from 'statecart';
import type { OutsideClient } from '../outside/client.ts';
import type { OutsideBooks } from '../outside/protocol.ts';
import { everyOrder } from '../shop.ts';
import { compareBooks, type OrderBooks, strangersIn } from './compare-books.ts';

/** One order with its past, beside the books of the outside. */
export interface OrderReport {
  readonly order: Order;
  readonly history: HistoryPage;
  readonly books: OrderBooks;
}

/** What a run came to. */
export interface Report {
  readonly orders: readonly OrderReport[];
  readonly outside: OutsideBooks;
  /** What stands in the outside's books for orders that nobody has here, and other disagreements. */
  readonly strangers: readonly string[];
  /** What was not delivered to the outside and is not tried again by itself. */
  readonly deadLetters: readonly string[];
  readonly mishaps: readonly string[];
  readonly commits: number;
  readonly events: number;
  /** How much time has passed in the shop. */
  readonly virtualMs: number;
  readonly realMs: number;
  /** What the shop's clock says. */
  readonly now: number;
}

/** Whether everything is as it should be. */
export function isSound(report: Report): boolean {
  return (
    report.orders.every(({ books }) => books.agree) &&
    [report.strangers, report.mishaps].every((list) => list.length === 0)
  );
}

/** Looks at every order and at the books of the outside. */
export async function reportOn(
  orders: Orders,
  outside: OutsideClient,
  run: Pick<Report, 'commits' | 'events' | 'virtualMs' | 'now' | 'mishaps'>,
): Promise<Omit<Report, 'realMs'>> {
  const books = await outside.books();
  const found = [...(await everyOrder(orders))].sort(byPlacement);
  const reports: OrderReport[] = [];
  for (const order of found) {
    reports.push({ order, history: await orders.history(order.id), books: compareBooks(order, books) });
  }
  const letters = await orders.deadLetters.list();
  return {
    ...run,
    orders: reports,
    outside: books,
    strangers: strangersIn(books, new Set(found.map(({ id }) => id))),
    deadLetters: letters.map((letter) => `${letter.type} (${letter.id}): ${letter.error}`),
  };
}

function byPlacement(one: Order, other: Order): number {
  return (
    one.timestamps.createdAt - other.timestamps.createdAt ||
    (one.number ?? '').localeCompare(other.number ?? '', 'en', { numeric: true })
  );
}
