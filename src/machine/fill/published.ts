import { baseName } from '../axes.ts';
import type { PublishedEvent, PublishedRef } from '../commands.ts';
import { lineCancellationAmounts } from '../ledgers/line-cancellation-book.ts';
import { sum } from '../money.ts';
import type { JsonObject, Order, Timestamp } from '../order.ts';

/**
 * The events of a step, filled from the order as it stands at its end: facts first, then status changes, each numbered.
 * They hold references, never personal data.
 */
export function fillPublished(
  before: Order,
  after: Order,
  named: readonly PublishedRef[],
  occurredAt: Timestamp,
): readonly PublishedEvent[] {
  if (named.length === 0) return [];
  const common = commonData(after);
  const isStatus = (event: PublishedRef) => event.type === 'order.status_changed';
  const sorted = [...named.filter((event) => !isStatus(event)), ...named.filter(isStatus)];
  return sorted.map((event, index) => ({
    id: `${after.id}:${after.version}:${index}`,
    type: event.type,
    sequence: before.published + index + 1,
    occurredAt,
    data: { ...common, ...ownData(after, event) },
  }));
}

/** What every published event says of its order. */
function commonData(order: Order): JsonObject {
  return {
    orderId: order.id,
    number: order.number,
    version: order.version,
    currency: order.currency,
    totalMinor: order.totals.totalMinor,
    axes: { ...order.axes },
    items: order.lines.map((line) => ({
      lineId: line.id,
      productId: line.productId,
      sku: line.sku,
      quantity: line.quantity,
      totalMinor: line.totalMinor,
      counts: { ...line.counts },
    })),
  };
}

/** What a published event says besides. */
function ownData(order: Order, event: PublishedRef): JsonObject {
  if (event.type.startsWith('order.shipment_'))
    return { ref: event.ref, shipments: parcelsNamed(order, event.ref) };
  if (event.type === 'order.line_cancelled') return { ref: event.ref, ...cancelledData(order, event.ref) };
  if (event.type !== 'order.status_changed') return { ref: event.ref };
  const [from, to] = (event.ref ?? '').split('>');
  return { oldStatus: from ?? null, newStatus: to ?? null, reason: reasonOf(order, to ?? '') };
}

/** The parcels that an event speaks of: one of that id, or all that have left of a fulfilment. */
function parcelsNamed(order: Order, ref: string | null): JsonObject[] {
  const one = order.shipments.filter(({ id }) => id === ref);
  const told =
    one.length > 0 ? one : order.shipments.filter(({ fulfillmentId, left }) => fulfillmentId === ref && left);
  const skus = new Map(order.lines.map(({ id, sku }) => [id, sku]));
  return told.map((shipment) => ({
    shipmentId: shipment.id,
    fulfillmentId: shipment.fulfillmentId,
    stage: shipment.stage,
    carrier: shipment.carrier,
    service: shipment.service,
    trackingNumber: shipment.trackingNumber,
    trackingUrl: shipment.trackingUrl,
    dispatchedAt: shipment.dispatchedAt,
    estimatedDeliveryAt: shipment.estimatedDeliveryAt,
    deliveredAt: shipment.deliveredAt,
    lines: shipment.lines.map(({ lineId, quantity }) => ({
      lineId,
      sku: skus.get(lineId) ?? lineId,
      quantity,
    })),
    attempts: shipment.attempts,
    settlement: shipment.settlement,
    exceptions: shipment.exceptions.map((exception) => ({ ...exception })),
  }));
}

/** Which units a cancellation of lines took, and what they are worth. */
function cancelledData(order: Order, id: string | null): JsonObject {
  const entry = order.lineCancellations.find((candidate) => candidate.id === id);
  const lines = entry ? lineCancellationAmounts(order, entry) : [];
  return {
    lines: lines.map((line) => ({ ...line })),
    amountMinor: sum(lines.map(({ amountMinor }) => amountMinor)),
    reason: entry?.reason ?? null,
  };
}

/** Why an order is in a status, if that has a reason; one of an extension has that of the status it stands in. */
export function reasonOf(order: Order, status: string): string | null {
  const name = baseName(status);
  if (name === 'cancelled') return order.cancellation?.reason ?? null;
  return name === 'failed' ? order.failure : null;
}
