import {
  allowedEvents,
  type FactInput,
  type Fulfillment,
  type LineQuantity,
  type Order,
  openUnits,
  operationsOf,
  orderBook,
  type Payment,
  payableMinor,
  type RequestInput,
  type RequestType,
  type Reservation,
  type Shipment,
  securedMinor,
} from '../machine/index.ts';
import { type Candidate, candidate } from './candidate.ts';
import { lineCancellationRequests, stopRequests } from './candidate-cancellation.ts';
import { goodsFacts, shortAnswers, shortfallRequests } from './candidate-stock.ts';
import { parcelDecisions, parcelNews } from './parcel-events.ts';
import { paymentNews } from './payment-candidates.ts';

/**
 * Every event that could come to this order next, with real payloads taken from its ledgers: each answer that an
 * operation under way can get, each thing that the outside can report by itself, each deadline, each request that is
 * allowed. Deterministic: tests that walk the statechart choose from this list.
 */
export function candidateEvents(order: Order): readonly Candidate[] {
  return [
    ...allowedEvents(order).flatMap((type) => requestsOf(order, type)),
    ...order.payments.flatMap((payment) => paymentFacts(payment)),
    ...outsideMoney(order),
    ...paymentNews(order).map(([event, variant]) => candidate(event, variant)),
    ...order.reservations.flatMap(stockFacts),
    ...goodsFacts(order).map(([event, variant]) => candidate(event, variant)),
    ...order.fulfillments.flatMap((entry) => fulfillmentFacts(order, entry)),
    ...order.shipments.flatMap(shipmentFacts),
    ...order.shipments.flatMap((shipment) => parcelNews(order, shipment)),
    ...outsideParcels(order),
    ...screeningFacts(order),
    ...returnFacts(order),
    ...order.deadlines.map(({ name, ref, at }) =>
      candidate({ type: 'deadline.reached', name, ref, at, meta: { receivedAt: at, occurredAt: at } }, name),
    ),
    ...unknownOutcomes(order),
    ...strangers(),
  ];
}

function requestsOf(order: Order, type: RequestType): readonly Candidate[] {
  return requestPayloads(order, type).map(([event, variant]) => candidate(event, variant));
}

function requestPayloads(order: Order, type: RequestType): readonly (readonly [RequestInput, string])[] {
  switch (type) {
    case 'draft.edit':
      return [
        [{ type, notes: 'leave at the door' }, 'notes'],
        [{ type, payments: [{ method: 'card', token: 'tok_second' }] }, 'payments'],
        [{ type, discountCodes: ['WELCOME'], presentment: { currency: 'JPY', rate: '163.4' } }, 'prices'],
        ...otherKind(order),
      ];
    case 'draft.touch':
      return [[{ type: 'draft.touch' }, 'plain']];
    case 'order.submit':
      return [
        [{ type, number: `SC-2026-${order.id.slice(-6)}`, allocations: allocations(order) }, 'plain'],
        ...duplicateSubmissions(order),
      ];
    case 'address.change':
      return addressChanges();
    case 'order.cancel':
      return [
        [{ type, reason: 'customer_request' }, 'in_flight'],
        [{ type, reason: 'customer_request', meta: { untried: requestedOperations(order) } }, 'untried'],
      ];
    case 'order.cancel_lines':
      return lineCancellationRequests(order);
    case 'fulfillment.cancel':
      return stopRequests(order);
    case 'payment.add':
      return [[{ type, method: 'card', token: 'tok_other' }, 'plain']];
    case 'payment.capture':
      return [
        [{ type }, 'all'],
        [{ type, amountMinor: 1 }, 'part'],
        [{ type, amountMinor: 1, final: true }, 'final'],
      ];
    case 'payment.refund':
      return [[{ type, amountMinor: 1, reason: 'goodwill' }, 'part']];
    case 'payment.retry':
      return failedUndoings(order).map((transactionId) => [{ type, transactionId }, 'plain'] as const);
    case 'review.approve':
      return [[{ type }, 'plain']];
    case 'review.reject':
      return [[{ type, reason: 'fraud' }, 'plain']];
    case 'hold.place':
      return [[{ type, reason: 'address to be confirmed' }, 'plain']];
    case 'hold.release':
      return order.holds
        .filter(({ releasedAt, kind }) => releasedAt === null && kind !== 'risk' && kind !== 'duplicate')
        .map((hold) => [{ type, holdId: hold.id }, hold.kind] as const);
    case 'fulfillment.retry':
      return order.fulfillments
        .filter((entry) => entry.stage === 'failed')
        .map((entry) => [{ type, fulfillmentId: entry.id }, 'plain'] as const);
    case 'shipment.retry':
      return order.shipments
        .filter((entry) => entry.stage === 'failed')
        .map((entry) => [{ type, shipmentId: entry.id }, 'plain'] as const);
    case 'shipment.resolve':
      return parcelDecisions(order);
    case 'return.request':
      return returnRequests(order);
    case 'return.cancel':
      return order.returns
        .filter((entry) => entry.state === 'requested')
        .map((entry) => [{ type, returnId: entry.id }, 'plain'] as const);
    case 'shortfall.wait':
    case 'shortfall.substitute':
    case 'shortfall.refund':
      return shortfallRequests(order, type);
  }
}

