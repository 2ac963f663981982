import type { FactInput, Operation, Order } from '../machine/index.ts';

/** What an operation on the outside is called in its id: `<order id>:<kind>:<n>`. */
export type OperationKind =
  | 'authorization'
  | 'capture'
  | 'void'
  | 'refund'
  | 'reserve'
  | 'release'
  | 'confirm'
  | 'return'
  | 'fulfillment-create'
  | 'fulfillment-cancel'
  | 'shipment-create'
  | 'shipment-cancel'
  | 'screening';

/** An operation of an order, and the entry it stands in. */
export interface Standing {
  readonly kind: OperationKind;
  readonly operation: Operation;
  readonly ownerId: string;
  readonly amountMinor: number;
}

/** Every operation that an order has ever asked for, ledger by ledger. */
export function operationsOf(order: Order): readonly Standing[] {
  const standing = (operation: Operation, ownerId: string, kind: string, amountMinor = 0): Standing => ({
    kind: kind as OperationKind,
    operation,
    ownerId,
    amountMinor,
  });
  return [
    ...order.reservations.flatMap((entry) =>
      entry.operations.map((operation) => standing(operation, entry.id, operation.kind)),
    ),
    ...order.payments.flatMap((payment) =>
      payment.transactions
        .filter((entry) => entry.kind !== 'write_off')
        .map((entry) => standing(entry, payment.id, entry.kind, entry.amountMinor)),
    ),
    ...order.fulfillments.flatMap((entry) =>
      entry.operations.map((operation) => standing(operation, entry.id, `fulfillment-${operation.kind}`)),
    ),
    ...order.shipments.flatMap((entry) =>
      entry.operations.map((operation) => standing(operation, entry.id, `shipment-${operation.kind}`)),
    ),
    ...(order.screening ? [standing(order.screening, order.screening.id, 'screening')] : []),
  ];
}

/** The operations whose answer is still owed. */
export function inFlight(order: Order): readonly Standing[] {
  return operationsOf(order).filter(({ operation }) => ['requested', 'unknown'].includes(operation.state));
}

/** The reference that the outside gives to an operation in these tests. */
function referenceOf(operation: Operation): string {
  return `ref-${operation.id.split(':').slice(1).join('-')}`;
}

/** The fact that answers an operation with success. */
export function success({ kind, operation, ownerId, amountMinor }: Standing): FactInput {
  const reference = referenceOf(operation);
  const money = { paymentId: ownerId, transactionId: operation.id, reference };
  const stock = { reservationId: ownerId, operationId: operation.id };
  switch (kind) {
    case 'authorization':
      return { type: 'payment.authorized', ...money, amountMinor };
    case 'capture':
      return { type: 'payment.captured', ...money, amountMinor };
    case 'void':
      return { type: 'payment.voided', ...money };
    case 'refund':
      return { type: 'payment.refunded', ...money, amountMinor };
    case 'reserve':
      return { type: 'stock.reserved', reservationId: ownerId, reference };
    case 'release':
      return { type: 'stock.released', ...stock };
    case 'confirm':
      return { type: 'stock.confirmed', ...stock };
    case 'return':
      return { type: 'stock.returned', ...stock };
    case 'fulfillment-create':
      return { type: 'fulfillment.accepted', fulfillmentId: ownerId, reference };
    case 'fulfillment-cancel':
      return { type: 'fulfillment.cancelled', fulfillmentId: ownerId };
    case 'shipment-create':
      return { type: 'shipment.created', shipmentId: ownerId, carrier: 'dhl', trackingNumber: reference };
    case 'shipment-cancel':
      return { type: 'shipment.cancelled', shipmentId: ownerId };
    case 'screening':
      return { type: 'risk.assessed', operationId: operation.id, outcome: 'allow' };
  }
}

/** The fact that answers an operation with failure. A screening has none: it ends with an outcome. */
export function failure({ kind, operation, ownerId }: Standing, code: string): FactInput {
  const money = { paymentId: ownerId, transactionId: operation.id, code };
  switch (kind) {
    case 'authorization':
    case 'capture':
      return { type: 'payment.failed', ...money };
    case 'void':
      return { type: 'payment.void_failed', ...money };
    case 'refund':
      return { type: 'payment.refund_failed', ...money };
    case 'reserve':
      return { type: 'stock.rejected', reservationId: ownerId, code };
    case 'release':
    case 'confirm':
    case 'return':
      return { type: 'stock.failed', reservationId: ownerId, operationId: operation.id, code };
    case 'fulfillment-create':
      return { type: 'fulfillment.failed', fulfillmentId: ownerId, code };
    case 'fulfillment-cancel':
      return { type: 'fulfillment.cancel_rejected', fulfillmentId: ownerId, code };
    case 'shipment-create':
      return { type: 'shipment.failed', shipmentId: ownerId, code };
    case 'shipment-cancel':
      return { type: 'shipment.cancel_rejected', shipmentId: ownerId, code };
    case 'screening':
      return { type: 'risk.assessed', operationId: operation.id, outcome: 'reject', reasons: [code] };
  }
}
