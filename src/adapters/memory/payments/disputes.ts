import { PortError } from '../../../errors/index.ts';
import type { MinorUnits } from '../../../machine/index.ts';
import type { Outside } from '../simulation/outside.ts';
import type { PaymentsBook, ProviderTransaction } from './payments-book.ts';
import type { ProviderDispute } from './provider-dispute.ts';

/** What a customer disputes with their bank. */
export interface DisputeInput {
  /** Our payment's id, or the provider's reference of one that began there. */
  readonly paymentId: string;
  /** @defaultValue what is left of the payment's last capture */
  readonly amountMinor?: MinorUnits;
  /** @defaultValue 'fraudulent' */
  readonly reasonCode?: string;
  /** How long the shop has for its proof, in milliseconds. @defaultValue seven days */
  readonly evidenceMs?: number;
}

const week = 7 * 86_400_000;

/** The disputes desk of a provider: what customers' banks do. Each method only within a change of the books. */
export function createDisputes(outside: Outside, book: PaymentsBook, newReference: () => string) {
  const { clock } = outside;

  const report = (type: 'opened' | 'won' | 'lost', dispute: ProviderDispute) => {
    const { orderId, charge, reference, amountMinor, reasonCode, evidenceDueAt } = dispute;
    const known = book.transactions.get(charge)?.key !== null;
    const of = { paymentId: known ? dispute.account : null, charge, reference, amountMinor, reasonCode };
    const head = { source: 'payments', orderId };
    if (type === 'opened') {
      outside.report({ ...head, type: 'chargeback.opened', data: { ...of, evidenceDueAt } });
    } else outside.report({ ...head, type: `chargeback.${type}`, data: of });
  };

  return {
    /** A customer's bank takes money back. Returns the reference. */
    open({ paymentId, amountMinor, reasonCode = 'fraudulent', evidenceMs = week }: DisputeInput): string {
      const capture = book.lastCaptureOf(paymentId);
      if (capture === undefined) throw notFound(`nothing was captured on the payment ${paymentId}`);
      const now = clock.now();
      const dispute: ProviderDispute = {
        reference: newReference(),
        account: capture.account,
        orderId: capture.orderId,
        charge: capture.reference,
        currency: capture.currency,
        amountMinor: amountMinor ?? leftOf(capture),
        reasonCode,
        state: 'open',
        openedAt: now,
        evidenceDueAt: now + evidenceMs,
        closedAt: null,
      };
      book.dispute(dispute);
      report('opened', dispute);
      return dispute.reference;
    },
    /** The bank decides. */
    close(reference: string, state: 'won' | 'lost'): void {
      const dispute = book.disputes.get(reference);
      if (dispute === undefined) throw notFound(`there is no dispute ${reference}`);
      const closed: ProviderDispute = { ...dispute, state, closedAt: clock.now() };
      book.dispute(closed);
      report(state, closed);
    },
  };
}

function leftOf(capture: ProviderTransaction): MinorUnits {
  return capture.amountMinor - capture.refundedMinor;
}

function notFound(what: string): PortError {
  return new PortError(what, { retry: 'never', outcome: 'failed', code: 'not_found' });
}
