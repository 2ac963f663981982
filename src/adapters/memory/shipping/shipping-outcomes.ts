import type { ShippingAnswer } from '../../../ports/index.ts';
import type { BookTable } from '../simulation/books.ts';
import type { Desk } from '../simulation/desk.ts';
import type { Outside } from '../simulation/outside.ts';
import { type Rule, rejection } from '../simulation/script.ts';
import type { Carrier } from './carrier.ts';
import type { ParcelRow } from './carrier-book.ts';

const source = 'shipping';
const defaultPendingMs = 5_000;

/** A label or a cancellation whose outcome comes later. */
interface Settling {
  readonly shipmentId: string;
  readonly orderId: string;
  readonly key: string;
  readonly rule: Rule;
  readonly dispatched: boolean;
}

/** The answer for a parcel that has its label. */
export function labelled(row: ParcelRow): ShippingAnswer {
  const { carrier, service, trackingNumber, trackingUrl, estimatedDeliveryAt, reference } = row;
  return {
    status: 'created',
    carrier,
    service,
    trackingNumber,
    trackingUrl,
    estimatedDeliveryAt,
    reference,
  };
}

/** Puts an outcome off. */
export function later(
  { agenda }: Outside,
  kind: 'shipping.settle' | 'shipping.settle_cancel',
  settling: Settling,
): void {
  const delayMs = settling.rule.ms ?? defaultPendingMs;
  agenda.schedule({ kind, group: settling.shipmentId, delayMs, data: settling });
}

/** Says what comes of what was put off: the same fact as the answer would have been. */
export function settleShipments(party: {
  readonly outside: Outside;
  readonly desk: Desk;
  readonly rows: BookTable<ParcelRow>;
  readonly carrier: Carrier;
}): void {
  const { outside, desk, rows, carrier } = party;

  outside.agenda.on<Settling>('shipping.settle', ({ shipmentId, orderId, key, rule }) => {
    const row = rows.get(shipmentId);
    if (row?.stage !== 'asked') return;
    if (rule.outcome === 'decline') {
      const answer = rejection(rule, 'rejected');
      const { code, reason } = answer;
      desk.amend(key, answer);
      rows.put(shipmentId, { ...row, stage: 'failed' });
      return outside.report({ source, type: 'shipment.failed', orderId, data: { shipmentId, code, reason } });
    }
    desk.amend(key, labelled(row));
    rows.put(shipmentId, {
      ...row,
      stage: 'created',
      scans: [{ stage: 'created', at: outside.clock.now() }],
    });
    outside.report({
      source,
      type: 'shipment.created',
      orderId,
      data: {
        shipmentId,
        fulfillmentId: row.fulfillmentId,
        carrier: row.carrier,
        service: row.service,
        trackingNumber: row.trackingNumber,
        trackingUrl: row.trackingUrl,
        estimatedDeliveryAt: row.estimatedDeliveryAt,
        reference: row.reference,
      },
    });
    carrier.begin(shipmentId);
  });

  outside.agenda.on<Settling>('shipping.settle_cancel', ({ shipmentId, orderId, key, rule, dispatched }) => {
    const refused = rule.outcome === 'decline';
    const answer = refused ? rejection(rule, 'cannot_be_stopped') : carrier.stop(shipmentId, dispatched);
    desk.amend(key, answer);
    if (answer.status !== 'rejected') {
      return outside.report({ source, type: 'shipment.cancelled', orderId, data: { shipmentId } });
    }
    const { code, reason = null } = answer;
    outside.report({
      source,
      type: 'shipment.cancel_rejected',
      orderId,
      data: { shipmentId, code, reason },
    });
  });
}
