import type { Claim, ClaimRequest, StoredCommand } from '../../../ports/index.ts';
import { isolate } from '../isolate.ts';
import type { Database } from './database.ts';
import { dueEvents, laneHeads } from './due.ts';
import { storedOrder } from './load.ts';
import { messageKey, type OrderRow } from './rows.ts';

/** Leases the orders that wait longest, and counts an attempt of all that is handed out. */
export function claimOrders(
  database: Database,
  request: ClaimRequest,
  isLocked: (orderId: string) => boolean,
): readonly Claim[] {
  const candidates = request.orderIds === undefined ? database.due.keys() : new Set(request.orderIds);
  const claimable: { readonly row: OrderRow; readonly at: number }[] = [];
  for (const orderId of candidates) {
    const row = database.orders.get(orderId);
    const at = database.due.get(orderId);
    if (row === undefined || at === undefined || at > request.now) continue;
    if (row.lease !== null && row.lease.until > request.now) continue;
    if (!request.machineVersions.includes(row.order.machineVersion) || isLocked(orderId)) continue;
    claimable.push({ row, at });
  }
  return claimable
    .toSorted((one, other) => one.at - other.at || one.row.index - other.row.index)
    .slice(0, request.limit)
    .map(({ row }) => lease(database, row, request));
}

function lease(database: Database, row: OrderRow, request: ClaimRequest): Claim {
  const { token, now, leaseMs } = request;
  const tried = new Map<string, StoredCommand>();
  for (const head of laneHeads(row)) {
    if (head.runAt > now) continue;
    tried.set(
      head.id,
      isolate({ ...head, attempts: head.attempts + 1, firstTriedAt: head.firstTriedAt ?? now }),
    );
  }
  const due = new Set(dueEvents(row, now).map((event) => event.id));
  const events = row.events.map((event) =>
    due.has(event.id) ? isolate({ ...event, attempts: event.attempts + 1 }) : event,
  );
  const messages = database.messagesOf(row).map((waiting) => {
    const message = isolate({ ...waiting.message, attempts: waiting.message.attempts + 1 });
    database.messages.set(messageKey(message), { ...waiting, message });
    return message;
  });
  const leased: OrderRow = {
    ...row,
    lease: { token, until: now + leaseMs },
    commands: row.commands.map((command) => tried.get(command.id) ?? command),
    events,
  };
  database.orders.set(row.order.id, leased);
  return {
    ...storedOrder(leased),
    token,
    commands: [...tried.values()],
    events: events.filter((event) => due.has(event.id)),
    messages,
  };
}

/** Prolongs the leases that are still the token's. */
export function renewLease(database: Database, token: string, orderId: string, until: number): boolean {
  const row = database.orders.get(orderId);
  if (row?.lease?.token !== token) return false;
  database.orders.set(orderId, { ...row, lease: { token, until } });
  return true;
}

/** Ends a lease if it is still the token's. */
export function releaseLease(database: Database, token: string, orderId: string): void {
  const row = database.orders.get(orderId);
  if (row?.lease?.token === token) database.orders.set(orderId, { ...row, lease: null });
}
