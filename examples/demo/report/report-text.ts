import { durationText } from '../file/durations.ts';
import type { DemoOptions } from '../options.ts';
import { isSound, type Report } from './report.ts';
import { isAtEnd, nameOf } from './standing.ts';
import { booksTable, currencyTable, standTable, titled, warehouseTable } from './tables.ts';
import { counted, dayText, paint, timeText } from './text.ts';
import { timelineOf } from './timeline.ts';

/** A report as text: the timelines, then the tables, then what it comes to. */
export function reportText(report: Report, options: Pick<DemoOptions, 'only' | 'quiet'>): string {
  const { only, quiet } = options;
  const parts: string[] = [];
  if (only !== null)
    parts.push(...report.orders.filter(({ order }) => nameOf(order).key === only).map(timelineOf));
  else {
    if (!quiet) parts.push(...report.orders.map(timelineOf));
    parts.push(
      titled('Where every order stands', standTable(report.orders)),
      titled('Our ledgers beside the books of the provider and the warehouses', booksTable(report.orders)),
      titled('By currency', currencyTable(report.orders)),
      titled('On the shelves, by the warehouses’ own books', warehouseTable(report)),
    );
  }
  parts.push(...complaints(report), closingLine(report));
  return parts.join('\n\n');
}

function complaints(report: Report): readonly string[] {
  const lists = [
    { title: 'What the file asks for and could not be done', items: report.mishaps },
    { title: 'Dead letters', items: report.deadLetters },
    { title: 'What the outside has and the shop does not', items: report.strangers },
  ];
  return lists
    .filter(({ items }) => items.length > 0)
    .map(({ title, items }) => `${paint('red', title)}\n${items.map((item) => `  ${item}`).join('\n')}`);
}

function closingLine(report: Report): string {
  const { orders, events, commits, virtualMs, realMs, now } = report;
  const differ = orders.filter(({ books }) => !books.agree).length;
  const atEnd = orders.filter(({ order }) => isAtEnd(order)).length;
  const waiting = orders.length - atEnd;
  const books =
    differ > 0
      ? paint('red', `the books of ${counted(differ, 'order')} DIFFER`)
      : paint(isSound(report) ? 'green' : 'yellow', 'all books agree');
  const work =
    events === 0
      ? 'nothing was left to do'
      : `${counted(events, 'event')} in ${counted(commits, 'commit')}, ${durationText(virtualMs)} of the shop’s time in ${(realMs / 1_000).toFixed(1)} s`;
  const rest = waiting === 0 ? '' : ` · ${waiting} not at their end`;
  return `${counted(orders.length, 'order')}, ${books}${rest} · ${work} · the shop’s clock says ${dayText(now)} ${timeText(now)}`;
}
