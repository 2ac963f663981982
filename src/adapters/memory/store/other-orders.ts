import { type Customer, hasTag, type Order, type OrderStatus } from '../../../machine/index.ts';
import type { OtherOrders, OtherOrdersQuery } from '../../../ports/index.ts';

/** A status without its substate: that of an extended statechart may be a dotted path. */
const statusOf = ({ axes }: Order) => axes.status.split('.')[0] as OrderStatus;
const isOpen = (order: Order) => hasTag(statusOf(order), 'open') && hasTag(statusOf(order), 'placed');
const isEnded = (order: Order) => hasTag(statusOf(order), 'ended');

/** What a customer's other orders come to. */
export function otherOrders(all: Iterable<Order>, query: OtherOrdersQuery): OtherOrders {
  const { customer, except, since, currency, paymentTokens, content } = query;
  const placed = [...all].filter(({ id, timestamps }) => id !== except && timestamps.placedAt !== null);
  const mine = placed.filter((order) => isOf(customer, order.customer));
  const recent = mine.filter((order) => isPlacedSince(order, since));
  const counted = recent.filter((order) => !isEnded(order));
  const tokens = new Set(paymentTokens);
  const amounts = counted
    .filter((order) => order.currency === currency)
    .map((order) => order.totals.totalMinor);
  return {
    open: mine.filter(isOpen).length,
    orders: counted.length,
    ended: recent.length - counted.length,
    totalMinor: Math.min(
      amounts.reduce((sum, amount) => sum + amount, 0),
      Number.MAX_SAFE_INTEGER,
    ),
    everPlaced: mine.length > 0,
    samePayment: placed.filter(
      (order) =>
        isPlacedSince(order, since) &&
        order.payments.some(({ token }) => token !== null && tokens.has(token)),
    ).length,
    duplicate: content === null ? null : latestWith(placed, content),
  };
}

function isPlacedSince({ timestamps }: Order, since: number): boolean {
  return timestamps.placedAt !== null && timestamps.placedAt >= since;
}

function isOf(wanted: Customer, customer: Customer | null): boolean {
  if (customer === null) return false;
  const sameId =
    wanted.kind === 'registered' &&
    customer.kind === 'registered' &&
    wanted.customerId === customer.customerId;
  const email = wanted.email?.toLowerCase() ?? null;
  return sameId || (email !== null && email === customer.email?.toLowerCase());
}

function latestWith(placed: readonly Order[], { hash, since }: NonNullable<OtherOrdersQuery['content']>) {
  const same = placed.filter(
    (order) => order.contentHash === hash && isPlacedSince(order, since) && !isEnded(order),
  );
  const [latest] = same.toSorted(
    (one, other) =>
      (other.timestamps.placedAt ?? 0) - (one.timestamps.placedAt ?? 0) || (one.id < other.id ? -1 : 1),
  );
  return latest === undefined ? null : (latest.number ?? latest.id);
}
