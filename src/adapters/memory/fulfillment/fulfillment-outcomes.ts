import type { BookTable } from '../simulation/books.ts';
import type { Desk } from '../simulation/desk.ts';
import type { Outside } from '../simulation/outside.ts';
import { type Rule, rejection } from '../simulation/script.ts';
import type { FulfillmentRow } from './fulfillment-book.ts';
import type { Pickers } from './pickers.ts';

const source = 'fulfillment';
const defaultPendingMs = 5_000;

/** A creation or a cancellation whose outcome comes later. */
interface Settling {
  readonly fulfillmentId: string;
  readonly orderId: string;
  readonly key: string;
  readonly rule: Rule;
}

/** Puts an outcome off. */
export function later(
  { agenda }: Outside,
  kind: 'fulfillment.settle' | 'fulfillment.settle_cancel',
  settling: Settling,
): void {
  const delayMs = settling.rule.ms ?? defaultPendingMs;
  agenda.schedule({ kind, group: settling.fulfillmentId, delayMs, data: settling });
}

/** Says what comes of what was put off: the same fact as the answer would have been. */
export function settleFulfillments(party: {
  readonly outside: Outside;
  readonly desk: Desk;
  readonly rows: BookTable<FulfillmentRow>;
  readonly pickers: Pickers;
}): void {
  const { outside, desk, rows, pickers } = party;

  outside.agenda.on<Settling>('fulfillment.settle', ({ fulfillmentId, orderId, key, rule }) => {
    const row = rows.get(fulfillmentId);
    if (row?.stage !== 'asked') return;
    if (rule.outcome === 'decline') {
      const answer = rejection(rule, 'rejected');
      const { code, reason } = answer;
      desk.amend(key, answer);
      rows.put(fulfillmentId, { ...row, stage: 'failed' });
      return outside.report({
        source,
        type: 'fulfillment.failed',
        orderId,
        data: { fulfillmentId, code, reason },
      });
    }
    const { reference } = row;
    desk.amend(key, { status: 'accepted', reference });
    rows.put(fulfillmentId, { ...row, stage: 'accepted' });
    outside.report({ source, type: 'fulfillment.accepted', orderId, data: { fulfillmentId, reference } });
    pickers.begin(fulfillmentId);
  });

  outside.agenda.on<Settling>('fulfillment.settle_cancel', ({ fulfillmentId, orderId, key, rule }) => {
    const refused = rule.outcome === 'decline';
    const answer = refused ? rejection(rule, 'cannot_be_stopped') : pickers.stop(fulfillmentId);
    desk.amend(key, answer);
    if (answer.status !== 'rejected') {
      return outside.report({ source, type: 'fulfillment.cancelled', orderId, data: { fulfillmentId } });
    }
    const { code, reason = null } = answer;
    outside.report({
      source,
      type: 'fulfillment.cancel_rejected',
      orderId,
      data: { fulfillmentId, code, reason },
    });
  });
}
