import type { Chargeback } from '../../../machine/index.ts';
import { ledgerTable } from './ledger-table.ts';
import type { RowOf } from './table.ts';

const columns = {
  id: 'text',
  payment_id: 'text',
  reference: 'text',
  state: 'text',
  amount_minor: 'bigint',
  reason_code: 'text',
  opened_at: 'timestamptz',
  evidence_due_at: 'timestamptz?',
  reminded_at: 'timestamptz?',
  closed_at: 'timestamptz?',
  opened_by: 'text?',
  closed_by: 'text?',
  evidence: 'jsonb?',
} as const;
/** A row of {@link orderChargebacks}. */
export type ChargebackRow = RowOf<typeof columns>;

/** What banks take back. Positions count over all payments of the order. */
export const orderChargebacks = ledgerTable(
  'order_chargebacks',
  'id',
  columns,
  (order) => order.payments,
  (order) =>
    order.payments.flatMap((payment) =>
      payment.chargebacks.map((chargeback) => ({
        id: chargeback.id,
        payment_id: payment.id,
        reference: chargeback.reference,
        state: chargeback.state,
        amount_minor: chargeback.amountMinor,
        reason_code: chargeback.reasonCode,
        opened_at: chargeback.openedAt,
        evidence_due_at: chargeback.evidenceDueAt,
        reminded_at: chargeback.remindedAt,
        closed_at: chargeback.closedAt,
        opened_by: chargeback.openedBy,
        closed_by: chargeback.closedBy,
        evidence: chargeback.evidence,
      })),
    ),
);

/** The chargeback of a row. */
export function chargebackOf(row: ChargebackRow): Chargeback {
  return {
    id: row.id,
    reference: row.reference,
    state: row.state as Chargeback['state'],
    amountMinor: row.amount_minor,
    reasonCode: row.reason_code,
    openedAt: row.opened_at,
    evidenceDueAt: row.evidence_due_at,
    remindedAt: row.reminded_at,
    closedAt: row.closed_at,
    openedBy: row.opened_by,
    closedBy: row.closed_by,
    evidence: row.evidence as Chargeback['evidence'],
  };
}
