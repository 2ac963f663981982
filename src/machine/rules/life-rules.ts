import { hasTag } from '../axes.ts';
import { hasLeft } from '../ledgers/fulfillment-book.ts';
import { isOnDelivery } from '../ledgers/payment-book.ts';
import { editDraft } from '../ledgers/placement.ts';
import { format, sum } from '../money.ts';
import type { Order } from '../order.ts';
import { allocationVerdict, discountVerdict, misallocated } from './line-verdicts.ts';
import { payloadRule, type Rule, stateRule } from './rule.ts';

const status = (order: Order) => order.axes.status;

/** The rules about drafts, submission and cancellation. */
export const lifeRules: readonly Rule[] = [
  stateRule(
    'draft.only',
    ['draft.edit', 'draft.touch', 'order.submit'],
    'Only a draft can be edited, kept alive or submitted.',
    { codes: ['not_a_draft'], terms: [] },
    (order) =>
      hasTag(status(order), 'editable')
        ? null
        : {
            code: 'not_a_draft',
            reason: `the order has been submitted and is \`${status(order)}\``,
            value: status(order),
            limit: ['draft'],
          },
  ),
  stateRule(
    'submit.customer',
    ['order.submit'],
    'An order needs a customer, or a guest with an email.',
    { codes: ['customer_missing'], terms: [] },
    (order) =>
      order.customer
        ? null
        : {
            code: 'customer_missing',
            path: 'customer',
            reason: 'the order has no customer',
            value: null,
            limit: 'a customer id, or a guest with an email',
          },
  ),
  stateRule(
    'submit.address',
    ['order.submit'],
    'Goods that are sent need a shipping address.',
    { codes: ['shipping_address_missing'], terms: [] },
    (order) =>
      order.addresses.shipping || order.lines.every((line) => line.kind === 'digital')
        ? null
        : {
            code: 'shipping_address_missing',
            path: 'shippingAddress',
            reason: 'goods are to be sent, and there is no shipping address',
            value: null,
            limit: 'a shipping address',
          },
  ),
  stateRule(
    'submit.payment',
    ['order.submit'],
    'An order that costs something needs a way of paying, unless the terms let it come later.',
    { codes: ['payment_missing'], terms: ['paymentOnSubmit'] },
    (order) =>
      order.payments.length > 0 || order.totals.totalMinor === 0 || order.terms.paymentOnSubmit === 'later'
        ? null
        : {
            code: 'payment_missing',
            path: 'payments',
            reason: `${format(order.totals.totalMinor, order.currency)} are to be paid, and there is no way of paying`,
            value: null,
            limit: 'at least one payment',
          },
  ),
  stateRule(
    'submit.payments_fit',
    ['order.submit'],
    'The payments may not cover more than the total.',
    { codes: ['payments_exceed_total'], terms: [] },
    (order) => {
      const fixed = sum(order.payments.map((payment) => payment.amountMinor ?? 0));
      if (fixed <= order.totals.totalMinor) return null;
      return {
        code: 'payments_exceed_total',
        path: 'payments',
        reason: `the payments cover ${format(fixed, order.currency)}`,
        value: fixed,
        limit: order.totals.totalMinor,
      };
    },
  ),
  stateRule(
    'submit.collectable',
    ['order.submit'],
    'Money can be collected on delivery only of goods that are delivered to the door.',
    { codes: ['nothing_to_collect_for'], terms: ['payOnDeliveryMethods'] },
    (order) => {
      const payment = order.payments.find((entry) => isOnDelivery(order, entry));
      if (!payment || order.lines.some((line) => line.kind === 'physical')) return null;
      return {
        code: 'nothing_to_collect_for',
        reason: `${payment.method} is paid on delivery, and nothing of the order is delivered to the door`,
        value: payment.method,
        limit: 'at least one physical line',
      };
    },
  ),
  payloadRule(
    'submit.allocated',
    'order.submit',
    'Every unit that is sent comes from exactly one warehouse.',
    { codes: ['allocation_mismatch'], terms: [] },
    (order, event) => {
      const wrong = misallocated(order.lines, event.allocations);
      return wrong ? allocationVerdict(wrong.id, wrong.quantity) : null;
    },
  ),
  payloadRule(
    'edit.discount',
    'draft.edit',
    'A discount may not exceed what it is taken from.',
    { codes: ['discount_exceeds_line'], terms: [] },
    (_order, event) => discountVerdict(event.lines ?? []),
  ),
  payloadRule(
    'edit.total',
    'draft.edit',
    'The total must be an amount that can be represented; one that can not is `AMOUNT_OVERFLOW`.',
    { codes: [], terms: ['rounding'] },
    (order, event) => {
      editDraft(order, event, event.meta.receivedAt);
      return null;
    },
  ),

  stateRule(
    'cancel.status',
    ['order.cancel'],
    'A draft, pending, confirmed, processing or shipped order can be cancelled; what was delivered is returned instead.',
    { codes: ['already_delivered', 'already_cancelled', 'already_refunded', 'already_failed'], terms: [] },
    (order) => {
      if (hasTag(status(order), 'cancellable')) return null;
      const hint = status(order) === 'delivered' ? '; what was delivered can be returned' : '';
      return {
        code: `already_${status(order) as 'delivered' | 'cancelled' | 'refunded' | 'failed'}`,
        reason: `the order is \`${status(order)}\`${hint}`,
        value: status(order),
        limit: ['draft', 'pending', 'confirmed', 'processing', 'shipped'],
      };
    },
  ),
  stateRule(
    'cancel.shipped',
    ['order.cancel'],
    'Once goods have left, an order is cancelled only if the terms let parcels be called back.',
    { codes: ['already_shipped'], terms: ['cancelShipped'] },
    (order) =>
      !hasTag(status(order), 'cancellable') ||
      !hasLeft(order) ||
      order.terms.cancelShipped === 'with_intercept'
        ? null
        : {
            code: 'already_shipped',
            reason: 'goods have left the warehouse, and the terms do not call parcels back',
            value: order.terms.cancelShipped,
            limit: 'with_intercept',
          },
  ),
  stateRule(
    'cancel.arrived',
    ['order.cancel'],
    'Once a parcel has arrived, the order is no longer cancelled as a whole.',
    { codes: ['partly_delivered'], terms: [] },
    (order) => {
      const arrived = order.shipments.filter((shipment) => shipment.stage === 'delivered').length;
      if (arrived === 0 || !hasTag(status(order), 'cancellable')) return null;
      return {
        code: 'partly_delivered',
        reason: 'a parcel has arrived; what was delivered can be returned',
        value: arrived,
        limit: 0,
      };
    },
  ),
  stateRule(
    'cancel.once',
    ['order.cancel'],
    'A cancellation that is under way is not asked for again.',
    { codes: ['cancellation_pending'], terms: [] },
    (order) =>
      order.cancellation?.state === 'requested'
        ? {
            code: 'cancellation_pending',
            reason: 'a cancellation is under way: the warehouse or the carrier has been asked to stop',
            value: 'requested',
            limit: null,
          }
        : null,
  ),
];
