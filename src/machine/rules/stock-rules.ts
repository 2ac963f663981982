import { hasTag } from '../axes.ts';
import { maxLines } from '../events/parts.ts';
import { worth } from '../ledgers/lines.ts';
import { lineOf } from '../ledgers/placement.ts';
import { isBeingFilled, isStanding, stillShort } from '../ledgers/shortfall-book.ts';
import { format, sum } from '../money.ts';
import type { Order, Shortfall } from '../order.ts';
import { allocationVerdict, discountVerdict, misallocated } from './line-verdicts.ts';
import { payloadRule, type Rule, stateRule, type Verdict } from './rule.ts';

/** Shortfalls about which something can be decided: something is lacking, and no warehouse is being asked for it. */
function decidable(order: Order, states: readonly Shortfall['state'][]): readonly Shortfall[] {
  const { status } = order.axes;
  if (status !== 'pending' && !hasTag(status, 'released')) return [];
  if (order.cancellation?.state === 'requested') return [];
  return order.shortfalls.filter(
    (entry) => states.includes(entry.state) && isStanding(order, entry) && !isBeingFilled(order, entry),
  );
}

const nothingShort = (order: Order, states: readonly Shortfall['state'][]): Verdict<'nothing_short'> =>
  decidable(order, states).length > 0
    ? null
    : {
        code: 'nothing_short',
        reason: `no shortfall is ${states.join(' or ')} that could be decided now (stock is \`${order.axes.stock}\`)`,
        value: order.axes.stock,
        limit: ['out_of_stock', ...(states.includes('waiting') ? ['backordered'] : [])],
      };

const notShort = (
  order: Order,
  id: string,
  states: readonly Shortfall['state'][],
): Verdict<'nothing_short'> => {
  const ids = decidable(order, states).map((entry) => entry.id);
  return ids.includes(id)
    ? null
    : {
        code: 'nothing_short',
        reason: `shortfall ${id} is not ${states.join(' or ')}`,
        value: id,
        limit: ids,
      };
};

const open = ['open'] as const;
const undone = ['open', 'waiting'] as const;

/** The rules about goods that nobody has. */
export const stockRules: readonly Rule[] = [
  stateRule(
    'shortfall.open',
    ['shortfall.wait'],
    'Goods that nobody has are waited for when somebody has to decide about them.',
    { codes: ['nothing_short'], terms: [] },
    (order) => nothingShort(order, open),
  ),
  stateRule(
    'shortfall.undone',
    ['shortfall.substitute', 'shortfall.refund'],
    'Goods that nobody has can be replaced or given up until they came in.',
    { codes: ['nothing_short'], terms: [] },
    (order) => nothingShort(order, undone),
  ),
  payloadRule(
    'shortfall.wait.entry',
    'shortfall.wait',
    'The shortfall must be open.',
    { codes: ['nothing_short'], terms: [] },
    (order, event) => notShort(order, event.shortfallId, open),
  ),
  payloadRule(
    'shortfall.wait.until',
    'shortfall.wait',
    'Goods are waited for until a moment that is still to come.',
    { codes: ['moment_over'], terms: [] },
    (_order, event) =>
      event.until === null || event.until > event.meta.receivedAt
        ? null
        : {
            code: 'moment_over',
            reason: 'the moment until which to wait is over',
            value: event.until,
            limit: event.meta.receivedAt,
          },
  ),
  payloadRule(
    'shortfall.refund.entry',
    'shortfall.refund',
    'The shortfall must be open, or waiting.',
    { codes: ['nothing_short'], terms: [] },
    (order, event) => notShort(order, event.shortfallId, undone),
  ),
  payloadRule(
    'shortfall.substitute.entry',
    'shortfall.substitute',
    'The shortfall must be open, or waiting.',
    { codes: ['nothing_short'], terms: [] },
    (order, event) => notShort(order, event.shortfallId, undone),
  ),
  payloadRule(
    'shortfall.substitute.lines',
    'shortfall.substitute',
    'Substitutes are lines of their own, within the limit of lines of an order.',
    { codes: ['line_exists', 'too_many_lines'], terms: [] },
    (order, event) => {
      const known = event.lines.find((line) => order.lines.some(({ id }) => id === line.id));
      if (known)
        return {
          code: 'line_exists',
          reason: `the order has a line ${known.id} already`,
          value: known.id,
          limit: order.lines.map(({ id }) => id),
        };
      const count = order.lines.length + event.lines.length;
      return count <= maxLines
        ? null
        : {
            code: 'too_many_lines',
            reason: `the order would have ${count} lines`,
            value: count,
            limit: maxLines,
          };
    },
  ),
  payloadRule(
    'shortfall.substitute.discount',
    'shortfall.substitute',
    'A discount may not exceed what it is taken from.',
    { codes: ['discount_exceeds_line'], terms: [] },
    (_order, event) => discountVerdict(event.lines),
  ),
  payloadRule(
    'shortfall.substitute.price',
    'shortfall.substitute',
    'Substitutes may not cost more than what they stand for; what they cost less is given back.',
    { codes: ['substitute_costs_more'], terms: [] },
    (order, event) => {
      const entry = order.shortfalls.find(({ id }) => id === event.shortfallId);
      if (!entry) return null;
      const limit = sum(
        stillShort(order, entry).map(({ lineId, quantity }) => {
          const line = order.lines.find(({ id }) => id === lineId);
          return line ? worth(line, quantity, line.counts.cancelled) : 0;
        }),
      );
      const value = sum(event.lines.map((line) => lineOf(line).totalMinor));
      if (value <= limit) return null;
      return {
        code: 'substitute_costs_more',
        reason: `the substitutes cost ${format(value, order.currency)}, the goods that are missing ${format(limit, order.currency)}`,
        value,
        limit,
      };
    },
  ),
  payloadRule(
    'shortfall.substitute.allocated',
    'shortfall.substitute',
    'Every unit that is sent comes from exactly one warehouse.',
    { codes: ['allocation_mismatch'], terms: [] },
    (_order, event) => {
      const wrong = misallocated(event.lines, event.allocations);
      const strange = event.allocations.find(({ lineId }) => !event.lines.some(({ id }) => id === lineId));
      const id = wrong?.id ?? strange?.lineId;
      return id === undefined ? null : allocationVerdict(id, wrong?.quantity ?? 0);
    },
  ),
];
