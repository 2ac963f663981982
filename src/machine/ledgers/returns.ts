import type { AxisState } from '../axes.ts';
import { sum } from '../money.ts';
import type { Order, Return, ReturnLine } from '../order.ts';
import { nextEntry, patch } from './entry.ts';
import { anomaly, applied, duplicate, says, type Writers } from './taken.ts';

/** Units of a line that the customer may still send back. */
export function returnable(order: Order, lineId: string): number {
  const line = order.lines.find((entry) => entry.id === lineId);
  if (!line) return 0;
  const announced = order.returns
    .filter((entry) => entry.state === 'requested')
    .flatMap((entry) => entry.lines)
    .filter((entry) => entry.lineId === lineId);
  return (
    line.counts.delivered -
    line.counts.returned -
    sum(announced.map((entry) => entry.quantity - entry.received))
  );
}

/** Units of a line that were delivered and have not come back. */
function outstanding(order: Order, lineId: string): number {
  const line = order.lines.find((entry) => entry.id === lineId);
  return line ? line.counts.delivered - line.counts.returned : 0;
}

/** The returns axis as its ledger says: an open return first, then how much has come back. */
export function returnsSummary(order: Order): AxisState<'returns'> {
  if (order.returns.some((entry) => entry.state === 'requested')) return 'requested';
  const returned = sum(order.lines.map((line) => line.counts.returned));
  if (returned === 0) return 'none';
  return returned >= sum(order.lines.map((line) => line.counts.shipped)) ? 'returned' : 'partially_returned';
}

type ReturnEvents = 'return.request' | 'return.cancel' | 'return.received';

/** What the returns ledger makes of its events. */
export const returnWriters: Writers<ReturnEvents> = {
  'return.request': (order, event) => {
    const next = nextEntry(order, 'return');
    const entry: Return = {
      id: next.id,
      state: 'requested',
      reason: event.reason,
      lines: event.lines.map((line) => ({ ...line, received: 0, sellable: 0 })),
      requestedAt: event.meta.receivedAt,
      receivedAt: null,
    };
    return applied(
      { ...next.order, returns: [...order.returns, entry] },
      says('order.return_requested', entry.id),
    );
  },

  'return.cancel': (order, event) => {
    const close = (entry: Return): Return => ({
      ...entry,
      state: entry.lines.some((line) => line.received > 0) ? 'received' : 'cancelled',
    });
    return applied({ ...order, returns: patch(order.returns, event.returnId, close) });
  },

  'return.received': (order, event) => {
    const entry = order.returns.find((candidate) => candidate.id === event.returnId);
    if (!entry) return anomaly(order, 'return_unknown', `return ${event.returnId} is not of this order`);
    if (entry.state === 'received') return duplicate;
    const at = event.meta.receivedAt;
    const lines = entry.lines.map((line) => {
      const arrived = event.lines.find((candidate) => candidate.lineId === line.lineId);
      if (!arrived) return line;
      const outside = outstanding(order, line.lineId);
      const received = Math.min(arrived.received, line.quantity - line.received, outside);
      return {
        ...line,
        received: line.received + received,
        sellable: line.sellable + Math.min(arrived.sellable, received),
      };
    });
    const complete = lines.every((line) => line.received >= line.quantity);
    const booked = (list: readonly ReturnLine[]) => sum(list.map((line) => line.received));
    const more = sum(event.lines.map((line) => line.received)) > booked(lines) - booked(entry.lines);
    const written = {
      ...order,
      returns: patch(
        order.returns,
        entry.id,
        (old): Return => ({ ...old, lines, receivedAt: at, state: complete ? 'received' : old.state }),
      ),
    };
    if (more)
      return anomaly(
        written,
        'return_exceeds_request',
        `more came back with return ${entry.id} than was announced; the surplus is not entered`,
      );
    return applied(written, says('order.return_received', entry.id));
  },
};
