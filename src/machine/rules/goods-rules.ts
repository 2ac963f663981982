import { hasTag } from '../axes.ts';
import { returnable } from '../ledgers/returns.ts';
import { openHolds, reviewHolds } from '../ledgers/review.ts';
import type { Order } from '../order.ts';
import { payloadRule, type Rule, stateRule } from './rule.ts';

const status = (order: Order) => order.axes.status;

/** The rules about reviews, holds, fulfilments, parcels and returns. */
export const goodsRules: readonly Rule[] = [
  stateRule(
    'review.held',
    ['review.approve', 'review.reject'],
    'A review is decided while it is waiting for a person.',
    { codes: ['not_under_review'], terms: [] },
    (order) =>
      reviewHolds(order).length > 0 && hasTag(status(order), 'open')
        ? null
        : {
            code: 'not_under_review',
            reason: `no review is waiting (review is \`${order.axes.review}\`)`,
            value: order.axes.review,
            limit: 'held',
          },
  ),
  stateRule(
    'hold.placed',
    ['hold.place'],
    'An order that goes on can be held.',
    { codes: ['not_open'], terms: [] },
    (order) =>
      hasTag(status(order), 'open') && hasTag(status(order), 'placed')
        ? null
        : {
            code: 'not_open',
            reason: `the order is \`${status(order)}\``,
            value: status(order),
            limit: ['pending', 'confirmed', 'processing', 'shipped'],
          },
  ),
  stateRule(
    'hold.open',
    ['hold.release'],
    'A hold can be released while it is in force; a review is decided instead.',
    { codes: ['not_held'], terms: [] },
    (order) =>
      releasable(order).length > 0
        ? null
        : {
            code: 'not_held',
            reason: 'nothing holds the order that could be released',
            value: order.axes.review,
            limit: null,
          },
  ),
  payloadRule(
    'hold.known',
    'hold.release',
    'The hold must be one of the order, and in force.',
    { codes: ['not_held'], terms: [] },
    (order, event) =>
      releasable(order).includes(event.holdId)
        ? null
        : {
            code: 'not_held',
            reason: `hold ${event.holdId} is not in force`,
            value: event.holdId,
            limit: releasable(order),
          },
  ),

  stateRule(
    'fulfillment.retry.failed',
    ['fulfillment.retry'],
    'A fulfilment can be planned again after it failed.',
    { codes: ['nothing_failed'], terms: [] },
    (order) =>
      order.fulfillments.some((entry) => entry.stage === 'failed') && hasTag(status(order), 'released')
        ? null
        : {
            code: 'nothing_failed',
            reason: 'no fulfilment has failed',
            value: order.axes.fulfillment,
            limit: 'failed',
          },
  ),
  payloadRule(
    'fulfillment.retry.entry',
    'fulfillment.retry',
    'The fulfilment must be one that failed.',
    { codes: ['nothing_failed'], terms: [] },
    (order, event) =>
      order.fulfillments.some((entry) => entry.id === event.fulfillmentId && entry.stage === 'failed')
        ? null
        : {
            code: 'nothing_failed',
            reason: `fulfilment ${event.fulfillmentId} has not failed`,
            value: event.fulfillmentId,
            limit: null,
          },
  ),
  stateRule(
    'shipment.retry.failed',
    ['shipment.retry'],
    'A label can be made again after it failed.',
    { codes: ['nothing_failed'], terms: [] },
    (order) =>
      order.shipments.some((entry) => entry.stage === 'failed') && hasTag(status(order), 'released')
        ? null
        : {
            code: 'nothing_failed',
            reason: 'no label has failed',
            value: order.axes.fulfillment,
            limit: 'exception',
          },
  ),
  payloadRule(
    'shipment.retry.entry',
    'shipment.retry',
    'The shipment must be one whose label failed.',
    { codes: ['nothing_failed'], terms: [] },
    (order, event) =>
      order.shipments.some((entry) => entry.id === event.shipmentId && entry.stage === 'failed')
        ? null
        : {
            code: 'nothing_failed',
            reason: `the label of shipment ${event.shipmentId} has not failed`,
            value: event.shipmentId,
            limit: null,
          },
  ),

  stateRule(
    'return.delivered',
    ['return.request'],
    'Goods can come back once they were delivered.',
    { codes: ['nothing_to_return'], terms: [] },
    (order) =>
      hasTag(status(order), 'placed') && order.lines.some((line) => returnable(order, line.id) > 0)
        ? null
        : {
            code: 'nothing_to_return',
            reason: 'nothing was delivered that could come back',
            value: order.axes.fulfillment,
            limit: ['partially_delivered', 'delivered'],
          },
  ),
  payloadRule(
    'return.window',
    'return.request',
    'Goods can come back within the window of the terms.',
    { codes: ['return_window_over'], terms: ['returnWindowMs'] },
    (order, event) => {
      const from = order.timestamps.completedAt;
      if (from === null || event.meta.receivedAt <= from + order.terms.returnWindowMs) return null;
      return {
        code: 'return_window_over',
        reason: 'the time to send goods back is over',
        value: event.meta.receivedAt,
        limit: from + order.terms.returnWindowMs,
      };
    },
  ),
  payloadRule(
    'return.quantity',
    'return.request',
    'No more can come back than was delivered.',
    { codes: ['exceeds_delivered'], terms: [] },
    (order, event) => {
      const wrong = event.lines.find((line) => line.quantity > returnable(order, line.lineId));
      if (!wrong) return null;
      return {
        code: 'exceeds_delivered',
        reason: `of line ${wrong.lineId} only ${returnable(order, wrong.lineId)} can come back`,
        value: wrong.quantity,
        limit: returnable(order, wrong.lineId),
      };
    },
  ),
  stateRule(
    'return.open',
    ['return.cancel'],
    'A return can be called off until all of it has arrived.',
    { codes: ['no_open_return'], terms: [] },
    (order) =>
      order.returns.some((entry) => entry.state === 'requested')
        ? null
        : {
            code: 'no_open_return',
            reason: 'no return is under way',
            value: order.axes.returns,
            limit: 'requested',
          },
  ),
  payloadRule(
    'return.known',
    'return.cancel',
    'The return must be one of the order, and under way.',
    { codes: ['no_open_return'], terms: [] },
    (order, event) =>
      order.returns.some((entry) => entry.id === event.returnId && entry.state === 'requested')
        ? null
        : {
            code: 'no_open_return',
            reason: `return ${event.returnId} is not under way`,
            value: event.returnId,
            limit: null,
          },
  ),
];

function releasable(order: Order): string[] {
  const reviews = reviewHolds(order);
  return openHolds(order)
    .filter((hold) => !reviews.includes(hold))
    .map((hold) => hold.id);
}
