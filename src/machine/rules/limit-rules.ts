import type { EventOf } from '../events/index.ts';
import { format, sum } from '../money.ts';
import type { Order } from '../order.ts';
import { type PayloadRule, payloadRule, type Rule, type RuleWords, stateRule, type Verdict } from './rule.ts';

/** What is held against the limits of an order's amount. */
function amountOf({ lines, totals, terms }: Order): number {
  if (terms.limits.orderAmount === 'total') return totals.totalMinor;
  return sum(lines.map((line) => line.unitPriceMinor * line.quantity - line.discountMinor));
}

type Others = NonNullable<EventOf<'order.submit'>['others']>;

/** A rule over what else the customer has ordered; it holds where somebody has looked. */
function customerRule<const Code extends string>(
  id: string,
  about: string,
  words: RuleWords<Code>,
  test: (order: Order, others: Others) => Verdict<NoInfer<Code>>,
): PayloadRule {
  return payloadRule(id, 'order.submit', about, { ...words, always: true }, (order, { others }) =>
    others === null ? null : test(order, others),
  );
}

/** The rules about how much may be ordered. The terms set the limits; without one, anything goes. */
export const limitRules: readonly Rule[] = [
  stateRule(
    'limit.amount.min',
    ['order.submit'],
    'An order amounts to at least what the terms ask for in its currency.',
    { codes: ['order_amount_too_low'], terms: ['limits.minOrderMinor', 'limits.orderAmount'] },
    (order) => {
      const limit = order.terms.limits.minOrderMinor[order.currency];
      const value = amountOf(order);
      if (limit === undefined || value >= limit) return null;
      return {
        code: 'order_amount_too_low',
        path: 'totals',
        reason: `the order amounts to ${format(value, order.currency)}, and at least ${format(limit, order.currency)} are needed`,
        value,
        limit,
      };
    },
  ),
  stateRule(
    'limit.amount.max',
    ['order.submit'],
    'An order amounts to no more than the terms allow in its currency.',
    { codes: ['order_amount_too_high'], terms: ['limits.maxOrderMinor', 'limits.orderAmount'] },
    (order) => {
      const limit = order.terms.limits.maxOrderMinor[order.currency];
      const value = amountOf(order);
      if (limit === undefined || value <= limit) return null;
      return {
        code: 'order_amount_too_high',
        path: 'totals',
        reason: `the order amounts to ${format(value, order.currency)}, and no more than ${format(limit, order.currency)} are allowed`,
        value,
        limit,
      };
    },
  ),
  stateRule(
    'limit.units',
    ['order.submit'],
    'All lines together have no more units than the terms allow.',
    { codes: ['too_many_units'], terms: ['limits.maxUnits'] },
    (order) => {
      const limit = order.terms.limits.maxUnits;
      const value = sum(order.lines.map((line) => line.quantity));
      if (limit === null || value <= limit) return null;
      return {
        code: 'too_many_units',
        path: 'lines',
        reason: `the order has ${value} units, and no more than ${limit} are allowed`,
        value,
        limit,
      };
    },
  ),
  stateRule(
    'limit.lines',
    ['order.submit'],
    'An order has no more lines than the terms allow.',
    { codes: ['too_many_lines'], terms: ['limits.maxLines'] },
    (order) => {
      const limit = order.terms.limits.maxLines;
      const value = order.lines.length;
      if (limit === null || value <= limit) return null;
      return {
        code: 'too_many_lines',
        path: 'lines',
        reason: `the order has ${value} lines, and no more than ${limit} are allowed`,
        value,
        limit,
      };
    },
  ),
  customerRule(
    'limit.customer.open',
    'A customer has no more orders open at a time than the terms allow, this one counted.',
    { codes: ['too_many_open_orders'], terms: ['limits.maxOpenOrders'] },
    (order, others) => {
      const limit = order.terms.limits.maxOpenOrders;
      const value = others.open + 1;
      if (limit === null || value <= limit) return null;
      return {
        code: 'too_many_open_orders',
        path: 'customer',
        reason: `the customer would have ${value} open orders, and no more than ${limit} are allowed`,
        value,
        limit,
      };
    },
  ),
  customerRule(
    'limit.customer.orders',
    'A customer places no more orders within the window than the terms allow, this one counted.',
    { codes: ['too_many_orders'], terms: ['limits.maxCustomerOrders', 'limits.customerWindowMs'] },
    (order, others) => {
      const limit = order.terms.limits.maxCustomerOrders;
      const value = others.orders + 1;
      if (limit === null || value <= limit) return null;
      return {
        code: 'too_many_orders',
        path: 'customer',
        reason: `the customer would have placed ${value} orders within the window, and no more than ${limit} are allowed`,
        value,
        limit,
      };
    },
  ),
  customerRule(
    'limit.customer.amount',
    'What a customer orders within the window amounts to no more than the terms allow, this order counted.',
    { codes: ['customer_amount_too_high'], terms: ['limits.maxCustomerMinor', 'limits.customerWindowMs'] },
    (order, others) => {
      const limit = order.terms.limits.maxCustomerMinor[order.currency];
      const value = sum([others.totalMinor, order.totals.totalMinor], 'what the customer ordered');
      if (limit === undefined || value <= limit) return null;
      return {
        code: 'customer_amount_too_high',
        path: 'customer',
        reason: `the customer would have ordered for ${format(value, order.currency)} within the window, and no more than ${format(limit, order.currency)} are allowed`,
        value,
        limit,
      };
    },
  ),
  customerRule(
    'submit.duplicate',
    'An order that says the same as another one of its customer is not placed within the window, if the terms refuse it.',
    { codes: ['duplicate_order'], terms: ['duplicates.outcome', 'duplicates.windowMs'] },
    (order, { duplicate }) => {
      if (duplicate === null || order.terms.duplicates.outcome !== 'refuse') return null;
      return {
        code: 'duplicate_order',
        path: 'lines',
        reason: `the customer has just placed the same as order ${duplicate}`,
        value: duplicate,
        limit: order.terms.duplicates.windowMs,
      };
    },
  ),
];
