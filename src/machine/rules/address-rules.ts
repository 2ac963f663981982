import { hasTag } from '../axes.ts';
import type { EventPayload } from '../events/index.ts';
import { inFlight } from '../ledgers/entry.ts';
import { isWrittenOut } from '../ledgers/placement.ts';
import type { Order } from '../order.ts';
import { type Objection, payloadRule, type Rule, stateRule } from './rule.ts';

type Given = EventPayload<'draft.edit'>['shippingAddress'];

/** The addresses of an event that are only named. */
function unresolved(event: {
  readonly shippingAddress?: Given;
  readonly billingAddress?: Given;
}): readonly Objection<'address_unresolved'>[] {
  return (['shippingAddress', 'billingAddress'] as const).flatMap((path) => {
    const address = event[path];
    if (address === undefined || address === null || isWrittenOut(address)) return [];
    const value = address.customerAddressId;
    const reason = `address ${value} of the customer was not looked up: nobody could be asked`;
    return [{ code: 'address_unresolved', path, reason, value, limit: 'an address that is written out' }];
  });
}

const known = { codes: ['address_unresolved'], terms: [] } as const;

/** Fulfilments that a warehouse has, or may have. */
function asked(order: Order): readonly string[] {
  return order.fulfillments
    .filter(({ stage }) => stage !== 'cancelled' && stage !== 'failed')
    .map(({ id }) => id);
}

/** The rules about addresses. */
export const addressRules: readonly Rule[] = [
  payloadRule(
    'edit.address',
    'draft.edit',
    "An address that is named instead of written out is one of the customer's, and was looked up.",
    known,
    (_order, event) => unresolved(event),
  ),
  payloadRule(
    'address.change.address',
    'address.change',
    "An address that is named instead of written out is one of the customer's, and was looked up.",
    known,
    (_order, event) => unresolved(event),
  ),
  stateRule(
    'address.change.open',
    ['address.change'],
    'The addresses of an order can be changed from its submission until goods are asked of a warehouse; those of a draft are edited.',
    { codes: ['not_open', 'fulfillment_requested'], terms: [] },
    (order) => {
      const { status } = order.axes;
      if (!hasTag(status, 'open') || !hasTag(status, 'placed')) {
        const hint = status === 'draft' ? '; edit the draft' : '';
        const reason = `the order is \`${status}\`${hint}`;
        return { code: 'not_open', reason, value: status, limit: ['pending', 'confirmed'] };
      }
      const fulfillments = asked(order);
      if (fulfillments.length === 0 && order.shipments.length === 0) return null;
      return {
        code: 'fulfillment_requested',
        reason: 'goods have been asked of a warehouse with the address that the order has',
        value: fulfillments.length > 0 ? fulfillments : order.shipments.map(({ id }) => id),
        limit: [],
      };
    },
  ),
  stateRule(
    'address.change.screening',
    ['address.change'],
    'An order that is screened for risk changes its addresses while it is pending and no screening is under way: it is screened anew.',
    { codes: ['screening_under_way', 'already_screened'], terms: ['riskScreening'] },
    (order) => {
      if (!order.terms.riskScreening) return null;
      if (order.screening !== null && inFlight(order.screening)) {
        const reason =
          'the order is being screened with the address that it has; try again when that is over';
        return { code: 'screening_under_way', reason, value: order.axes.review, limit: null };
      }
      if (!hasTag(order.axes.status, 'released')) return null;
      const reason = 'the order was screened and confirmed with the address that it has';
      return { code: 'already_screened', reason, value: order.axes.status, limit: 'pending' };
    },
  ),
];
