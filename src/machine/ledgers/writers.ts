import type { EventType, OrderEvent } from '../events/index.ts';
import type { Order, Timestamp } from '../order.ts';
import { chargebackWriters } from './chargebacks.ts';
import { fulfillmentWriters } from './fulfillments.ts';
import { deadlineReached, lifeWriters, unknownOutcome } from './life.ts';
import { lineCancellationWriters, settleLineCancellations } from './line-cancellations.ts';
import { tally } from './lines.ts';
import { parcelWriters } from './parcel-writers.ts';
import { attemptWriters } from './payment-attempts.ts';
import { chargeWriters } from './payment-charges.ts';
import { paymentRequestWriters } from './payment-requests.ts';
import { undoingWriters } from './payment-undoing.ts';
import { returnWriters } from './returns.ts';
import { reviewWriters } from './review.ts';
import { shipmentWriters } from './shipments.ts';
import { shortfallWriters } from './shortfalls.ts';
import { stockWriters } from './stock.ts';
import type { Taken, Writer, Writers } from './taken.ts';

/** The one place where an event is written into the ledgers. */
const writers: Writers<EventType> = {
  ...lifeWriters,
  ...lineCancellationWriters,
  ...paymentRequestWriters,
  ...attemptWriters,
  ...chargeWriters,
  ...chargebackWriters,
  ...undoingWriters,
  ...stockWriters,
  ...shortfallWriters,
  ...fulfillmentWriters,
  ...shipmentWriters,
  ...parcelWriters,
  ...reviewWriters,
  ...returnWriters,
  'operation.unknown': unknownOutcome,
  'deadline.reached': deadlineReached,
};

/** Writes an event into the ledgers and brings the line counters up to date. */
export function take(order: Order, event: OrderEvent): Taken {
  const write = writers[event.type] as Writer<EventType>;
  const taken = write(order, event);
  if (taken.outcome === 'duplicate') return taken;
  const counted = movesUnits(order, taken.order) ? { ...taken, order: tally(taken.order) } : taken;
  return counted.outcome === 'applied' ? decided(counted, event.meta.receivedAt) : counted;
}

/** With what has become of cancellations of lines that were waiting for what the event told. */
function decided(taken: Extract<Taken, { outcome: 'applied' }>, at: Timestamp): Taken {
  const { order, published, commands } = settleLineCancellations(taken.order, at);
  return order === taken.order
    ? taken
    : {
        outcome: 'applied',
        order,
        published: [...taken.published, ...published],
        commands: [...taken.commands, ...commands],
      };
}

/** Whether the records changed that the line counters are sums of. */
function movesUnits(before: Order, after: Order): boolean {
  return (
    before.reservations !== after.reservations ||
    before.shortfalls !== after.shortfalls ||
    before.shipments !== after.shipments ||
    before.returns !== after.returns ||
    before.lineCancellations !== after.lineCancellations ||
    before.lines !== after.lines
  );
}
