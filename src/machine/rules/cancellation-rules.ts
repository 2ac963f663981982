import { hasTag, type OrderStatus } from '../axes.ts';
import type { EventOf } from '../events/index.ts';
import { isBeingStopped, isStoppable } from '../ledgers/fulfillment-book.ts';
import { cancellableUnits } from '../ledgers/line-cancellation-book.ts';
import { count } from '../ledgers/lines.ts';
import type { Fulfillment, Order } from '../order.ts';
import { type PayloadRule, payloadRule, type Rule, type RuleWords, stateRule, type Verdict } from './rule.ts';

type Cancelling = 'order.cancel' | 'order.cancel_lines';

const status = (order: Order) => order.axes.status;

/** The statuses in which an order can be cancelled under each value of `cancelUntil`. */
const cancellableStatuses: Readonly<Record<Order['terms']['cancelUntil'], readonly OrderStatus[]>> = {
  confirmed: ['draft', 'pending'],
  processing: ['draft', 'pending', 'confirmed'],
  shipped: ['draft', 'pending', 'confirmed', 'processing', 'shipped'],
};

/** Why the time for a cancellation is over; what left the warehouse is not a matter of time. */
function isTooFar(order: Order, { override }: EventOf<Cancelling>): Verdict<'cancellation_too_late'> {
  const allowed = cancellableStatuses[order.terms.cancelUntil];
  if (override !== null || !hasTag(status(order), 'cancellable') || allowed.includes(status(order)))
    return null;
  return {
    code: 'cancellation_too_late',
    reason: `the order is \`${status(order)}\`, and the terms let it be cancelled until it is \`${order.terms.cancelUntil}\`; a person can override that`,
    value: status(order),
    limit: allowed,
  };
}

function isOver(order: Order, { override, meta }: EventOf<Cancelling>): Verdict<'cancellation_window_over'> {
  const { placedAt } = order.timestamps;
  const { cancelWindowMs } = order.terms;
  if (override !== null || placedAt === null || cancelWindowMs === null) return null;
  if (meta.receivedAt <= placedAt + cancelWindowMs) return null;
  return {
    code: 'cancellation_window_over',
    reason: 'the time to cancel it is over; a person can override that',
    value: meta.receivedAt,
    limit: placedAt + cancelWindowMs,
  };
}

/** The reason that a change of status gives by itself. */
const ownReason = 'status_update';

function isUnknownReason(order: Order, { reason }: EventOf<Cancelling>): Verdict<'reason_unknown'> {
  const { cancelReasons } = order.terms;
  if (cancelReasons === null || cancelReasons.includes(reason) || reason === ownReason) return null;
  return {
    code: 'reason_unknown',
    reason: `\`${reason}\` is none of the reasons for a cancellation: ${cancelReasons.join(', ')}`,
    value: reason,
    limit: cancelReasons,
  };
}

/** One rule for the whole order and for lines of it. */
function both<const Code extends string>(
  id: string,
  about: string,
  words: RuleWords<Code>,
  test: (order: Order, event: EventOf<Cancelling>) => Verdict<NoInfer<Code>>,
): PayloadRule {
  return {
    ...payloadRule(id, 'order.cancel', about, words, test),
    on: ['order.cancel', 'order.cancel_lines'],
  };
}

/** The fulfilments that a person can have stopped: goods are left in them, and nobody has asked yet. */
function stoppable(order: Order): readonly Fulfillment[] {
  if (!hasTag(status(order), 'released') || order.cancellation?.state === 'requested') return [];
  return order.fulfillments.filter(
    (entry) =>
      isStoppable(order, entry) &&
      !isBeingStopped(entry) &&
      !entry.operations.some(
        ({ kind, state }) => kind === 'cancel' && (state === 'requested' || state === 'unknown'),
      ),
  );
}

