import { contentOf, type EventOf, type Order } from '../../machine/index.ts';
import type { Context } from '../context.ts';

/** What a submission carries of what else there is. */
export type SubmissionFacts = Pick<EventOf<'order.submit'>, 'contentHash' | 'others'>;

/** A submission that nobody has looked around for. */
export const unlooked: SubmissionFacts = { contentHash: null, others: null };

/**
 * What an order says, as a hash, and what its customer's other orders come to. The store is asked only where the terms set
 * a limit to it; whoever submits in the same moment is not seen.
 */
export async function askOtherOrders(context: Context, order: Order): Promise<SubmissionFacts> {
  const content = contentOf(order);
  if (content === null || order.customer === null) return unlooked;
  const contentHash = await context.options.sha256(content);
  const { limits, duplicates } = order.terms;
  const isLimited =
    limits.maxOpenOrders !== null ||
    limits.maxCustomerOrders !== null ||
    limits.maxCustomerMinor[order.currency] !== undefined;
  if (!isLimited && duplicates.outcome === 'allow') return { contentHash, others: null };
  const now = context.clock.now();
  const { open, orders, totalMinor, duplicate } = await context.store.otherOrders({
    customer: order.customer,
    except: order.id,
    since: Math.max(0, now - limits.customerWindowMs),
    currency: order.currency,
    paymentTokens: [],
    content:
      duplicates.outcome === 'allow'
        ? null
        : { hash: contentHash, since: Math.max(0, now - duplicates.windowMs) },
  });
  return { contentHash, others: { open, orders, totalMinor, duplicate } };
}
