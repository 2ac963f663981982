import { hasTag } from '../../../machine/index.ts';
import type { OldJournals, StoreUpkeep, UpkeepWalk } from '../../../ports/index.ts';
import { isolate } from '../isolate.ts';
import type { Database } from './database.ts';
import { type MessageRow, messageKey, type OrderRow } from './rows.ts';

/** What can be forgotten of the rows. `isLocked`: whether a transaction holds an order, which is then left for later. */
export function upkeepOf(database: Database, isLocked: (orderId: string) => boolean): StoreUpkeep {
  const isAtRest = ({ order, lease }: OrderRow) =>
    !isLocked(order.id) &&
    lease === null &&
    !database.due.has(order.id) &&
    ![...database.letters.values()].some(({ letter }) => letter.orderId === order.id);
  const byAge = <Row extends { readonly index: number }>(rows: Iterable<Row>) =>
    [...rows].toSorted((one, other) => one.index - other.index);

  return {
    async dropDrafts({ before, limit }) {
      const old = byAge(database.orders.values()).filter(
        (row) =>
          row.order.timestamps.placedAt === null &&
          hasTag(row.order.axes.status, 'ended') &&
          row.order.timestamps.updatedAt < before &&
          isAtRest(row),
      );
      const ids = old.slice(0, limit).map(({ order }) => order.id);
      for (const id of ids) dropOrder(database, id);
      return ids;
    },

    async dropMessages({ before, limit }) {
      const old = byAge(database.messages.values()).filter(
        ({ state, since }) => state === 'handled' && since < before,
      );
      for (const { message } of old.slice(0, limit)) database.messages.delete(messageKey(message));
      return Math.min(old.length, limit);
    },

    async buryParked({ before, limit, now }) {
      const isParked = ({ message, state, since }: MessageRow) =>
        state === 'waiting' &&
        since < before &&
        !database.orders.has(message.orderRef) &&
        database.numbers.get(message.orderRef) === undefined;
      const parked = byAge(database.messages.values()).filter(isParked).slice(0, limit);
      return parked.map((row) => buryMessage(database, row, now));
    },

    async dropRefusals({ before, limit, after }) {
      const { orders, next } = page(database, { before, limit, ...(after === undefined ? {} : { after }) });
      let dropped = 0;
      for (const { order } of orders) {
        const journal = database.journal.get(order.id) ?? [];
        const kept = journal.filter(
          ({ outcome, meta }) => outcome !== 'refused' || meta.receivedAt >= before,
        );
        dropped += journal.length - kept.length;
        if (kept.length < journal.length) database.journal.set(order.id, kept);
      }
      return { dropped, next };
    },

    async oldJournals(walk) {
      const { orders, next } = page(database, walk);
      const old = orders.filter(
        (row) =>
          row.order.timestamps.placedAt !== null &&
          row.order.timestamps.updatedAt < walk.before &&
          isAtRest(row),
      );
      return { journals: old.map((row) => journalsOf(database, row.order.id)), next };
    },

    async dropJournals(read) {
      let gone = 0;
      for (const { orderId, mark } of read) {
        const last = JSON.parse(mark) as { readonly entry: unknown; readonly version: number };
        const history = database.history.get(orderId) ?? [];
        const journal = database.journal.get(orderId) ?? [];
        const end = journal.findIndex((entry) => JSON.stringify(entry) === last.entry) + 1;
        const kept = history.filter(({ version }) => version > last.version);
        gone += end + history.length - kept.length;
        database.journal.set(orderId, journal.slice(end));
        database.history.set(orderId, kept);
      }
      return gone;
    },
  };
}

/** Some orders that have journals, by age, after the one that `after` names. */
function page(database: Database, { limit, after }: UpkeepWalk) {
  const orders = [...database.orders.values()]
    .filter(
      ({ order, index }) => index > Number(after ?? 0) && (database.journal.get(order.id)?.length ?? 0) > 0,
    )
    .toSorted((one, other) => one.index - other.index)
    .slice(0, limit);
  return { orders, next: orders.length === limit ? String(orders.at(-1)?.index) : null };
}

function journalsOf(database: Database, orderId: string): OldJournals {
  const history = database.history.get(orderId) ?? [];
  const journal = database.journal.get(orderId) ?? [];
  const mark = JSON.stringify({
    entry: JSON.stringify(journal.at(-1)),
    version: history.at(-1)?.version ?? 0,
  });
  return { orderId, history, journal, mark };
}

function buryMessage(database: Database, row: MessageRow, now: number): string {
  const { handler, messageId, fact, meta, attempts, orderRef } = row.message;
  const key = messageKey(row.message);
  const id = `message:${handler}:${messageId}`;
  const type = typeof fact['type'] === 'string' ? fact['type'] : handler;
  const error = `no order ${orderRef} has come since it was received`;
  const letter = {
    id,
    kind: 'message' as const,
    orderId: null,
    type,
    data: fact,
    meta,
    attempts,
    error,
    at: now,
  };
  database.letters.set(id, {
    letter: isolate(letter),
    index: database.nextIndex(),
    body: { kind: 'message', key },
  });
  database.messages.set(key, { ...row, state: 'dead', since: now });
  return id;
}

function dropOrder(database: Database, id: string): void {
  const row = database.orders.get(id);
  for (const [key, { message }] of database.messages)
    if (message.orderRef === id || message.orderRef === row?.order.number) database.messages.delete(key);
  for (const [key, { orderId }] of database.creations) if (orderId === id) database.creations.delete(key);
  for (const table of [database.history, database.journal, database.scans, database.orders]) table.delete(id);
}
