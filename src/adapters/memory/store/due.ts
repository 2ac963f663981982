import type { Timestamp } from '../../../machine/index.ts';
import type { StoredCommand, StoredEvent } from '../../../ports/index.ts';
import type { MessageRow, OrderRow } from './rows.ts';

/** The commands that may be tried next: the first of each lane, due or not. */
export function laneHeads(row: OrderRow): readonly StoredCommand[] {
  const heads = new Map<string, StoredCommand>();
  for (const command of row.commands) if (!heads.has(command.lane)) heads.set(command.lane, command);
  return [...heads.values()];
}

/** The events that may be published now: from the first on, up to one that is not due. */
export function dueEvents(row: OrderRow, now: Timestamp): readonly StoredEvent[] {
  const wait = row.events.findIndex((event) => event.runAt > now);
  return wait < 0 ? row.events : row.events.slice(0, wait);
}

/** When something of an order is next due, its lease aside; `null`: nothing waits. */
export function dueAt(row: OrderRow, messages: readonly MessageRow[]): Timestamp | null {
  const moments = [
    ...laneHeads(row).map((command) => command.runAt),
    ...row.events.slice(0, 1).map((event) => event.runAt),
    ...messages.map((message) => message.since),
    ...row.order.deadlines.map((deadline) => deadline.at),
  ];
  return moments.length === 0 ? null : moments.reduce((first, moment) => Math.min(first, moment));
}
