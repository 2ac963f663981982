import { assertNever } from '../../errors/index.ts';
import type { Command, CommandRef } from '../commands.ts';
import { lineCancellationAmounts } from '../ledgers/line-cancellation-book.ts';
import { outstandingOf } from '../ledgers/lines.ts';
import { isOnDelivery, keptMinor, outstandingMinor } from '../ledgers/payment-book.ts';
import { collectMinor } from '../ledgers/payment-collection.ts';
import { patientLines } from '../ledgers/shortfall-book.ts';
import { sum } from '../money.ts';
import type {
  Fulfillment,
  JsonObject,
  LineCancellation,
  LineQuantity,
  Order,
  Payment,
  Reservation,
  Shipment,
  StockOperation,
  Transaction,
} from '../order.ts';

/** The data of a command, from the order as it stands at the end of the step. */
export function fillCommand(order: Order, named: CommandRef): Command {
  const { lane, data } = describe(order, named);
  const id =
    named.type === 'notification.send' || named.type === 'checkout.clear'
      ? `${order.id}:${named.type}:${named.ref}:${order.version}`
      : named.ref;
  return { id, type: named.type, lane, data };
}

function describe(order: Order, named: CommandRef): { readonly lane: string; readonly data: JsonObject } {
  switch (named.type) {
    case 'payment.authorize':
    case 'payment.capture':
    case 'payment.void':
    case 'payment.refund':
      return describePayment(order, named.type, named.ref);
    case 'stock.reserve':
    case 'stock.release':
    case 'stock.confirm':
    case 'stock.return':
      return describeStock(order, named.ref);
    case 'fulfillment.create':
    case 'fulfillment.cancel':
      return describeFulfillment(order, named.type, named.ref);
    case 'shipment.create':
    case 'shipment.cancel':
      return describeShipment(order, named.type, named.ref);
    case 'risk.screen':
      return { lane: 'risk', data: screeningData(order) };
    case 'checkout.clear':
      return {
        lane: 'checkout',
        data: { orderId: order.id, sessionId: order.sessionId, cartId: order.cartId },
      };
    case 'notification.send':
      return {
        lane: `notification:${named.ref}:${order.version}`,
        data: notificationData(order, named.ref),
      };
    default:
      return assertNever(named, 'command');
  }
}

/** The entry of a list in which an operation stands. @throws RangeError when there is none: a command without its entry is a bug. */
function entryWith<T extends { readonly operations: readonly { readonly id: string }[] }>(
  list: readonly T[],
  operationId: string,
): T {
  const entry = list.find((candidate) =>
    candidate.operations.some((operation) => operation.id === operationId),
  );
  if (!entry) throw new RangeError(`no ledger entry has the operation ${operationId}`);
  return entry;
}

function describePayment(order: Order, type: CommandRef['type'], ref: string) {
  const payment = order.payments.find((candidate) =>
    candidate.transactions.some((entry) => entry.id === ref),
  );
  const entry = payment?.transactions.find((candidate) => candidate.id === ref);
  if (!payment || !entry) throw new RangeError(`no payment has the transaction ${ref}`);
  return { lane: `payment:${payment.id}`, data: paymentData(order, payment, entry, type) };
}

function paymentData(
  order: Order,
  payment: Payment,
  entry: Transaction,
  type: CommandRef['type'],
): JsonObject {
  const common: JsonObject = {
    orderId: order.id,
    paymentId: payment.id,
    method: payment.method,
    provider: payment.provider,
    token: payment.token,
    currency: order.currency,
    amountMinor: entry.amountMinor,
  };
  const authorization =
    payment.transactions.find((candidate) => candidate.id === entry.authorizationId)?.reference ?? null;
  switch (type) {
    case 'payment.authorize':
      return {
        ...common,
        customerId: order.customer?.kind === 'registered' ? order.customer.customerId : null,
        orderNumber: order.number,
      };
    case 'payment.capture':
      return { ...common, authorization, final: entry.final };
    case 'payment.void':
      return { ...common, authorization };
    default: {
      const capture = [...payment.transactions]
        .reverse()
        .find((candidate) => candidate.kind === 'capture' && candidate.state === 'succeeded');
      const reason =
        order.refunds.find((agreed) => agreed.id === entry.agreedRefundId)?.reason ??
        order.cancellation?.reason ??
        'settlement';
      return { ...common, capture: capture?.reference ?? null, reason };
    }
  }
}