/** The same order as another one, where the terms have that looked at. */
function duplicateSubmissions(order: Order): readonly (readonly [RequestInput, string])[] {
  if (order.terms.duplicates.outcome !== 'review') return [];
  const others = { open: 1, orders: 1, totalMinor: order.totals.totalMinor, duplicate: 'SC-2026-000001' };
  const number = `SC-2026-${order.id.slice(-6)}`;
  return [[{ type: 'order.submit', number, allocations: allocations(order), others }, 'duplicate']];
}

/** Other addresses for an order that is placed. */
function addressChanges(): readonly (readonly [RequestInput, string])[] {
  const type = 'address.change';
  const elsewhere = { name: 'Ada', line1: '12 St James’s Square', city: 'London', country: 'GB' };
  return [
    [{ type, shippingAddress: elsewhere }, 'shipping'],
    [{ type, billingAddress: null }, 'billing'],
  ];
}

/** The draft with its lines turned digital, or physical if they were. */
function otherKind(order: Order): readonly (readonly [RequestInput, string])[] {
  const [first] = order.lines;
  if (!first) return [];
  const kind = first.kind === 'digital' ? 'physical' : 'digital';
  const { id, productId, sku, name, quantity, unitPriceMinor } = first;
  return [
    [{ type: 'draft.edit', lines: [{ id, productId, sku, name, quantity, unitPriceMinor, kind }] }, kind],
  ];
}

function allocations(order: Order) {
  return order.lines
    .filter((line) => line.kind === 'physical')
    .flatMap((line) =>
      line.allocations.length > 0
        ? line.allocations.map((entry) => ({ lineId: line.id, ...entry }))
        : [{ lineId: line.id, warehouseId: 'main', quantity: line.quantity }],
    );
}

function returnRequests(order: Order): readonly (readonly [RequestInput, string])[] {
  const all: LineQuantity[] = order.lines
    .map((line) => ({
      lineId: line.id,
      quantity: line.counts.delivered - line.counts.returned - announced(order, line.id),
    }))
    .filter((line) => line.quantity > 0);
  const [first] = all;
  if (!first) return [];
  const whole = [{ type: 'return.request', lines: all, reason: 'does not fit' }, 'all'] as const;
  return [
    whole,
    [
      { type: 'return.request', lines: [{ lineId: first.lineId, quantity: 1 }], reason: 'does not fit' },
      'part',
    ],
  ];
}

function announced(order: Order, lineId: string): number {
  return order.returns
    .filter((entry) => entry.state === 'requested')
    .flatMap((entry) => entry.lines)
    .filter((line) => line.lineId === lineId)
    .reduce((total, line) => total + line.quantity - line.received, 0);
}

function failedUndoings(order: Order): readonly string[] {
  return order.payments
    .flatMap((payment) => payment.transactions)
    .filter(
      (entry) =>
        (entry.kind === 'void' || entry.kind === 'refund') && entry.state === 'failed' && !entry.retried,
    )
    .map((entry) => entry.id);
}

function requestedOperations(order: Order): string[] {
  return operationsOf(order)
    .filter((operation) => operation.state === 'requested')
    .map((operation) => operation.id);
}

