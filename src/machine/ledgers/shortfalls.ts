import { hasTag } from '../axes.ts';
import type { CommandRef, PublishedRef } from '../commands.ts';
import type { LineQuantity, Order, Shortfall, ShortfallLine, Timestamp } from '../order.ts';
import { isCalledOff, requestCancellation } from './cancellation.ts';
import { nextEntry, patch } from './entry.ts';
import { tally } from './lines.ts';
import { isCovered, securedMinor } from './payment-book.ts';
import { allocated, lineOf, pricesOf, releasedBy } from './placement.ts';
import { isBeingFilled, isStanding, patientLines, stillShort } from './shortfall-book.ts';
import { anomaly, applied, duplicate, says, type Taken, type Writers } from './taken.ts';

/** Units that a warehouse can't give, and why. */
export interface Missing {
  readonly reservationId: string;
  readonly warehouseId: string;
  readonly lines: readonly LineQuantity[];
  readonly code: string;
}

/** The order with what was made of missing units, and what is told of it. */
interface Told {
  readonly order: Order;
  readonly published: readonly PublishedRef[];
  readonly commands: readonly CommandRef[];
}

/** The codes that say that goods are not there. Any other refusal is for somebody to look at. */
const notThere: readonly string[] = ['out_of_stock', 'short_picked'];

/** Whether money stands for all of an order that costs something, or it was confirmed: then it does not simply fail. */
function isPaid(order: Order): boolean {
  return (
    hasTag(order.axes.status, 'released') ||
    (order.axes.status === 'pending' && securedMinor(order) > 0 && isCovered(order))
  );
}

/**
 * What becomes of missing units. Those that may wait are backordered. For the others of a paid order a shortfall is opened,
 * and decided as the terms say; an order that is not paid, or not confirmed where the terms give money back, gets none: it
 * fails.
 */
export function enterMissing(order: Order, missing: Missing, at: Timestamp): Told {
  const nothing: Told = { order, published: [], commands: [] };
  const { status } = order.axes;
  if (status !== 'pending' && !hasTag(status, 'released')) return nothing;
  const may = patientLines(order);
  const waits = (line: LineQuantity) => notThere.includes(missing.code) && may.has(line.lineId);
  const patient = missing.lines.filter(waits);
  const others = missing.lines.filter((line) => !waits(line));
  const first = enter(nothing, { ...missing, lines: patient }, 'waiting', at);
  const fate = isPaid(order) ? fateOf(order, missing.code) : null;
  return fate === null ? first : enter(first, { ...missing, lines: others }, fate, at);
}

function fateOf(order: Order, code: string): 'open' | 'waiting' | 'refunded' | null {
  const { onShortfall } = order.terms;
  if (onShortfall === 'refund' && order.axes.status === 'pending') return null;
  if (onShortfall === 'ask' || !notThere.includes(code) || isCalledOff(order)) return 'open';
  return onShortfall === 'wait' ? 'waiting' : 'refunded';
}

function enter(told: Told, missing: Missing, state: 'open' | 'waiting' | 'refunded', at: Timestamp): Told {
  if (missing.lines.length === 0) return told;
  const { order: numbered, id } = nextEntry(told.order, 'shortfall');
  const { reservationId, warehouseId, code } = missing;
  const { terms } = told.order;
  const opened: Shortfall = {
    id,
    reservationId,
    warehouseId,
    lines: missing.lines.map((line) => ({ ...line, filled: 0, arrived: 0 })),
    state: state === 'waiting' ? 'waiting' : 'open',
    code,
    openedAt: at,
    until: at + (state === 'waiting' ? terms.backorderTtlMs : terms.shortfallTtlMs),
    decidedAt: state === 'waiting' ? at : null,
    decidedBy: state === 'waiting' ? 'terms' : null,
  };
  const entered = tally({ ...numbered, shortfalls: [...told.order.shortfalls, opened] });
  if (state === 'refunded') return follow(told, drop(entered, opened, 'refunded', at, 'terms'));
  const [type, ref] =
    state === 'waiting'
      ? (['order.backordered', 'order_backordered'] as const)
      : (['order.shortfall_opened', 'order_short'] as const);
  return follow(told, {
    order: entered,
    published: says(type, id),
    commands: [{ type: 'notification.send', ref }],
  });
}