function describeStock(order: Order, ref: string) {
  const reservation = entryWith(order.reservations, ref);
  const operation = reservation.operations.find((entry) => entry.id === ref);
  if (!operation) throw new RangeError(`no reservation has the operation ${ref}`);
  return { lane: `stock:${reservation.id}`, data: stockData(order, reservation, operation) };
}

function stockData(order: Order, reservation: Reservation, operation: StockOperation): JsonObject {
  const common: JsonObject = {
    orderId: order.id,
    reservationId: reservation.id,
    warehouseId: reservation.warehouseId,
    lines: withSku(order, operation.lines),
  };
  if (operation.kind === 'reserve') {
    const may = patientLines(order);
    const patient = operation.lines.every(({ lineId }) => may.has(lineId));
    return {
      ...common,
      ttlMs: order.terms.reservationTtlMs,
      partial: patient || reservation.shortfallId !== null,
    };
  }
  const reference = reservation.operations.find((entry) => entry.kind === 'reserve')?.reference ?? null;
  if (operation.kind !== 'release') return { ...common, reference };
  return { ...common, reference, restock: restocks(order, operation) };
}

/** Whether what a release gives back can be sold again: as whoever cancelled it said. */
function restocks(order: Order, { causeId }: StockOperation): boolean {
  const cause = order.lineCancellations.find(({ id }) => id === causeId);
  if (cause) return cause.restock;
  return order.cancellation?.state === 'effective' ? order.cancellation.restock : true;
}

function withSku(order: Order, lines: readonly LineQuantity[]) {
  const skus = new Map(order.lines.map(({ id, sku }) => [id, sku]));
  return lines.map(({ lineId, quantity }) => ({ lineId, sku: skus.get(lineId) ?? lineId, quantity }));
}

function describeFulfillment(order: Order, type: CommandRef['type'], ref: string) {
  const fulfillment = entryWith(order.fulfillments, ref);
  const data =
    type === 'fulfillment.cancel' ? stopData(order, fulfillment, ref) : fulfillmentData(order, fulfillment);
  return { lane: `fulfillment:${fulfillment.id}`, data };
}

/** What a warehouse is told of why it is to stop: as whoever wanted it said. */
function stopData(order: Order, fulfillment: Fulfillment, ref: string): JsonObject {
  const { id: fulfillmentId, warehouseId, reference, operations, stop } = fulfillment;
  const causeId = operations.find(({ id }) => id === ref)?.causeId ?? null;
  const wishes = [...order.lineCancellations, order.cancellation, stop];
  const reason = wishes.find((wish) => wish !== null && wish.id === causeId)?.reason;
  return {
    orderId: order.id,
    fulfillmentId,
    warehouseId,
    reference,
    reason: reason ?? order.cancellation?.reason ?? 'cancelled',
  };
}

function fulfillmentData(order: Order, fulfillment: Fulfillment): JsonObject {
  const { id: fulfillmentId, warehouseId } = fulfillment;
  const names = new Map(order.lines.map(({ id, name }) => [id, name]));
  const lines = withSku(order, fulfillment.lines).map((line) => ({
    ...line,
    name: names.get(line.lineId) ?? '',
  }));
  return {
    orderId: order.id,
    orderNumber: order.number,
    fulfillmentId,
    warehouseId,
    lines,
    address: addressData(order),
    shippingMethod: methodData(order),
  };
}

function methodData(order: Order): JsonObject | null {
  return order.shippingMethod && { ...order.shippingMethod };
}

function addressData(order: Order): JsonObject | null {
  return order.addresses.shipping && { ...order.addresses.shipping };
}

function describeShipment(order: Order, type: CommandRef['type'], ref: string) {
  const shipment = entryWith(order.shipments, ref);
  return { lane: `shipment:${shipment.id}`, data: shipmentData(order, shipment, type) };
}

function shipmentData(order: Order, shipment: Shipment, type: CommandRef['type']): JsonObject {
  const { id: shipmentId, fulfillmentId, reference, left } = shipment;
  if (type === 'shipment.cancel') return { orderId: order.id, shipmentId, reference, dispatched: left };
  return {
    orderId: order.id,
    orderNumber: order.number,
    shipmentId,
    fulfillmentId,
    lines: withSku(order, shipment.lines),
    address: addressData(order),
    shippingMethod: methodData(order),
    collect: collectData(order, shipment),
  };
}

/** What the carrier is to collect at the door, and for which payment. */
function collectData(order: Order, shipment: Shipment): JsonObject | null {
  const amountMinor = collectMinor(order, shipment);
  const payment = order.payments.find((entry) => isOnDelivery(order, entry));
  if (amountMinor === 0 || !payment) return null;
  return { paymentId: payment.id, method: payment.method, amountMinor, currency: order.currency };
}