/** Each answer that each of a payment's transactions can get: in time, late, or again. */
function paymentFacts(payment: Payment): readonly Candidate[] {
  const paymentId = payment.id;
  const fresh =
    payment.transactions.length === 0
      ? [candidate({ type: 'payment.failed', paymentId, code: 'declined' }, 'fresh')]
      : [];
  const answers = payment.transactions.flatMap((entry): Candidate[] => {
    const of = { paymentId, transactionId: entry.id };
    const reference = `ref-${entry.id.split(':').slice(1).join('-')}`;
    const { amountMinor } = entry;
    if (amountMinor === 0) return [];
    switch (entry.kind) {
      case 'authorization':
        return [
          candidate({ type: 'payment.authorized', ...of, reference, amountMinor }, 'answer'),
          candidate({ type: 'payment.captured', ...of, reference, amountMinor }, 'sale'),
          candidate({ type: 'payment.failed', ...of, code: 'declined' }, 'declined'),
          candidate({ type: 'payment.voided', paymentId, reference: `out-${reference}` }, 'outside'),
        ];
      case 'capture':
        return [
          candidate({ type: 'payment.captured', ...of, reference, amountMinor }, 'answer'),
          candidate({ type: 'payment.failed', ...of, code: 'expired_authorization' }, 'capture'),
          candidate(
            { type: 'payment.refunded', paymentId, reference: `out-${reference}`, amountMinor: 1 },
            'outside',
          ),
        ];
      case 'void':
        return [
          candidate({ type: 'payment.voided', ...of, reference }, 'answer'),
          candidate({ type: 'payment.void_failed', ...of, code: 'already_captured' }, 'settled'),
          candidate(
            { type: 'payment.void_failed', ...of, code: 'already_captured', capturedMinor: 1 },
            'settled in part',
          ),
          candidate({ type: 'payment.void_failed', ...of, code: 'refused' }, 'refused'),
        ];
      case 'refund':
        return [
          candidate({ type: 'payment.refunded', ...of, reference, amountMinor }, 'answer'),
          candidate({ type: 'payment.refund_failed', ...of, code: 'account_closed' }, 'refused'),
        ];
      case 'write_off':
        return [];
    }
  });
  return [...fresh, ...answers];
}

/** Money that comes, or is heard of, without our asking. */
function outsideMoney(order: Order): readonly Candidate[] {
  const open = Math.max(1, payableMinor(order) - securedMinor(order));
  const whole = orderBook(order).capturedMinor === 0 ? order.totals.totalMinor || 1 : open;
  return [
    candidate(
      {
        type: 'payment.captured',
        reference: `elsewhere-${order.version}`,
        method: 'bank_transfer',
        amountMinor: whole,
      },
      'elsewhere',
    ),
    candidate(
      {
        type: 'payment.authorized',
        reference: `elsewhere-${order.version}`,
        method: 'hosted',
        amountMinor: whole,
      },
      'elsewhere',
    ),
    candidate(
      {
        type: 'payment.captured',
        reference: `foreign-${order.version}`,
        currency: order.currency === 'USD' ? 'EUR' : 'USD',
        amountMinor: whole,
      },
      'foreign',
    ),
  ];
}

function stockFacts(reservation: Reservation): readonly Candidate[] {
  const reservationId = reservation.id;
  const answers = reservation.operations.flatMap((operation): Candidate[] => {
    const operationId = operation.id;
    const failed = candidate(
      { type: 'stock.failed', reservationId, operationId, code: 'refused' },
      operation.kind,
    );
    switch (operation.kind) {
      case 'reserve':
        return [
          candidate(
            { type: 'stock.reserved', reservationId, reference: `res-${reservationId.split(':')[2]}` },
            'answer',
          ),
          candidate({ type: 'stock.rejected', reservationId, code: 'out_of_stock' }, 'answer'),
        ];
      case 'release':
        return [candidate({ type: 'stock.released', reservationId, operationId }, 'answer'), failed];
      case 'confirm':
        return [candidate({ type: 'stock.confirmed', reservationId, operationId }, 'answer'), failed];
      case 'return':
        return [candidate({ type: 'stock.returned', reservationId, operationId }, 'answer'), failed];
    }
  });
  return [
    ...answers,
    ...shortAnswers(reservation).map(([event, variant]) => candidate(event, variant)),
    candidate({ type: 'stock.expired', reservationId }, 'outside'),
    candidate({ type: 'stock.released', reservationId }, 'outside'),
  ];
}

function fulfillmentFacts(order: Order, entry: Fulfillment): readonly Candidate[] {
  const fulfillmentId = entry.id;
  const packed = new Map<string, number>();
  for (const shipment of order.shipments)
    if (shipment.fulfillmentId === fulfillmentId && shipment.stage !== 'cancelled')
      for (const line of shipment.lines)
        packed.set(line.lineId, (packed.get(line.lineId) ?? 0) + line.quantity);
  const first = entry.lines.find((line) => line.quantity > (packed.get(line.lineId) ?? 0));
  const parts: Candidate[] = first
    ? [
        candidate(
          { type: 'fulfillment.packed', fulfillmentId, lines: [{ lineId: first.lineId, quantity: 1 }] },
          'part',
        ),
      ]
    : [];
  return [
    candidate(
      { type: 'fulfillment.accepted', fulfillmentId, reference: `ful-${fulfillmentId.split(':')[2]}` },
      'answer',
    ),
    candidate({ type: 'fulfillment.progressed', fulfillmentId, stage: 'picking' }, 'picking'),
    candidate({ type: 'fulfillment.packed', fulfillmentId }, 'all'),
    ...parts,
    candidate({ type: 'fulfillment.shipped', fulfillmentId }),
    candidate({ type: 'fulfillment.completed', fulfillmentId }),
    candidate({ type: 'fulfillment.cancelled', fulfillmentId }),
    candidate({ type: 'fulfillment.cancel_rejected', fulfillmentId, code: 'too_late' }),
    candidate({ type: 'fulfillment.failed', fulfillmentId, code: 'refused' }),
  ];
}

