import type { Rule } from '../simulation/script.ts';

const paying = { method: 'authorize' } as const;

/**
 * Tokens that make the simulated provider behave, so that an order's data alone can play a story:
 *
 * | token | what happens |
 * |---|---|
 * | `tok_decline` | every authorization is declined: `card_declined` |
 * | `tok_insufficient_funds` | every authorization is declined: `insufficient_funds` |
 * | `tok_sale` | the money is taken at once |
 * | `tok_pending` | the outcome comes later as a fact, and is good |
 * | `tok_pending_decline` | the outcome comes later as a fact, and is a decline |
 * | `tok_action_required` | the customer has to confirm it first: `payments.completeAction` |
 * | `tok_fail_before` | the first call of each key does not get through |
 * | `tok_lose_answer` | the first call of each key takes effect, and its answer is lost |
 * | `tok_slow` | every call takes five seconds |
 * | `tok_duplicate_fact` | every outcome is an answer and three facts besides |
 * | `tok_capture_decline` | every capture is declined: `capture_declined` |
 * | `tok_refund_decline` | every refund is declined: `refund_declined` |
 */
export const paymentTokens: readonly Rule[] = [
  { do: 'decline', ...paying, where: { token: 'tok_decline' }, code: 'card_declined' },
  { do: 'decline', ...paying, where: { token: 'tok_insufficient_funds' }, code: 'insufficient_funds' },
  { do: 'sale', ...paying, where: { token: 'tok_sale' } },
  { do: 'pending', ...paying, where: { token: 'tok_pending' } },
  {
    do: 'pending',
    ...paying,
    where: { token: 'tok_pending_decline' },
    outcome: 'decline',
    code: 'card_declined',
  },
  { do: 'action_required', ...paying, where: { token: 'tok_action_required' } },
  { do: 'fail_before', where: { token: 'tok_fail_before' }, times: 1, per: 'key' },
  { do: 'lose_answer', where: { token: 'tok_lose_answer' }, times: 1, per: 'key' },
  { do: 'delay', where: { token: 'tok_slow' }, ms: 5_000 },
  { do: 'duplicate_fact', where: { token: 'tok_duplicate_fact' } },
  { do: 'decline', method: 'capture', where: { token: 'tok_capture_decline' }, code: 'capture_declined' },
  { do: 'decline', method: 'refund', where: { token: 'tok_refund_decline' }, code: 'refund_declined' },
];
