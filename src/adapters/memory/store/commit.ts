import { type Order, type ScanRecord, scansOf, type Timestamp } from '../../../machine/index.ts';
import type {
  ClaimSettlement,
  CommitAnswer,
  DeadLetter,
  OrderChange,
  OrderWrite,
  StoredCommand,
} from '../../../ports/index.ts';
import { isolate } from '../isolate.ts';
import { constraintBroken } from './constraints.ts';
import { isUntried } from './load.ts';
import { type LetterRow, messageKey, type OrderRow } from './rows.ts';
import type { Tables } from './tables.ts';

/** Gives numbers to new rows. */
export type NextIndex = () => number;

/** The locks that a write needs: its order, its creation key, its number. */
export function locksOf(write: OrderWrite): readonly string[] {
  const names = [`order:${write.orderId}`];
  if (write.creation !== null) names.push(`creation:${write.creation.key}`);
  const number = write.change?.order.number ?? null;
  if (number !== null) names.push(`number:${number}`);
  return names;
}

/** Writes one order into `tables`. The caller throws the tables away unless the answer is `committed`. */
export function applyWrite(tables: Tables, write: OrderWrite, nextIndex: NextIndex): CommitAnswer {
  const { orderId, change, creation, settlement } = write;
  const known = creation === null ? undefined : tables.creations.get(creation.key);
  if (known !== undefined) return { status: 'duplicate', ...known };

  const row = tables.orders.get(orderId);
  if (settlement !== null && row?.lease?.token !== settlement.token) return { status: 'lease' };
  if (change !== null && !fits(row, change)) return { status: 'version' };
  const problem = change === null ? null : constraintBroken(tables, row, change);
  if (problem !== null) return { status: 'failed', error: problem };

  const settled =
    settlement === null || row === undefined ? row : settle(tables, row, settlement, write.now, nextIndex);
  if (change !== null) tables.orders.set(orderId, advance(tables, settled, change, write.now, nextIndex));
  else if (settled !== undefined) tables.orders.set(orderId, settled);
  if (creation !== null) tables.creations.set(creation.key, { orderId, hash: creation.hash });
  return { status: 'committed' };
}

/** Whether the change was made from the order as it stands. */
function fits(row: OrderRow | undefined, change: OrderChange): boolean {
  if ((row?.order.version ?? 0) !== change.before) return false;
  const untried = new Set(row?.commands.filter(isUntried).map((command) => command.id));
  return change.withdrawn.every((id) => untried.has(id));
}

/** The row after the change, with its journals and its number written. */
function advance(
  tables: Tables,
  row: OrderRow | undefined,
  change: OrderChange,
  now: Timestamp,
  nextIndex: NextIndex,
): OrderRow {
  const order = isolate(change.order);
  const orderId = order.id;
  if (order.number !== null) tables.numbers.set(order.number, orderId);
  tables.history.set(orderId, [...(tables.history.get(orderId) ?? []), ...isolate(change.history)]);
  tables.journal.set(orderId, [...(tables.journal.get(orderId) ?? []), ...isolate(change.journal)]);

  keepScans(tables, order, change);

  const nextPosition = row?.nextPosition ?? 1;
  const withdrawn = new Set(change.withdrawn);
  const commands = change.commands.map(
    (command, index): StoredCommand =>
      isolate({
        ...command,
        orderId,
        position: nextPosition + index,
        attempts: 0,
        firstTriedAt: null,
        unknown: false,
        lastError: null,
      }),
  );
  const events = change.events.map((event) => isolate({ ...event, orderId, attempts: 0, runAt: now }));
  return {
    order,
    index: row?.index ?? nextIndex(),
    lease: row?.lease ?? null,
    nextPosition: nextPosition + commands.length,
    commands: [...(row?.commands ?? []).filter((command) => !withdrawn.has(command.id)), ...commands],
    events: [...(row?.events ?? []), ...events].toSorted((one, other) => one.sequence - other.sequence),
  };
}

/** Adds scans to the journal of parcels. One that is there already is there once. */
function keepScans(tables: Tables, order: Order, change: OrderChange): void {
  const told = scansOf(order, change.journal);
  if (told.length === 0) return;
  const kept = tables.scans.get(order.id) ?? [];
  const known = new Set(kept.map(scanKey));
  tables.scans.set(order.id, [...kept, ...isolate(told.filter((scan) => !known.has(scanKey(scan))))]);
}

const scanKey = ({ shipmentId, id }: ScanRecord) => JSON.stringify([shipmentId, id]);

/** The row after a worker's report; its lease is over. */
function settle(
  tables: Tables,
  row: OrderRow,
  settlement: ClaimSettlement,
  now: Timestamp,
  nextIndex: NextIndex,
): OrderRow {
  const over = new Set([...settlement.done, ...settlement.published]);
  for (const letter of settlement.dead) over.add(bury(tables, row, letter, nextIndex));
  for (const handled of settlement.handled) {
    const key = messageKey(handled);
    const message = tables.messages.get(key);
    if (message !== undefined) tables.messages.set(key, { ...message, state: 'handled', since: now });
  }
  const later = new Map(settlement.later.map((retry) => [retry.id, retry]));
  return {
    ...row,
    lease: null,
    commands: row.commands
      .filter((command) => !over.has(command.id))
      .map((command) => {
        const retry = later.get(command.id);
        if (retry === undefined) return command;
        const { runAt, error: lastError, unknown } = retry;
        const tried = retry.attempted === false ? asBeforeClaim(command) : command;
        return isolate({ ...tried, runAt, lastError, unknown });
      }),
    events: row.events
      .filter((event) => !over.has(event.id))
      .map((event) => isolate({ ...event, runAt: later.get(event.id)?.runAt ?? event.runAt })),
  };
}

function asBeforeClaim(command: StoredCommand): StoredCommand {
  const attempts = command.attempts - 1;
  return { ...command, attempts, firstTriedAt: attempts === 0 ? null : command.firstTriedAt };
}

/** Makes a dead letter of what it names; returns the id that leaves the outbox. */
function bury(tables: Tables, row: OrderRow, letter: DeadLetter, nextIndex: NextIndex): string {
  const body = bodyOf(tables, row, letter);
  if (body === undefined) return letter.id;
  tables.letters.set(letter.id, { letter: isolate(letter), index: nextIndex(), body });
  if (body.kind === 'message') {
    const message = tables.messages.get(body.key);
    if (message !== undefined) tables.messages.set(body.key, { ...message, state: 'dead' });
    return letter.id;
  }
  return body.kind === 'command' ? body.command.id : body.event.id;
}

function bodyOf(tables: Tables, row: OrderRow, letter: DeadLetter): LetterRow['body'] | undefined {
  const id = letter.id.slice(letter.kind.length + 1);
  switch (letter.kind) {
    case 'command': {
      const command = row.commands.find((candidate) => candidate.id === id);
      return command && { kind: 'command', command };
    }
    case 'event': {
      const event = row.events.find((candidate) => candidate.id === id);
      return event && { kind: 'event', event };
    }
    case 'message': {
      // Handlers and ids may hold colons themselves, so every cut is tried.
      for (let cut = id.indexOf(':'); cut >= 0; cut = id.indexOf(':', cut + 1)) {
        const key = messageKey({ handler: id.slice(0, cut), messageId: id.slice(cut + 1) });
        if (tables.messages.get(key)?.state === 'waiting') return { kind: 'message', key };
      }
      return undefined;
    }
  }
}