function shipmentFacts(shipment: Shipment): readonly Candidate[] {
  const shipmentId = shipment.id;
  const tail = shipmentId.split(':').slice(-1)[0] ?? shipmentId;
  return [
    candidate(
      {
        type: 'shipment.created',
        shipmentId,
        carrier: 'dhl',
        trackingNumber: `T${tail}`,
        reference: `ship-${tail}`,
      },
      'answer',
    ),
    candidate({ type: 'shipment.failed', shipmentId, code: 'address_invalid' }),
    candidate({ type: 'shipment.dispatched', shipmentId }),
    candidate({ type: 'shipment.in_transit', shipmentId }),
    candidate({ type: 'shipment.delivered', shipmentId }),
    candidate({ type: 'shipment.exception', shipmentId, code: 'not_at_home' }),
    candidate({ type: 'shipment.lost', shipmentId }),
    candidate({ type: 'shipment.returned_to_sender', shipmentId }),
    candidate({ type: 'shipment.cancelled', shipmentId }),
    candidate({ type: 'shipment.cancel_rejected', shipmentId, code: 'too_late' }),
  ];
}

/** A parcel that somebody else made. */
function outsideParcels(order: Order): readonly Candidate[] {
  if (openUnits(order) === 0 || order.axes.status === 'draft') return [];
  return [
    candidate(
      {
        type: 'shipment.created',
        shipmentId: `parcel-${order.version}`,
        carrier: 'ups',
        trackingNumber: `1Z${order.version}`,
      } satisfies FactInput,
      'elsewhere',
    ),
  ];
}

function screeningFacts(order: Order): readonly Candidate[] {
  if (!order.screening) return [];
  const operationId = order.screening.id;
  return (['allow', 'review', 'reject'] as const).map((outcome) =>
    candidate({ type: 'risk.assessed', operationId, outcome, reasons: ['velocity'] }, outcome),
  );
}

function returnFacts(order: Order): readonly Candidate[] {
  return order.returns.flatMap((entry) => {
    const lines = entry.lines.filter((line) => line.quantity > line.received);
    const all = lines.map((line) => ({
      lineId: line.lineId,
      received: line.quantity - line.received,
      sellable: line.quantity - line.received,
    }));
    const [first] = entry.lines;
    return [
      ...(all.length > 0
        ? [candidate({ type: 'return.received', returnId: entry.id, lines: all }, 'all')]
        : []),
      ...(first
        ? [
            candidate(
              {
                type: 'return.received',
                returnId: entry.id,
                lines: [{ lineId: first.lineId, received: 1, sellable: 0 }],
              },
              'damaged',
            ),
          ]
        : []),
      ...(first
        ? [
            candidate(
              {
                type: 'return.received',
                returnId: entry.id,
                lines: [{ lineId: first.lineId, received: first.quantity + 1, sellable: 0 }],
              },
              'surplus',
            ),
          ]
        : []),
    ];
  });
}

function unknownOutcomes(order: Order): readonly Candidate[] {
  return requestedOperations(order).map((operationId) =>
    candidate({ type: 'operation.unknown', operationId }, operationId.split(':')[1] ?? 'plain'),
  );
}

/** Facts about things that this order has never heard of. */
function strangers(): readonly Candidate[] {
  return [
    candidate({ type: 'payment.failed', paymentId: 'stranger', code: 'declined' }, 'stranger'),
    candidate({ type: 'payment.voided', paymentId: 'stranger' }, 'stranger'),
    candidate({ type: 'payment.void_failed', paymentId: 'stranger', code: 'refused' }, 'stranger'),
    candidate({ type: 'payment.refunded', paymentId: 'stranger', amountMinor: 1 }, 'stranger'),
    candidate({ type: 'payment.refund_failed', paymentId: 'stranger', code: 'refused' }, 'stranger'),
    candidate({ type: 'stock.reserved', reservationId: 'stranger' }, 'stranger'),
    candidate({ type: 'fulfillment.progressed', fulfillmentId: 'stranger', stage: 'picking' }, 'stranger'),
    candidate({ type: 'shipment.delivered', shipmentId: 'stranger' }, 'stranger'),
    candidate({ type: 'risk.assessed', operationId: 'stranger', outcome: 'allow' }, 'stranger'),
    candidate(
      {
        type: 'return.received',
        returnId: 'stranger',
        lines: [{ lineId: 'stranger', received: 1, sellable: 0 }],
      },
      'stranger',
    ),
    candidate({ type: 'operation.unknown', operationId: 'stranger' }, 'stranger'),
  ];
}
