import type { JournalEntry, Order } from 'statecart';
import type { OrderReport } from './report.ts';
import { nameOf } from './standing.ts';
import { dayText, fit, moneyText, paint, type Style, timeText, widthOf } from './text.ts';

const width = 118;
const columns = { day: 6, event: 40 } as const;
const changesAt = 1 + columns.day + 1 + '00:00'.length + 2 + columns.event + 1;

/** The life of an order, one line an event: when, what, and what it changed. */
export function timelineOf({ order, history }: OrderReport): string {
  let day = '';
  const lines = history.journal.map((entry) => {
    const at = entry.meta.receivedAt;
    const today = dayText(at).slice('Mon '.length);
    const line = eventLine(order, entry, today === day ? '' : today, timeText(at));
    day = today;
    return line;
  });
  return [headline(order), ...lines].join('\n');
}

function headline(order: Order): string {
  const { key, title } = nameOf(order);
  const name = `${order.number ?? 'draft'}  ${title}`;
  const facts = [key, moneyText(order.totals.totalMinor, order.currency), order.axes.status]
    .filter(Boolean)
    .join(' · ');
  const rule = '─'.repeat(Math.max(2, width - widthOf(name) - widthOf(facts) - 3));
  return `${paint('bold', name)} ${paint('dim', rule)} ${facts}`;
}

function eventLine(order: Order, entry: JournalEntry, day: string, time: string): string {
  const head = ` ${paint('dim', `${fit(day, columns.day)} ${time}`)}  `;
  if (entry.outcome !== 'applied')
    return head + paint('red', `${entry.type} ${entry.outcome}: ${entry.anomaly?.message ?? ''}`);
  const what = fit(`${entry.type} ${detailOf(entry, order)}`.trimEnd(), columns.event);
  const event = what.slice(0, entry.type.length) + paint('dim', what.slice(entry.type.length));
  return `${head}${event} ${wrapped(entry.changes)}`.trimEnd();
}

/** The changes in their column, on as many lines as they need. */
function wrapped(changes: readonly string[]): string {
  let text = '';
  let room = width + 1 - changesAt;
  changes.forEach((change, index) => {
    const needed = plainChange(change).length + (index === 0 ? 0 : ' · '.length);
    if (needed > room && index > 0) {
      text += `\n${' '.repeat(changesAt)}`;
      room = width - changesAt;
    } else if (index > 0) text += paint('dim', ' · ');
    text += paintedChange(change);
    room -= needed;
  });
  return text;
}

/** `payment: authorizing>authorized` in its parts. */
function partsOf(change: string): { readonly axis: string; readonly from: string; readonly to: string } {
  const [axis = '', states = ''] = change.split(': ');
  const [from = '', to = ''] = states.split('>');
  return { axis, from, to: to.replaceAll('_', ' ') };
}

/** A change as people read it: the status with where it came from, another axis with its name. */
function plainChange(change: string): string {
  const { axis, from, to } = partsOf(change);
  return axis === 'status' ? `${from} → ${to}` : `${axis} ${to}`;
}

function paintedChange(change: string): string {
  const { axis, to } = partsOf(change);
  return axis === 'status' ? paint(styleOf(to), plainChange(change)) : `${paint('dim', axis)} ${to}`;
}

/** The style of a status. */
export function styleOf(status: string): Style {
  switch (status) {
    case 'delivered':
      return 'green';
    case 'failed':
    case 'cancelled':
      return 'red';
    case 'refunded':
      return 'yellow';
    default:
      return 'cyan';
  }
}

/** What is worth telling of an event's payload. */
function detailOf({ type, data }: JournalEntry, { currency }: Order): string {
  const text = (field: string) => (typeof data[field] === 'string' ? data[field] : '');
  if (type === 'order.create' && typeof data.totalMinor === 'number')
    return moneyText(data.totalMinor, currency);
  if (type === 'deadline.reached') return text('name');
  // A ledger entry's id is `<order id>:<kind>:<n>`.
  if (type === 'operation.unknown') return text('operationId').split(':')[1] ?? '';
  if (typeof data.amountMinor === 'number') return moneyText(data.amountMinor, currency);
  if (type === 'risk.assessed') return [text('outcome'), ...(data.reasons as string[])].join(' ');
  const units = Array.isArray(data.lines) ? unitsIn(data.lines) : '';
  const words = text('code') || text('stage') || text('trackingNumber') || text('reason');
  return [units, words.replaceAll('_', ' ')].filter(Boolean).join(' · ');
}

function unitsIn(lines: readonly unknown[]): string {
  const counts = lines.map((line) => {
    const { quantity, received } = line as { quantity?: number; received?: number };
    return quantity ?? received ?? 0;
  });
  const units = counts.reduce((sum, count) => sum + count, 0);
  return units === 0 ? '' : `${units} unit${units === 1 ? '' : 's'}`;
}