/** One after the other; a message is sent once. */
function follow(before: Told, after: Told): Told {
  const known = new Set(before.commands.map(({ ref }) => ref));
  return {
    order: after.order,
    published: [...before.published, ...after.published],
    commands: [...before.commands, ...after.commands.filter(({ ref }) => !known.has(ref))],
  };
}

function change(order: Order, id: string, by: (entry: Shortfall) => Shortfall): Order {
  return { ...order, shortfalls: patch(order.shortfalls, id, by) };
}

/** Gives up what a shortfall still lacks. An order of which nothing is left is called off. */
function drop(
  order: Order,
  entry: Shortfall,
  state: 'refunded' | 'substituted',
  at: Timestamp,
  by: string | null,
): Told {
  const lacking = new Map(stillShort(order, entry).map((line) => [line.lineId, line.quantity]));
  const dropped = (line: ShortfallLine): ShortfallLine => ({
    ...line,
    quantity: line.filled + (lacking.get(line.lineId) ?? 0),
    arrived: 0,
  });
  const decided = tally(
    change(order, entry.id, (old) => ({
      ...old,
      state,
      lines: old.lines.map(dropped).filter((line) => line.quantity > 0),
      until: null,
      decidedAt: at,
      decidedBy: by,
    })),
  );
  const nothingLeft = decided.lines.every((line) => line.counts.cancelled === line.quantity);
  const wish = { reason: 'out_of_stock', note: null, actor: by === 'terms' ? 'system' : by, notify: true };
  return {
    order: nothingLeft && !isCalledOff(decided) ? requestCancellation(decided, wish, at) : decided,
    published: says('order.shortfall_decided', entry.id),
    commands: [{ type: 'notification.send', ref: 'order_short' }],
  };
}

const taken = ({ order, published, commands }: Told): Taken => applied(order, published, commands);

/** Enters units of a reservation that were given into the shortfalls that lacked them. */
export function fillShortfalls(
  order: Order,
  which: (entry: Shortfall) => boolean,
  given: readonly LineQuantity[],
): Order {
  let next = order;
  const left = new Map(given.map((line) => [line.lineId, line.quantity]));
  for (const entry of order.shortfalls.filter(which)) {
    const lines = entry.lines.map((line) => {
      const more = Math.min(left.get(line.lineId) ?? 0, line.quantity - line.filled);
      left.set(line.lineId, (left.get(line.lineId) ?? 0) - more);
      return { ...line, filled: line.filled + more, arrived: 0 };
    });
    const full = lines.every((line) => line.filled >= line.quantity);
    next = change(next, entry.id, (old) => ({
      ...old,
      lines,
      state: full ? 'filled' : old.state,
      until: full ? null : old.until,
    }));
  }
  return next;
}

/** The goods that were said to have come in went to somebody else: the shortfall waits on. */
export function missArrival(order: Order, shortfallId: string): Order {
  return change(order, shortfallId, (entry) => ({
    ...entry,
    lines: entry.lines.map((line) => ({ ...line, arrived: 0 })),
  }));
}

/** What an order that has ended lacks, nobody waits for any more. */
export function endShortfalls(order: Order, at: Timestamp): Order {
  if (!order.shortfalls.some(({ state }) => state === 'waiting' || state === 'open')) return order;
  const shortfalls = order.shortfalls.map((entry) =>
    entry.state === 'waiting' || entry.state === 'open'
      ? { ...entry, state: 'ended' as const, until: null, decidedAt: at, decidedBy: 'system' }
      : entry,
  );
  return { ...order, shortfalls };
}

/** The shortfall of a deadline, if it is still in the state that the deadline belongs to. */
function due(order: Order, id: string, state: 'waiting' | 'open'): Shortfall | undefined {
  const entry = order.shortfalls.find((candidate) => candidate.id === id && candidate.state === state);
  return entry && isStanding(order, entry) && !isBeingFilled(order, entry) ? entry : undefined;
}

