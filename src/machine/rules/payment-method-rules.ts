import { inFlight, isDone } from '../ledgers/entry.ts';
import { openOf, payableMinor, paymentBook, securedMinor } from '../ledgers/payment-book.ts';
import { addressesWith } from '../ledgers/placement.ts';
import { format, sum } from '../money.ts';
import type { Order } from '../order.ts';
import { type Objection, payloadRule, type Rule, stateRule } from './rule.ts';

const codes = [
  'payment_method_not_allowed',
  'payment_method_currency',
  'payment_method_country',
  'payment_method_amount',
] as const;
type Code = (typeof codes)[number];
const words = { codes, terms: ['paymentMethods'] } as const;

/** A way of paying, as it is held against the terms. */
interface Means {
  /** Where it stands in what was given. */
  readonly path: string;
  readonly method: string;
  /** What it is to cover. */
  readonly amountMinor: number;
}

/** Everything that the terms have against a way of paying. */
function objectionsTo(
  { currency, terms: { paymentMethods } }: Order,
  { billing, shipping }: Order['addresses'],
  { path, method, amountMinor }: Means,
): readonly Objection<Code>[] {
  if (paymentMethods === null) return [];
  const allowed = Object.hasOwn(paymentMethods, method) ? paymentMethods[method] : undefined;
  if (allowed === undefined) {
    const known = Object.keys(paymentMethods);
    const list = known.length === 0 ? 'none is' : `allowed are ${known.join(', ')}`;
    const reason = `\`${method}\` may not be used; ${list}`;
    return [{ code: 'payment_method_not_allowed', path, reason, value: method, limit: known }];
  }
  const country = (billing ?? shipping)?.country ?? null;
  const limit = allowed.maxMinor[currency];
  const objections: Objection<Code>[] = [];
  if (allowed.currencies !== null && !allowed.currencies.includes(currency)) {
    const reason = `\`${method}\` may be used in ${allowed.currencies.join(', ')}, not in ${currency}`;
    objections.push({
      code: 'payment_method_currency',
      path,
      reason,
      value: currency,
      limit: allowed.currencies,
    });
  }
  if (allowed.countries !== null && (country === null || !allowed.countries.includes(country))) {
    const where = country === null ? 'without an address' : `in ${country}`;
    const reason = `\`${method}\` may be used in ${allowed.countries.join(', ')}, not ${where}`;
    objections.push({
      code: 'payment_method_country',
      path,
      reason,
      value: country,
      limit: allowed.countries,
    });
  }
  if (limit !== undefined && amountMinor > limit) {
    const reason = `\`${method}\` may cover ${format(limit, currency)}, not ${format(amountMinor, currency)}`;
    objections.push({ code: 'payment_method_amount', path, reason, value: amountMinor, limit });
  }
  return objections;
}

/** The ways of paying of an order; one without an amount of its own covers what the others leave. */
function meansOf({ payments, totals }: Order): readonly Means[] {
  const fixed = sum(payments.map((payment) => payment.amountMinor ?? 0));
  const rest = Math.max(0, totals.totalMinor - fixed);
  return payments.map(({ method, amountMinor }, index) => ({
    path: `payments[${index}]`,
    method,
    amountMinor: amountMinor ?? rest,
  }));
}

/** Whether something of a payment is still good or under way: what failed is not held against anything any more. */
function counts(payment: Order['payments'][number]): boolean {
  const { capturedMinor, refundedMinor } = paymentBook(payment);
  const open = payment.transactions.some(
    (entry) =>
      entry.kind === 'authorization' && (inFlight(entry) || (isDone(entry) && openOf(payment, entry) > 0)),
  );
  return payment.transactions.length === 0 || open || capturedMinor > refundedMinor;
}

/** The rules about which ways of paying may be used, where, and how far. Without terms about them, all may. */
export const paymentMethodRules: readonly Rule[] = [
  stateRule(
    'submit.payment_methods',
    ['order.submit'],
    'Each way of paying is one that the terms allow, in the currency and the country of the order, up to its largest amount.',
    words,
    (order) => meansOf(order).flatMap((means) => objectionsTo(order, order.addresses, means)),
  ),
  payloadRule(
    'payment.add.method',
    'payment.add',
    'A way of paying that is added is one that the terms allow, in the currency and the country of the order, up to its largest amount.',
    words,
    (order, { method, amountMinor }) => {
      const open = Math.max(0, payableMinor(order) - securedMinor(order));
      return objectionsTo(order, order.addresses, {
        path: 'method',
        method,
        amountMinor: amountMinor ?? open,
      });
    },
  ),
  payloadRule(
    'address.change.payment_methods',
    'address.change',
    'The ways of paying are allowed in the country of the changed address, too.',
    { codes: ['payment_method_country'], terms: ['paymentMethods'] },
    (order, event) =>
      meansOf(order)
        .filter((_means, index) => counts(order.payments[index] as Order['payments'][number]))
        .flatMap((means) => objectionsTo(order, addressesWith(order, event), means))
        .filter(
          (objection): objection is Objection<'payment_method_country'> =>
            objection.code === 'payment_method_country',
        ),
  ),
];
