import type { MinorUnits } from '../money.ts';
import type { Order, Payment, Timestamp, Transaction } from '../order.ts';
import { inFlight } from './entry.ts';
import { isOnDelivery } from './payment-book.ts';
import { addPayment } from './payment-entries.ts';
import { anomaly, type Taken } from './taken.ts';

/** How a fact names what it speaks of. */
export interface PaymentReference {
  readonly paymentId: string | null;
  readonly transactionId: string | null;
  readonly reference: string | null;
  readonly amountMinor?: MinorUnits | null;
  readonly method?: string;
}

/** The payment that a fact speaks of, and the transaction if it can be told. */
export interface Found {
  readonly payment: Payment;
  readonly entry: Transaction | undefined;
}

/**
 * Which entry a fact speaks of: by our id; by the provider's reference; else the operation of one of the kinds that is
 * under way on that payment. A capture or a refund of another amount than ours is not ours: somebody did it at the provider.
 * An authorization may be granted in part.
 */
export function findTransaction(
  order: Order,
  fact: PaymentReference,
  kinds: readonly Transaction['kind'][],
): Found | undefined {
  for (const payment of order.payments) {
    const entry =
      fact.transactionId === null
        ? undefined
        : payment.transactions.find((candidate) => candidate.id === fact.transactionId);
    if (entry) return { payment, entry };
  }
  for (const payment of fact.reference === null ? [] : order.payments) {
    const entry = payment.transactions.find(
      (candidate) => candidate.reference === fact.reference && candidate.kind === kinds[0],
    );
    if (entry) return { payment, entry };
  }
  const payment =
    order.payments.find((candidate) => candidate.id === fact.paymentId) ??
    byReference(order, fact) ??
    collected(order, fact);
  if (!payment) return undefined;
  return {
    payment,
    entry: payment.transactions.find(
      (candidate) => kinds.includes(candidate.kind) && inFlight(candidate) && fits(candidate, fact),
    ),
  };
}

function fits(entry: Transaction, fact: PaymentReference): boolean {
  return (
    fact.amountMinor === undefined ||
    fact.amountMinor === null ||
    entry.kind === 'authorization' ||
    entry.amountMinor === fact.amountMinor
  );
}

function byReference(order: Order, fact: PaymentReference): Payment | undefined {
  if (fact.paymentId !== null || fact.reference === null) return undefined;
  return order.payments.find((payment) =>
    payment.transactions.some((entry) => entry.reference === fact.reference),
  );
}

/** The payment whose money a carrier reports: carriers know how they were paid, not under which id. */
function collected(order: Order, fact: PaymentReference): Payment | undefined {
  if (fact.paymentId !== null) return undefined;
  return order.payments.find((payment) => payment.method === fact.method && isOnDelivery(order, payment));
}

/** The payment a fact belongs to, attached now if it began elsewhere. */
export function attach(
  order: Order,
  fact: PaymentReference & {
    readonly method: string;
    readonly provider: string;
    readonly amountMinor: MinorUnits;
  },
  at: Timestamp,
): { readonly order: Order; readonly payment: Payment } {
  const draft = { method: fact.method, provider: fact.provider, token: null, amountMinor: fact.amountMinor };
  return addPayment(order, draft, at, {
    origin: 'elsewhere',
    ...(fact.paymentId === null ? {} : { id: fact.paymentId }),
  });
}

/** Whether a fact names neither our entry nor the provider's: then a second one can't be told from a repetition. */
export function isAnonymous(fact: PaymentReference): boolean {
  return fact.transactionId === null && fact.reference === null;
}

/** Money in another currency than the order's is not entered. */
export function wrongCurrency(order: Order, currency: string | null): Taken | undefined {
  if (currency === null || currency === order.currency) return undefined;
  return anomaly(
    order,
    'currency_mismatch',
    `money came in ${currency}, but the order is in ${order.currency}; it is not entered`,
  );
}
