import { assertNever } from '../../../errors/index.ts';
import type { FactType } from '../../../machine/index.ts';
import type { PaymentAnswer } from '../../../ports/index.ts';
import type { Outside, Report } from '../simulation/outside.ts';

/** A method of the payment port that moves money. */
export type PaymentMethod = 'authorize' | 'capture' | 'void' | 'refund';

/** What a fact needs to know of the payment it speaks of. */
export interface PaymentSubject {
  readonly orderId: string;
  readonly paymentId: string | null;
  readonly method: string;
  readonly provider: string;
  readonly currency: string;
}

const refused = {
  authorize: 'payment.failed',
  capture: 'payment.failed',
  void: 'payment.void_failed',
  refund: 'payment.refund_failed',
} as const;

/** How a report comes. */
export type Manner = Pick<Report<FactType>, 'lateMs' | 'duplicate'>;

/** Reports what came of a transaction: the same fact as the answer, as a provider's webhook would. */
export function reportPayment(
  outside: Outside,
  method: PaymentMethod,
  subject: PaymentSubject,
  transactionId: string | null,
  answer: PaymentAnswer,
  manner: Manner,
): void {
  const { orderId, paymentId, provider, currency } = subject;
  const head = { source: 'payments', orderId, ...manner };
  const which = { paymentId, transactionId, reference: answer.reference ?? null };
  const how = { method: subject.method, provider, currency };
  switch (answer.status) {
    case 'authorized':
      return outside.report({
        ...head,
        type: 'payment.authorized',
        data: { ...which, ...how, amountMinor: answer.amountMinor, expiresAt: answer.expiresAt ?? null },
      });
    case 'captured':
      return outside.report({
        ...head,
        type: 'payment.captured',
        data: { ...which, ...how, amountMinor: answer.amountMinor },
      });
    case 'voided':
      return outside.report({ ...head, type: 'payment.voided', data: which });
    case 'refunded':
      return outside.report({
        ...head,
        type: 'payment.refunded',
        data: { ...which, amountMinor: answer.amountMinor },
      });
    case 'declined':
      return outside.report({
        ...head,
        type: refused[method],
        data: { ...which, code: answer.code, reason: answer.reason ?? null },
      });
    case 'pending':
    case 'action_required':
      return;
    default:
      return assertNever(answer, 'payment answer');
  }
}
