import { reviewIsClear } from '../ledgers/review.ts';
import { type Rule, stateRule } from './rule.ts';

/** The rules about what waits for a review. */
export const reviewRules: readonly Rule[] = [
  stateRule(
    'payment.capture.review',
    ['payment.capture'],
    'Money of an order that is not confirmed is captured only when its screening and its reviews are clear.',
    { codes: ['under_review'], terms: ['riskScreening'] },
    (order) =>
      order.axes.status !== 'pending' || reviewIsClear(order)
        ? null
        : {
            code: 'under_review',
            reason: `the order waits for its review (review is \`${order.axes.review}\`)`,
            value: order.axes.review,
            limit: ['not_required', 'clear'],
          },
  ),
];
