import { axisNames } from '../axes.ts';
import type { Anomaly, JournalEntry, StatusRecord } from '../commands.ts';
import type { OrderEvent } from '../events/index.ts';
import type { JsonObject, Order, StatusEdge } from '../order.ts';
import { reasonOf } from './published.ts';

/** Payloads that may hold personal data: the journal keeps which fields were given, not what they said. */
const personal = new Set(['draft.edit', 'address.change', 'payment.add', 'payment.action_required']);

/** The journal's line for an event that was applied, or recorded as an anomaly. */
export function journalEntry(
  before: Order,
  after: Order,
  event: OrderEvent,
  outcome: 'applied' | 'anomaly',
  anomaly: Anomaly | null,
  dataOf: (event: OrderEvent) => JsonObject = journalData,
): JournalEntry {
  return {
    version: after.version,
    type: event.type,
    outcome,
    meta: event.meta,
    data: dataOf(event),
    changes: changesOf(before, after),
    anomaly,
  };
}

/** An event's payload as the journal keeps it. */
export function journalData(event: OrderEvent): JsonObject {
  if (event.type === 'order.submit') {
    // A hash of who ordered what tells who, to one who guesses: it stands in the order alone.
    const { type: _type, meta: _meta, contentHash: _contentHash, ...payload } = event;
    return payload as JsonObject;
  }
  const { type, meta: _meta, ...payload } = event;
  return personal.has(type) ? fieldsGiven(payload) : (payload as JsonObject);
}

/** Which fields of a payload were given, not what they said. */
export function fieldsGiven(payload: object): JsonObject {
  return {
    fields: Object.keys(payload).filter((key) => (payload as Record<string, unknown>)[key] !== undefined),
  };
}

/** The axes that changed: `payment: authorizing>authorized`. */
function changesOf(before: Order, after: Order): readonly string[] {
  return axisNames
    .filter((axis) => before.axes[axis] !== after.axes[axis])
    .map((axis) => `${axis}: ${before.axes[axis]}>${after.axes[axis]}`);
}

/** The status history's lines for the edges that an event crossed. */
export function statusRecords(
  after: Order,
  edges: readonly StatusEdge[],
  event: { readonly type: string; readonly meta: OrderEvent['meta'] },
): readonly StatusRecord[] {
  return edges.map((edge, index) => ({
    version: after.version,
    index,
    from: edge.from,
    to: edge.to,
    reason: reasonOf(after, edge.to),
    note: edge.to === 'cancelled' ? (after.cancellation?.note ?? null) : null,
    actor: event.meta.actor,
    at: event.meta.receivedAt,
    event: event.type,
  }));
}