function screeningData(order: Order): JsonObject {
  return {
    orderId: order.id,
    customer: order.customer && { ...order.customer },
    currency: order.currency,
    totalMinor: order.totals.totalMinor,
    lines: order.lines.map(({ sku, quantity, totalMinor }) => ({ sku, quantity, totalMinor })),
    shippingAddress: addressData(order),
    billingAddress: order.addresses.billing && { ...order.addresses.billing },
    paymentMethods: [...new Set(order.payments.map((payment) => payment.method))],
    paymentTokens: [...new Set(order.payments.flatMap(({ token }) => (token === null ? [] : [token])))],
  };
}

/** What the customer has to know of a payment that they are to go on with. */
function paymentNews(order: Order, template: string): JsonObject {
  if (template === 'payment_incomplete')
    return { openMinor: outstandingMinor(order), receivedMinor: keptMinor(order) };
  if (template !== 'payment_action_required') return {};
  const waiting = order.payments
    .flatMap((payment) => payment.transactions)
    .filter(({ nextAction }) => nextAction !== null)
    .at(-1);
  const nextAction = waiting?.nextAction ?? null;
  return {
    amountMinor: waiting?.amountMinor ?? null,
    nextAction: nextAction && { ...nextAction },
    answerBy: waiting?.answerBy ?? null,
  };
}

/** The messages about goods that nobody has. */
const aboutShortfalls: ReadonlySet<string> = new Set(['order_backordered', 'order_short']);

/** What is short, and what becomes of it. */
function shortfallData(order: Order): JsonObject[] {
  const names = new Map(order.lines.map(({ id, name }) => [id, name]));
  return order.shortfalls.map((entry) => ({
    id: entry.id,
    state: entry.state,
    until: entry.until,
    lines: withSku(order, outstandingOf(entry)).map((line) => ({
      ...line,
      name: names.get(line.lineId) ?? '',
    })),
  }));
}

/** The messages about cancelled lines, and what has become of those that they are about. */
const aboutLines: Readonly<Record<string, LineCancellation['state']>> = {
  order_lines_cancelled: 'effective',
  line_cancellation_refused: 'refused',
};

/** What was cancelled last, or could not be: units, and what they are worth. */
function cancelledData(order: Order, state: LineCancellation['state']): JsonObject {
  const entries = order.lineCancellations.filter((entry) => entry.state === state);
  const at = Math.max(...entries.map(({ settledAt }) => settledAt ?? 0));
  const last = entries.filter(({ settledAt, notify }) => notify && settledAt === at);
  const lines = new Map(order.lines.map((line) => [line.id, line]));
  const units = last.flatMap((entry) => lineCancellationAmounts(order, entry));
  return {
    lines: units.map(({ lineId, quantity, amountMinor }) => ({
      lineId,
      sku: lines.get(lineId)?.sku ?? lineId,
      name: lines.get(lineId)?.name ?? '',
      quantity,
      amountMinor,
    })),
    amountMinor: sum(units.map(({ amountMinor }) => amountMinor)),
    reason: last.at(-1)?.reason ?? null,
  };
}

function notificationData(order: Order, ref: string): JsonObject {
  const [template = ref, shipmentId] = ref.split(' ');
  const told = order.shipments.filter((shipment) =>
    shipmentId === undefined ? shipment.left : shipment.id === shipmentId,
  );
  return {
    orderId: order.id,
    template,
    customerId: order.customer?.kind === 'registered' ? order.customer.customerId : null,
    email: order.customer?.email ?? null,
    data: {
      ...paymentNews(order, template),
      number: order.number,
      status: order.axes.status,
      currency: order.currency,
      totalMinor: order.totals.totalMinor,
      reason: order.cancellation?.reason ?? order.failure,
      shipments: told.map((shipment) => ({
        shipmentId: shipment.id,
        carrier: shipment.carrier,
        service: shipment.service,
        trackingNumber: shipment.trackingNumber,
        trackingUrl: shipment.trackingUrl,
        estimatedDeliveryAt: shipment.estimatedDeliveryAt,
        lines: withSku(order, shipment.lines),
      })),
      ...(aboutLines[template] ? cancelledData(order, aboutLines[template]) : {}),
      ...(aboutShortfalls.has(template) ? { shortfalls: shortfallData(order) } : {}),
    },
  };
}
