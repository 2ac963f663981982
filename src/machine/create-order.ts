import { OrderError, type Problem } from '../errors/index.ts';
import { deadlinesOf } from './deadlines.ts';
import type { Draft, EventMeta } from './events/index.ts';
import { statusRecords } from './fill/journal.ts';
import { fillPublished } from './fill/published.ts';
import { lineOf, presentmentOf, pricesOf, withPayments } from './ledgers/placement.ts';
import { summary } from './ledgers/summary.ts';
import { machineVersion } from './machine-version.ts';
import type { Order } from './order.ts';
import { chargeOf } from './pricing/price-order.ts';
import { orderRules } from './rules/admit.ts';
import type { StepResult } from './step-result.ts';

/**
 * A new order: a draft, version 1.
 *
 * @throws OrderError `VALIDATION_FAILED` when a discount exceeds its line, `AMOUNT_OVERFLOW` when a total leaves the safe
 * integers.
 */
export function createOrder(draft: Draft, meta: EventMeta): StepResult {
  refuseNegativeLines(draft);
  const at = meta.receivedAt;
  const lines = draft.lines.map(lineOf);
  const prices = pricesOf(lines, chargeOf(draft.shipping));
  const blank: Order = {
    id: draft.id,
    number: null,
    version: 1,
    machineVersion,
    axes: {
      status: 'draft',
      payment: 'awaiting',
      stock: 'unreserved',
      fulfillment: 'unfulfilled',
      returns: 'none',
      review: 'not_started',
    },
    currency: draft.currency,
    customer: draft.customer,
    sessionId: draft.sessionId,
    cartId: draft.cartId,
    ...prices,
    discountCodes: draft.discountCodes,
    presentment: presentmentOf(draft.presentment, prices.totals.totalMinor, draft),
    addresses: { shipping: draft.shippingAddress, billing: draft.billingAddress },
    shippingMethod: draft.shippingMethod,
    payments: [],
    refunds: [],
    reservations: [],
    shortfalls: [],
    fulfillments: [],
    shipments: [],
    returns: [],
    screening: null,
    holds: [],
    cancellation: null,
    lineCancellations: [],
    contentHash: null,
    failure: null,
    deadlines: [],
    terms: orderRules.stamp(draft.terms),
    timestamps: {
      createdAt: at,
      updatedAt: at,
      placedAt: null,
      expiresAt: at + draft.terms.draftTtlMs,
      payableFrom: null,
      confirmedAt: null,
      cancelledAt: null,
      completedAt: null,
      feedbackAt: null,
    },
    entries: 0,
    published: 1,
    notes: draft.notes,
    metadata: draft.metadata,
    extension: draft.extension,
  };
  const paid = withPayments(blank, draft.payments, at);
  const settled: Order = { ...paid, axes: { status: 'draft', ...summary(paid) } };
  const order: Order = { ...settled, deadlines: deadlinesOf(settled) };
  const journal = {
    version: 1,
    type: 'order.create',
    outcome: 'applied' as const,
    meta,
    data: { lines: order.lines.length, totalMinor: order.totals.totalMinor, currency: order.currency },
    changes: [],
    anomaly: null,
  };
  return {
    outcome: 'applied',
    order,
    commands: [],
    withdrawn: [],
    events: fillPublished({ ...order, published: 0 }, order, [{ type: 'order.created', ref: null }], at),
    history: statusRecords(order, [{ from: null, to: 'draft' }], { type: 'order.create', meta }),
    journal: [journal],
    anomaly: null,
  };
}

/** A discount may not exceed what it is taken from. */
function refuseNegativeLines(draft: Pick<Draft, 'lines'>): void {
  const problems: Problem[] = draft.lines.flatMap((line, index) => {
    const gross = line.unitPriceMinor * line.quantity;
    if (line.discountMinor <= gross) return [];
    return [
      {
        path: `lines[${index}].discountMinor`,
        code: 'too_big',
        message: `is ${line.discountMinor}, but the line costs ${gross} before the discount`,
      },
    ];
  });
  if (problems.length === 0) return;
  const list = problems.map((problem) => `${problem.path} ${problem.message}`).join('; ');
  throw new OrderError('VALIDATION_FAILED', `the order is not valid: ${list}.`, {
    retry: 'afterFix',
    problems,
  });
}
