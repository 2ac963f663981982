import type { Screening } from '../../../machine/index.ts';
import { ledgerTable } from './ledger-table.ts';
import type { RowOf } from './table.ts';

const columns = {
  id: 'text',
  state: 'text',
  requested_at: 'timestamptz',
  settled_at: 'timestamptz?',
  reference: 'text?',
  code: 'text?',
  outcome: 'text?',
  reasons: 'jsonb',
  decided_by: 'text?',
  decided_at: 'timestamptz?',
  note: 'text?',
} as const;

/** The risk screening: none or one an order. */
export const orderScreenings = ledgerTable(
  'order_screenings',
  'id',
  columns,
  (order) => order.screening,
  ({ screening }) =>
    screening === null
      ? []
      : [
          {
            id: screening.id,
            state: screening.state,
            requested_at: screening.requestedAt,
            settled_at: screening.settledAt,
            reference: screening.reference,
            code: screening.code,
            outcome: screening.outcome,
            reasons: screening.reasons,
            decided_by: screening.decidedBy,
            decided_at: screening.decidedAt,
            note: screening.note,
          },
        ],
);

/** The screening of a row. */
export function screeningOf(row: RowOf<typeof columns>): Screening {
  return {
    id: row.id,
    state: row.state as Screening['state'],
    requestedAt: row.requested_at,
    settledAt: row.settled_at,
    reference: row.reference,
    code: row.code,
    outcome: row.outcome as Screening['outcome'],
    reasons: row.reasons as Screening['reasons'],
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    note: row.note,
  };
}
