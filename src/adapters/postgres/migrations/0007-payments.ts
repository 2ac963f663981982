import type { Migration } from './migration.ts';

const kinds = (list: readonly string[]) => `kind in (${list.map((kind) => `'${kind}'`).join(', ')})`;
const kindCheck = 'order_payment_transactions_kind_check';
const before = ['authorization', 'capture', 'void', 'refund'];

/** What version 2 of the statechart knows of payments. Every column has a default: code of the version before still writes. */
export const migration0007: Migration = {
  version: 7,
  name: 'payments',
  up: (s) => [
    `alter table ${s}.order_payment_transactions
      drop constraint ${kindCheck},
      add constraint ${kindCheck} check (${kinds([...before, 'write_off'])}),
      add column is_final boolean not null default false,
      add column next_action jsonb check (jsonb_typeof(next_action) = 'object'),
      add column answer_by timestamptz,
      add column settled_by text,
      add column evidence jsonb check (jsonb_typeof(evidence) = 'object'),
      add constraint only_authorizations_wait check (
        kind = 'authorization' or (next_action is null and answer_by is null)
      ),
      add constraint only_captures_are_final check (kind = 'capture' or not is_final)`,
    `alter table ${s}.order_refunds add column agreed_by text`,
    `create table ${s}.order_chargebacks (
      order_id uuid not null references ${s}.orders on delete cascade,
      position integer not null check (position >= 0),
      id text not null check (id <> ''),
      payment_id text not null,
      reference text not null check (reference <> ''),
      state text not null check (state in ('open', 'won', 'lost')),
      amount_minor bigint not null check (amount_minor > 0),
      reason_code text not null check (reason_code <> ''),
      opened_at timestamptz not null,
      evidence_due_at timestamptz,
      reminded_at timestamptz,
      closed_at timestamptz,
      opened_by text,
      closed_by text,
      evidence jsonb check (jsonb_typeof(evidence) = 'object'),
      primary key (order_id, id),
      constraint one_a_dispute unique (order_id, reference),
      constraint closed_when_decided check ((state = 'open') = (closed_at is null)),
      foreign key (order_id, payment_id) references ${s}.order_payments on delete cascade
    )`,
    `create index order_chargebacks_reference on ${s}.order_chargebacks (reference)`,
    `create index order_chargebacks_open on ${s}.order_chargebacks (evidence_due_at) where state = 'open'`,
  ],
  down: (s) => [
    `drop table ${s}.order_chargebacks`,
    `alter table ${s}.order_refunds drop column agreed_by`,
    // The version before knows no write-offs, and would read an order with one as short of so much.
    `delete from ${s}.order_payment_transactions where kind = 'write_off'`,
    `alter table ${s}.order_payment_transactions
      drop constraint only_captures_are_final,
      drop constraint only_authorizations_wait,
      drop column evidence,
      drop column settled_by,
      drop column answer_by,
      drop column next_action,
      drop column is_final,
      drop constraint ${kindCheck},
      add constraint ${kindCheck} check (${kinds(before)})`,
  ],
};
