import type { OrderStatus } from '../axes.ts';
import type { CommandRef, NotificationTemplate } from '../commands.ts';
import type { Cancellation, Order, Timestamp } from '../order.ts';
import { requestCancellation } from './cancellation.ts';
import { inFlight } from './entry.ts';
import { allDelivered, allShipped, fulfillmentHasStarted, hasLeft } from './fulfillment-book.ts';
import { cancellationIsEffective } from './fulfillment-plan.ts';
import { physicalLines, tally, wanted } from './lines.ts';
import { settleAtEnd } from './parcel-exceptions.ts';
import { keepMinor, orderBook, paymentSecured } from './payment-book.ts';
import { attemptsAreUsedUp, captureTargetMinor } from './payment-plan.ts';
import { endHolds, isRejected, rejectionCode, reviewIsClear } from './review.ts';
import { endShortfalls } from './shortfalls.ts';
import { isRefusedForGood, stockIsSecured } from './stock-book.ts';

/** Why a pending order fails, if it does: a stable code. */
function failureOf(order: Order): string | undefined {
  if (order.failure !== null) return order.failure;
  if (order.reservations.some((entry) => isRefusedForGood(order, entry))) return 'out_of_stock';
  return attemptsAreUsedUp(order) ? 'payment_declined' : undefined;
}

/** Whether every unit is back, cancelled or lost, and so is the money, less what the shop may keep. */
function isRefundedInFull(order: Order): boolean {
  const { capturedMinor, refundedMinor, openMinor, lostMinor } = orderBook(order);
  const undone = order.lines.every(
    (line) => line.counts.returned + line.counts.cancelled + line.counts.writtenOff === line.quantity,
  );
  const quiet = order.payments.every(
    (payment) =>
      !payment.transactions.some(inFlight) && !payment.chargebacks.some(({ state }) => state === 'open'),
  );
  return (
    undone &&
    quiet &&
    capturedMinor > 0 &&
    openMinor === 0 &&
    refundedMinor + lostMinor > 0 &&
    capturedMinor - refundedMinor - lostMinor <= keepMinor(order)
  );
}

/** The conditions under which the status goes forward, by the edge. They read the ledgers as they are after the event. */
export const statusConditions = {
  isCalledOff: (order: Order) =>
    cancellationIsEffective(order) || (order.axes.status === 'pending' && isRejected(order)),
  hasFailed: (order: Order) => failureOf(order) !== undefined,
  isReady: (order: Order) => stockIsSecured(order) && reviewIsClear(order) && paymentSecured(order),
  isDigitalAndPaid: (order: Order) =>
    physicalLines(order).every((line) => wanted(line) === 0) &&
    !hasLeft(order) &&
    allDelivered(order) &&
    orderBook(order).capturedMinor >= captureTargetMinor(order),
  isInProgress: fulfillmentHasStarted,
  isShipped: allShipped,
  isDelivered: allDelivered,
  isRefunded: isRefundedInFull,
} as const;

/** The name of a condition of the status. */
export type StatusCondition = keyof typeof statusConditions;

/** The order on entering a status, with the moments and reasons that belong to it. */
export function enterStatus(order: Order, status: OrderStatus, at: Timestamp): Order {
  const moved: Order = { ...order, axes: { ...order.axes, status } };
  const stamp = (moments: Partial<Order['timestamps']>): Order => ({
    ...moved,
    timestamps: { ...moved.timestamps, ...moments },
  });
  switch (status) {
    case 'confirmed':
      return tally(stamp({ confirmedAt: at }));
    case 'delivered':
      return tally(endShortfalls(stamp({ completedAt: at }), at));
    case 'cancelled':
      return tally(
        endShortfalls(
          endHolds(
            settleAtEnd({ ...stamp({ cancelledAt: at }), cancellation: effective(order, at) }, at),
            at,
          ),
          at,
        ),
      );
    case 'failed':
      return tally(
        endShortfalls(endHolds(settleAtEnd({ ...moved, failure: failureOf(order) ?? 'failed' }, at), at), at),
      );
    case 'refunded':
      return tally(endShortfalls(endHolds(moved, at), at));
    default:
      return moved;
  }
}

/** The cancellation that took effect; one that a rejected review brought is entered now. */
function effective(order: Order, at: Timestamp): Cancellation | null {
  const wish = {
    reason: 'review_rejected',
    note: rejectionCode(order),
    actor: 'system',
    notify: true,
  };
  const { cancellation } =
    order.cancellation?.state === 'requested' ? order : requestCancellation(order, wish, at);
  return cancellation && { ...cancellation, state: 'effective' };
}

const templates: Partial<Record<OrderStatus, NotificationTemplate>> = {
  confirmed: 'order_confirmed',
  processing: 'order_processing',
  shipped: 'order_shipped',
  delivered: 'order_delivered',
  cancelled: 'order_cancelled',
  failed: 'order_failed',
  refunded: 'order_refunded',
};

/** What the customer is told on entering a status. Nothing about a draft, and nothing when the cancellation asks for silence. */
export function statusCommands(order: Order): readonly CommandRef[] {
  const { status } = order.axes;
  const ref = templates[status];
  const silent =
    order.timestamps.placedAt === null || (status === 'cancelled' && order.cancellation?.notify === false);
  return ref === undefined || silent ? [] : [{ type: 'notification.send', ref }];
}
