import type { StoredCommand, StoredOrder } from '../../../ports/index.ts';
import type { OrderRow } from './rows.ts';
import type { Tables } from './tables.ts';

/** Whether nobody has tried a command yet: one that came back from the dead letters may have had its effect. */
export function isUntried(command: StoredCommand): boolean {
  return command.attempts === 0 && !command.unknown;
}

/** What the store says of an order. */
export function storedOrder(row: OrderRow): StoredOrder {
  return { order: row.order, untried: row.commands.filter(isUntried).map((command) => command.id) };
}

/** The orders among `ids` that exist, each once, in the order asked. */
export function loadOrders(tables: Tables, ids: readonly string[]): readonly StoredOrder[] {
  return [...new Set(ids)].flatMap((id) => {
    const row = tables.orders.get(id);
    return row === undefined ? [] : [storedOrder(row)];
  });
}

/** The order with a number, or the one that a creation key stands for. */
export function findOrder(
  tables: Tables,
  ref: { readonly number: string } | { readonly creationKey: string },
): { readonly orderId: string; readonly hash: string | null } | null {
  if ('creationKey' in ref) return tables.creations.get(ref.creationKey) ?? null;
  const orderId = tables.numbers.get(ref.number);
  return orderId === undefined ? null : { orderId, hash: null };
}

/** The type of the event of this id that came to an order and was not refused. */
export function appliedAs(tables: Tables, orderId: string, eventId: string): string | null {
  const entries = tables.journal.get(orderId) ?? [];
  return entries.find(({ meta, outcome }) => meta.id === eventId && outcome !== 'refused')?.type ?? null;
}