/** The time to wait for goods is over: an order that is not paid fails; else money comes back, or somebody is asked. */
export function endWait(order: Order, id: string, at: Timestamp): Taken {
  const entry = due(order, id, 'waiting');
  if (!entry) return duplicate;
  if (!isPaid(order)) return applied({ ...order, failure: order.failure ?? 'out_of_stock' });
  if (order.terms.onShortfall === 'refund' && !isCalledOff(order))
    return taken(drop(order, entry, 'refunded', at, 'terms'));
  const opened = change(order, id, (old) => ({
    ...old,
    state: 'open',
    code: 'backorder_expired',
    until: at + order.terms.shortfallTtlMs,
    decidedAt: null,
    decidedBy: null,
  }));
  return applied(opened, says('order.shortfall_opened', id), [
    { type: 'notification.send', ref: 'order_short' },
  ]);
}

/** Nobody has decided in time: the money comes back. */
export function endOpen(order: Order, id: string, at: Timestamp): Taken {
  const entry = due(order, id, 'open');
  return entry ? taken(drop(order, entry, 'refunded', at, 'terms')) : duplicate;
}

type ShortfallEvents = 'shortfall.wait' | 'shortfall.substitute' | 'shortfall.refund' | 'stock.replenished';

const find = (order: Order, id: string) => order.shortfalls.find((entry) => entry.id === id);
const unknownShortfall = (order: Order, id: string) =>
  anomaly(order, 'shortfall_unknown', `shortfall ${id} is not of this order`);

/** What the ledger of shortfalls makes of its events. */
export const shortfallWriters: Writers<ShortfallEvents> = {
  'shortfall.wait': (order, event) => {
    const { shortfallId, until, meta } = event;
    const waiting = change(order, shortfallId, (old) => ({
      ...old,
      state: 'waiting',
      until: until ?? meta.receivedAt + order.terms.backorderTtlMs,
      decidedAt: meta.receivedAt,
      decidedBy: meta.actor,
    }));
    return applied(waiting, says('order.shortfall_decided', shortfallId), [
      { type: 'notification.send', ref: 'order_backordered' },
    ]);
  },

  'shortfall.refund': (order, { shortfallId, meta }) => {
    const entry = find(order, shortfallId);
    if (!entry) return unknownShortfall(order, shortfallId);
    return taken(drop(order, entry, 'refunded', meta.receivedAt, meta.actor));
  },

  'shortfall.substitute': (order, { shortfallId, lines, allocations, meta }) => {
    const entry = find(order, shortfallId);
    if (!entry) return unknownShortfall(order, shortfallId);
    const at = meta.receivedAt;
    const added = releasedBy(allocated(lines.map(lineOf), allocations), at);
    const all = [...order.lines, ...added];
    const extended = { ...order, ...pricesOf(all, order.shippingCharge) };
    return taken(drop(extended, entry, 'substituted', at, meta.actor));
  },

  'stock.replenished': (order, { warehouseId, reservationId, items }) => {
    const left = items && new Map(items.map(({ sku, quantity }) => [sku, quantity]));
    const skus = new Map(order.lines.map(({ id, sku }) => [id, sku]));
    let arrived = false;
    const shortfalls = order.shortfalls.map((entry) => {
      if (warehouseId !== null && entry.warehouseId !== warehouseId) return entry;
      if (
        reservationId !== null &&
        entry.reservationId !== reservationId &&
        !isFilledBy(order, entry, reservationId)
      )
        return entry;
      if (!isStanding(order, entry) || isBeingFilled(order, entry)) return entry;
      const lines = entry.lines.map((line) => {
        const sku = skus.get(line.lineId) ?? '';
        const there = left === null ? line.quantity : (left.get(sku) ?? 0);
        const units = Math.min(there, line.quantity - line.filled);
        left?.set(sku, there - units);
        if (units <= line.arrived) return line;
        arrived = true;
        return { ...line, arrived: units };
      });
      return { ...entry, lines };
    });
    return arrived ? applied({ ...order, shortfalls }) : duplicate;
  },
};

/** Whether a reservation was a try to fill a shortfall. */
function isFilledBy(order: Order, entry: Shortfall, reservationId: string): boolean {
  return order.reservations.some(({ id, shortfallId }) => id === reservationId && shortfallId === entry.id);
}
