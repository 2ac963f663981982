import type { Payment, Transaction } from '../../order.ts';
import type { Terms } from '../../terms.ts';
import type { OrderUpgrade } from '../upgrade.ts';

/** The policies on payments that version 1 went by without saying so. */
const policies = {
  paymentPriority: [],
  refundAllocation: 'last_first',
  onPartialDecline: 'wait',
  paymentActionTtlMs: 3_600_000,
  paymentPendingTtlMs: 21 * 86_400_000,
  paymentToleranceMinor: {},
  onSurplus: 'refund',
  payOnDeliveryMethods: [],
  collectionTtlMs: 7 * 86_400_000,
  onChargeback: 'continue',
  evidenceReminderMs: 2 * 86_400_000,
} as const satisfies Partial<Terms>;

/** What version 2 knows of payments, for an order of version 1: no chargebacks, nothing that waits for the customer or a bank. */
export const payments: OrderUpgrade = (order) => ({
  ...order,
  payments: order.payments.map((payment) => ({
    ...payment,
    chargebacks: (payment as Partial<Payment>).chargebacks ?? [],
    transactions: payment.transactions.map(
      (entry): Transaction => ({
        ...entry,
        final: (entry as Partial<Transaction>).final ?? false,
        nextAction: null,
        answerBy: null,
        settledBy: null,
        evidence: null,
      }),
    ),
  })),
  refunds: order.refunds.map((agreed) => ({ ...agreed, agreedBy: null })),
  terms: { ...order.terms, ...policies, paymentPriority: [], payOnDeliveryMethods: [] },
});