/** The rules about deadlines and reasons of cancelling, about cancelling lines, and about stopping a warehouse. */
export const cancellationRules: readonly Rule[] = [
  both(
    'cancel.until',
    'An order, or lines of it, can be cancelled as far as the terms say, unless a person overrides it.',
    { codes: ['cancellation_too_late'], terms: ['cancelUntil'] },
    isTooFar,
  ),
  both(
    'cancel.window',
    'An order, or lines of it, can be cancelled for as long as the terms say, unless a person overrides it.',
    { codes: ['cancellation_window_over'], terms: ['cancelWindowMs'] },
    isOver,
  ),
  both(
    'cancel.reason',
    'A cancellation has one of the reasons that the terms list.',
    { codes: ['reason_unknown'], terms: ['cancelReasons'] },
    isUnknownReason,
  ),

  stateRule(
    'cancel_lines.status',
    ['order.cancel_lines'],
    'Lines are cancelled of an order that was placed and goes on; a draft is edited, what was delivered is returned.',
    {
      codes: ['not_placed', 'already_delivered', 'already_cancelled', 'already_refunded', 'already_failed'],
      terms: [],
    },
    (order) => {
      if (hasTag(status(order), 'cancellable') && hasTag(status(order), 'placed')) return null;
      const draft = status(order) === 'draft';
      return {
        code: draft
          ? 'not_placed'
          : `already_${status(order) as 'delivered' | 'cancelled' | 'refunded' | 'failed'}`,
        reason: `the order is \`${status(order)}\`${draft ? '; its lines can be edited' : ''}`,
        value: status(order),
        limit: ['pending', 'confirmed', 'processing', 'shipped'],
      };
    },
  ),
  stateRule(
    'cancel_lines.whole',
    ['order.cancel_lines'],
    'While the whole order is being cancelled, lines of it are not.',
    { codes: ['cancellation_pending'], terms: [] },
    (order) =>
      order.cancellation?.state === 'requested'
        ? {
            code: 'cancellation_pending',
            reason: 'the whole order is being cancelled',
            value: 'requested',
            limit: null,
          }
        : null,
  ),
  stateRule(
    'cancel_lines.left',
    ['order.cancel_lines'],
    'Units can be cancelled until they leave, once.',
    { codes: ['nothing_to_cancel'], terms: [] },
    (order) =>
      !hasTag(status(order), 'cancellable') || count(cancellableUnits(order)) > 0
        ? null
        : {
            code: 'nothing_to_cancel',
            reason: 'every unit has left, was delivered, or is cancelled already',
            value: 0,
            limit: 1,
          },
  ),
  payloadRule(
    'cancel_lines.known',
    'order.cancel_lines',
    'The lines must be lines of the order.',
    { codes: ['line_unknown'], terms: [] },
    (order, event) => {
      const wrong = event.lines.find(({ lineId }) => order.lines.every((line) => line.id !== lineId));
      return wrong
        ? {
            code: 'line_unknown',
            reason: `line ${wrong.lineId} is not of this order`,
            value: wrong.lineId,
            limit: order.lines.map(({ id }) => id),
          }
        : null;
    },
  ),
  payloadRule(
    'cancel_lines.quantity',
    'order.cancel_lines',
    'No more units can be cancelled than are here: not those that have left, were delivered, or are cancelled already.',
    { codes: ['exceeds_cancellable'], terms: [] },
    (order, event) => {
      const left = cancellableUnits(order);
      const wrong = event.lines.find(
        ({ lineId, quantity }) => left.has(lineId) && quantity > (left.get(lineId) ?? 0),
      );
      return wrong
        ? {
            code: 'exceeds_cancellable',
            reason: `of line ${wrong.lineId} only ${left.get(wrong.lineId) ?? 0} can be cancelled: the others have left, or are cancelled already`,
            value: wrong.quantity,
            limit: left.get(wrong.lineId) ?? 0,
          }
        : null;
    },
  ),

  stateRule(
    'fulfillment.cancel.active',
    ['fulfillment.cancel'],
    'A warehouse can be asked to stop while it has goods that have not left, once at a time.',
    { codes: ['nothing_to_stop'], terms: [] },
    (order) =>
      stoppable(order).length > 0
        ? null
        : {
            code: 'nothing_to_stop',
            reason: `no warehouse has goods that it could be asked to stop (fulfilment is \`${order.axes.fulfillment}\`)`,
            value: order.axes.fulfillment,
            limit: ['requested', 'in_progress', 'partially_shipped'],
          },
  ),
  payloadRule(
    'fulfillment.cancel.entry',
    'fulfillment.cancel',
    'The fulfilment must be one that can be stopped.',
    { codes: ['nothing_to_stop'], terms: [] },
    (order, event) => {
      const ids = stoppable(order).map(({ id }) => id);
      return ids.includes(event.fulfillmentId)
        ? null
        : {
            code: 'nothing_to_stop',
            reason: `fulfilment ${event.fulfillmentId} can't be stopped`,
            value: event.fulfillmentId,
            limit: ids,
          };
    },
  ),
];
